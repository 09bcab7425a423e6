"""The demand monitor, and the way from a number to a reminder and to no more of them."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domain.states import RequestState, StaffRole
from app.extensions import db
from app.models import OutgoingMail, Registration
from tests.factory import Factory
from tests.services.gathering import Gathering

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture
def scene(factory: Factory) -> Gathering:
    """A hub that is asked more often than it has slots, and a company that asks nobody."""
    made = Gathering(factory, slug="spring")
    hub = made.hub("Asked hub")
    for day, state in enumerate([RequestState.ACCEPTED] * 3 + [RequestState.PENDING] * 3):
        at = factory.now - timedelta(days=day)
        factory.request(made.company(), hub, state=state, created_at=at)
    made.company()
    return made


def test_the_page_says_what_can_be_held_and_what_would_help(
    browser: FlaskClient, factory: Factory, scene: Gathering
) -> None:
    factory.sign_in(browser, factory.organiser(scene.edition))
    page = browser.get("/organiser/e/spring/demand/").text
    assert "at most 4 of 6 (66 %)" in page
    assert "2 too many" in page
    # Each drawing has its words and its figures.
    assert page.count("<title id=") == page.count("<desc id=") == 1
    assert re.findall(r'class="number">(\d+)</td></tr>', page)[-6:] == ["1"] * 6


def test_a_reader_sees_numbers_and_writes_to_nobody(
    browser: FlaskClient, factory: Factory, scene: Gathering
) -> None:
    factory.sign_in(browser, factory.organiser(scene.edition, StaffRole.READER))
    page = browser.get("/organiser/e/spring/demand/").text
    assert "Have neither asked nor been asked" in page
    assert "Write to them" not in page
    assert "@example.org" not in page


def test_a_reminder_is_looked_at_sent_and_ended(
    new_browser: Callable[[], FlaskClient], factory: Factory, scene: Gathering, now: datetime
) -> None:
    organiser, reader = new_browser(), new_browser()
    factory.sign_in(organiser, factory.organiser(scene.edition))
    address, segment = "/organiser/e/spring/demand/nudge", {"segment": "no_request"}
    assert "Whom do you want to meet?" in organiser.get(address, query_string=segment).text
    assert organiser.post(address, data=segment).status_code == 303
    mail = db.session.scalars(select(OutgoingMail)).one()
    found = re.search(rb"\nList-Unsubscribe: <http://[^/]+(\S+)>\r\n", mail.data or b"")
    assert found is not None
    off = found[1].decode()
    assert "No more reminders and announcements?" in reader.get(off).text

    def since() -> datetime | None:
        db.session.rollback()
        return db.session.scalar(
            select(Registration.nudges_off_at).where(Registration.id == mail.registration_id)
        )

    # A scanner that follows the link changes nothing; the mail program's one click does.
    assert since() is None
    reader.application.config["WTF_CSRF_ENABLED"] = True
    assert reader.post(off, data={"List-Unsubscribe": "One-Click"}).status_code == 303
    assert since() is not None
    assert "You get no more reminders" in reader.get(off).text
    assert reader.post(off + "x").status_code == 404
