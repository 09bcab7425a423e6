"""The programme as everybody's calendar."""

import re
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app.domain.states import EditionState
from app.services.transaction import writing
from tests.exports.calendar_readers import agreed, read_by_libical
from tests.factory import Factory
from tests.services.published import PublishedEvent

ADDRESS = "/e/spring/programme.ics"


@pytest.fixture
def engine_name() -> str:
    """It is read by the statements of the programme's page."""
    return "sqlite"


@pytest.fixture
def event(factory: Factory) -> PublishedEvent:
    return PublishedEvent(factory)


def test_it_holds_what_the_page_shows(event: PublishedEvent, browser: FlaskClient) -> None:
    page = browser.get("/e/spring/programme").text
    assert f'href="webcal://127.0.0.1:8000{ADDRESS}"' in page
    assert f'href="{ADDRESS}"' in page

    answer = browser.get(ADDRESS)

    talk, meetings = agreed(answer.data)
    assert (talk.summary, talk.uid, talk.location) == (
        *("What hubs do", "talk-1@hubmeet", "Hall, Copernicus Centre, Warsaw"),
    )
    assert talk.description == "11:00–12:00 (Warsaw, CEST)\nHub of Łódź"  # no person's name
    # four slots of 20 minutes, 5 apart: the period that no item announces
    assert meetings.summary == "One-to-one meetings"
    assert meetings.ends_at - meetings.starts_at == timedelta(minutes=95)
    assert "Zofia" not in answer.text
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer.headers


def test_who_has_the_newest_gets_304_until_something_changes(
    event: PublishedEvent, browser: FlaskClient, now: datetime
) -> None:
    first = browser.get(ADDRESS)
    asked = {"If-None-Match": first.headers["ETag"]}
    assert browser.get(ADDRESS).data == first.data
    assert browser.get(ADDRESS, headers=asked).status_code == 304
    with writing():
        event.talk.title = "What hubs did"
    changed = browser.get(ADDRESS, headers=asked)
    assert changed.status_code == 200
    assert [one.uid for one in read_by_libical(changed.data)] == [
        one.uid for one in read_by_libical(first.data)
    ]


def test_one_item_to_put_into_a_calendar(event: PublishedEvent, browser: FlaskClient) -> None:
    (link,) = re.findall(
        r'href="(/e/spring/programme/[^"]+)"', browser.get("/e/spring/programme").text
    )
    answer = browser.get(link)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="programme.ics"'
    assert [one.uid for one in agreed(answer.data)] == ["talk-1@hubmeet"]
    assert browser.get("/e/spring/programme/talk-2.ics").status_code == 404


def test_a_draft_is_the_organisers_only(
    event: PublishedEvent, browser: FlaskClient, factory: Factory
) -> None:
    with writing():
        event.edition.state = EditionState.DRAFT
    assert browser.get(ADDRESS).status_code == 404
    factory.sign_in(browser, factory.organiser(event.edition))
    assert browser.get(ADDRESS).headers["Cache-Control"] == "private, no-store"
