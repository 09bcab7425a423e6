"""The page of all that a person can take with them, and what its buttons do."""

import html
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domain.states import CalendarChoice
from app.extensions import db
from app.models import Registration
from app.services import cancelling, feeds
from tests.exports.calendar_readers import agreed
from tests.exports.calendar_rules import house_rules
from tests.factory import Factory
from tests.services.published import PublishedEvent
from tests.web.participant.test_agenda_pages import as_person

PAGE = "/e/spring/me/take-along"
FEED = {"calendar_choice": "feed", "reminder_minutes": "15"}


@pytest.fixture
def engine_name() -> str:
    """Pages are the same on both engines."""
    return "sqlite"


@pytest.fixture
def event(factory: Factory, browser: FlaskClient, now: datetime) -> PublishedEvent:
    made = PublishedEvent(factory)
    made.publish((0, 0, 0), (1, 1, 2), now=now)
    as_person(browser, factory, made.hub)
    return made


def page(browser: FlaskClient) -> str:
    answer = browser.get(PAGE)
    assert answer.status_code == 200
    return html.unescape(" ".join(answer.text.split()))


def feed_address(text: str) -> str:
    """The address in the field to copy from, without the host."""
    found = re.search(r'value="http://127\.0\.0\.1:8000(/feeds/[\w-]{32}\.ics)"', text)
    assert found is not None
    return found[1]


def press(browser: FlaskClient, button: str = "") -> None:
    answer = browser.post(f"{PAGE}/feed{button}")
    assert (answer.status_code, answer.location) == (303, f"{PAGE}#feed")


def stored(event: PublishedEvent) -> tuple[CalendarChoice, int | None]:
    row = db.session.execute(
        select(Registration.calendar_choice, Registration.reminder_minutes).where(
            Registration.id == event.hub.id
        )
    ).one()
    db.session.rollback()
    return row.calendar_choice, row.reminder_minutes


def test_a_link_is_shown_once_and_works_without_signing_in(
    event: PublishedEvent, browser: FlaskClient, new_browser: Callable[[], FlaskClient]
) -> None:
    assert "Make a link" in page(browser)
    press(browser)

    shown = page(browser)

    address = feed_address(shown)
    assert f'href="webcal://127.0.0.1:8000{address}"' in shown
    assert 'src="data:image/svg+xml' in shown
    assert len(agreed(new_browser().get(address).data)) == 3
    later = page(browser)
    assert "/feeds/" not in later
    assert "A calendar asked for it last about" in later
    assert "It cannot be shown again." in later


def test_a_new_link_ends_the_old_one_and_switching_off_ends_it_for_good(
    event: PublishedEvent, browser: FlaskClient, new_browser: Callable[[], FlaskClient]
) -> None:
    calendar = new_browser()
    press(browser)
    first = feed_address(page(browser))
    press(browser)
    second = feed_address(page(browser))
    assert [calendar.get(one).status_code for one in (first, second)] == [404, 200]

    press(browser)
    press(browser, "/off")
    text = page(browser)
    assert "The link is switched off" in text
    assert "/feeds/" not in text  # the one that was made and never shown is not shown now
    assert "Make a link" in text
    assert calendar.get(second).status_code == 404


def test_the_choice_and_the_reminder_are_stored(
    event: PublishedEvent, browser: FlaskClient
) -> None:
    assert stored(event) == (CalendarChoice.MAIL, None)
    assert re.search(r'<input[^>]* checked[^>]* value="mail"', page(browser))

    answer = browser.post(PAGE, data=FEED)

    assert (answer.status_code, answer.location) == (303, PAGE)
    assert stored(event) == (CalendarChoice.FEED, 15)
    text = page(browser)
    assert "Stored." in text
    assert "Your calendar learns of nothing yet" in text  # the link was chosen, and there is none
    browser.post(PAGE, data={"calendar_choice": "both", "reminder_minutes": ""})
    assert stored(event) == (CalendarChoice.BOTH, None)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"calendar_choice": "pigeon", "reminder_minutes": "15"},
        {"calendar_choice": "mail", "reminder_minutes": "7"},
        {"calendar_choice": "mail", "reminder_minutes": "x"},
    ],
)
def test_what_is_not_offered_is_refused_beside_its_field(
    event: PublishedEvent, browser: FlaskClient, typed: dict[str, str]
) -> None:
    answer = browser.post(PAGE, data=typed)
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert stored(event) == (CalendarChoice.MAIL, None)


def test_who_has_cancelled_is_offered_none(
    event: PublishedEvent, browser: FlaskClient, now: datetime
) -> None:
    cancelling.cancel(event.hub, by=None, now=now)
    text = page(browser)
    assert "Your registration is over" in text
    assert "<button" not in text.partition("<h1")[2].partition("</main>")[0]
    assert browser.post(f"{PAGE}/feed").status_code == 403
    assert browser.post(PAGE, data=FEED).status_code == 403
    assert feeds.feed_of(event.hub) is None


def test_one_meeting_to_put_into_a_calendar(event: PublishedEvent, browser: FlaskClient) -> None:
    links = re.findall(
        r'href="(/e/spring/me/agenda/[^"]+\.ics)"', browser.get("/e/spring/me/agenda").text
    )
    assert len(links) == 3
    answer = browser.get(links[1])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="meeting.ics"'
    assert answer.content_type == "text/calendar; charset=utf-8"
    house_rules(answer.data)
    (seen,) = agreed(answer.data)
    assert seen.summary.startswith("Meeting: Visitor 0, ")
    assert links[1] == f"/e/spring/me/agenda/{seen.uid.removesuffix('@hubmeet')}.ics"
    assert b"METHOD" not in answer.data
