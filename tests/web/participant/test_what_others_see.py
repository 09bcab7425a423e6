"""What one participant learns of another, and how consents change it at once."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domain.states import ConsentKind, OrganisationKind, VersionKind
from app.extensions import db
from app.models import (
    Attendance,
    CalendarIdentity,
    Consent,
    Meeting,
    Registration,
    RegistrationNote,
    ScheduleVersion,
    Unavailability,
)
from app.services.privacy import consents
from tests.factory import Factory
from tests.web.pages import Page

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
ALL = frozenset(ConsentKind)


class Pair:
    """Ada of a company, listed, who asked a hub; the hub's delegate is at the browser."""

    def __init__(self, factory: Factory, browser: FlaskClient) -> None:
        self.factory, self.now = factory, factory.now
        self.edition = factory.edition()
        self.slots = factory.block(self.edition).slots
        account = factory.account("canary-mail@example.org")
        self.ada: Registration = factory.registration(
            self.edition,
            account=account,
            name="Ada of Acme",
            answers={"diet": "canary-answer"},
        )
        factory.add(
            RegistrationNote(registration_id=self.ada.id, text="canary-note", created_at=self.now)
        )
        factory.add(Unavailability(registration_id=self.ada.id, slot_id=self.slots[0].id))
        hub = factory.organisation(OrganisationKind.HUB)
        delegate = factory.account()
        self.hub = factory.registration(self.edition, hub, account=delegate)
        self.request = factory.request(self.ada, self.hub)
        consents.change(self.ada, ALL, by=None, now=self.now)
        factory.sign_in(browser, delegate)
        self.browser = browser

    def meet(self) -> Meeting:
        """Both have a live meeting."""
        db.session.rollback()  # the browser has written meanwhile
        live = self.factory.add(
            ScheduleVersion(edition_id=self.edition.id, kind=VersionKind.LIVE, created_at=self.now)
        )
        people = (self.ada, self.hub)
        meeting: Meeting = self.factory.add(
            Meeting(
                version_id=live.id,
                request_id=self.request.id,
                slot_id=self.slots[1].id,
                changed_at=self.now,
                attendances=[Attendance(registration_id=one.id) for one in people],
            )
        )
        for person in people:
            self.factory.add(
                CalendarIdentity(
                    request_id=self.request.id,
                    registration_id=person.id,
                    uid=f"{person.public_id}@hubmeet",
                    changed_at=self.now,
                )
            )
        return meeting

    def crawl(self) -> str:
        """The text of every page that links lead to, from the hub's own page on."""
        return "\n".join(self._pages())

    def _pages(self) -> Iterator[str]:
        base = f"/e/{self.edition.slug}/"
        waiting, seen = [base, f"{base}me", f"{base}me/agenda", f"{base}me/companies"], set[str]()
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            seen.add(address)
            answer = self.browser.get(address)
            if answer.mimetype not in {"text/html", "text/calendar"}:
                continue
            text = answer.get_data(as_text=True)
            yield text
            links = (urlsplit(link) for link in Page(address, text).links)
            waiting += [link.path for link in links if link.path.startswith(base)]
        assert len(seen) > 10


@pytest.fixture
def pair(factory: Factory, browser: FlaskClient) -> Pair:
    return Pair(factory, browser)


def test_others_see_the_name_and_nothing_else_that_is_personal(pair: Pair) -> None:
    text = pair.crawl()
    assert "Ada of Acme" in text
    assert "canary" not in text


def test_the_address_is_for_whom_one_meets_while_one_agrees(pair: Pair) -> None:
    agenda = f"/e/{pair.edition.slug}/me/agenda"
    pair.meet()
    assert "canary-mail@example.org" in pair.browser.get(agenda).get_data(as_text=True)
    consents.change(pair.ada, ALL - {ConsentKind.CONTACT}, by=None, now=pair.now)
    assert "canary" not in pair.crawl()


def test_taking_the_listing_back_hides_at_the_next_request(pair: Pair) -> None:
    listed = f"/e/{pair.edition.slug}/me/companies"
    name = pair.ada.organisation.name
    assert name in pair.browser.get(listed).get_data(as_text=True)
    consents.change(pair.ada, frozenset(), by=None, now=pair.now)
    assert name not in pair.browser.get(listed).get_data(as_text=True)


def test_a_person_changes_what_they_agreed_to_on_a_page(
    pair: Pair, factory: Factory, now: datetime
) -> None:
    assert pair.ada.account is not None
    pair.browser.post("/account/sign-out")
    factory.sign_in(pair.browser, pair.ada.account)
    address = f"/e/{pair.edition.slug}/me/consents"
    page = pair.browser.get(address).get_data(as_text=True)
    assert 'value="directory" checked' in page
    assert 'value="privacy"' not in page  # needed: whoever takes it back leaves
    assert pair.browser.post(address, data={"consent": ["contact"]}).status_code == 303
    assert 'value="directory" checked' not in pair.browser.get(address).get_data(as_text=True)
    db.session.rollback()
    db.session.expire_all()
    rows = db.session.scalars(select(Consent).where(Consent.registration_id == pair.ada.id)).all()
    living = {row.kind for row in rows if row.withdrawn_at is None}
    assert ConsentKind.DIRECTORY not in living
    assert ConsentKind.PRIVACY not in living  # nobody could give it here
    pair.browser.post(address, data={"consent": ["directory", "contact"]})
    again = pair.browser.get(address).get_data(as_text=True)
    assert 'value="directory" checked' in again
