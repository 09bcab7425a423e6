"""The team's pages: its meetings, its people, the times it offers."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from app.domain.states import OpenSlotState, OrganisationKind, RegistrationState
from app.extensions import db
from app.models import OpenSlot, Registration
from app.services import open_slots
from tests.exports.poppler import words_of
from tests.factory import Factory
from tests.services.gathering import Gathering


@pytest.fixture
def event(factory: Factory) -> Gathering:
    return Gathering(factory, slug="spring")


@pytest.fixture
def host(browser: FlaskClient, event: Gathering, factory: Factory) -> Registration:
    """A signed-in exhibitor's person at stand S1."""
    (person,) = event.exhibitor("S1")
    account = factory.account("host@example.org")
    person.account_id = account.id
    db.session.commit()
    factory.sign_in(browser, account)
    return person


def test_times_are_offered_and_taken_back(browser: FlaskClient, host: Registration) -> None:
    wanted = {"offer": [f"{host.public_id}/A1", f"{host.public_id}/A2"]}
    answer = browser.post("/e/spring/team/slots", data=wanted)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/e/spring/team/slots")
    page = browser.get("/e/spring/team/slots").text
    assert "2 times opened, 0 closed." in page
    assert page.count('name="offer"') == 4
    assert page.count("checked") == 2
    browser.post("/e/spring/team/slots", data={"offer": [f"{host.public_id}/A1", "nonsense"]})
    assert "0 times opened, 1 closed." in browser.get("/e/spring/team/slots").text


def test_what_cannot_be_offered_is_named(
    browser: FlaskClient, event: Gathering, host: Registration
) -> None:
    event.talk(host, 0, "Robots")
    browser.post("/e/spring/team/slots", data={"offer": [f"{host.public_id}/A1"]})
    page = browser.get("/e/spring/team/slots").text
    assert f"Not opened: Tue 10:00, {host.name}: presents “Robots”." in page


def test_a_booking_is_seen_and_cancelled(
    browser: FlaskClient, event: Gathering, host: Registration, now: datetime
) -> None:
    assert "No meetings yet" in browser.get("/e/spring/team/").text
    offered = event.offer(host, 1)
    visitor = event.company()
    open_slots.book_open_slot(visitor, offered.public_id, topic="Arms", now=now)
    home = browser.get("/e/spring/team/").text
    assert visitor.organisation.name in home
    assert f"with {host.name}" in home
    slots = browser.get("/e/spring/team/slots").text
    assert f"{visitor.name}, {visitor.organisation.name}" in slots
    address = f"/e/spring/team/bookings/{offered.public_id}/cancel"
    assert browser.post(address).headers["Location"] == "/e/spring/team/slots"
    db.session.rollback()
    db.session.expire_all()
    assert db.session.get_one(OpenSlot, offered.id).state is OpenSlotState.CLOSED
    assert browser.post(address).status_code == 404


def test_a_team_prints_its_agenda_and_what_hangs_at_its_stand(
    browser: FlaskClient, event: Gathering, host: Registration, now: datetime
) -> None:
    offered = event.offer(host, 1)
    visitor = event.company()
    open_slots.book_open_slot(visitor, offered.public_id, topic="Arms", now=now)
    (other,) = event.exhibitor("S2")
    home = browser.get("/e/spring/team/").text
    for name, expected in (("agenda", "Team agenda"), ("stand", "Stand S1")):
        assert f'href="/e/spring/team/{name}.pdf"' in home
        answer = browser.get(f"/e/spring/team/{name}.pdf")
        assert answer.content_type == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        words = words_of(answer.data)
        assert expected in words
        assert visitor.organisation.name in words
        assert host.name in words
        assert other.organisation.name not in words


def test_before_the_approval_a_team_prints_nothing(
    browser: FlaskClient, host: Registration
) -> None:
    host.state = RegistrationState.SUBMITTED
    db.session.commit()
    for name in ("agenda", "stand"):
        assert browser.get(f"/e/spring/team/{name}.pdf").status_code == 404


def test_a_team_without_a_place_is_told_how_to_get_one(
    browser: FlaskClient, event: Gathering, factory: Factory
) -> None:
    account = factory.account()
    hub = factory.organisation(OrganisationKind.HUB)
    factory.registration(event.edition, hub, account=account)
    factory.sign_in(browser, account)
    assert "no place of your own" in browser.get("/e/spring/team/").text
    assert "stand.pdf" not in browser.get("/e/spring/team/").text
    assert browser.get("/e/spring/team/stand.pdf").status_code == 404
    assert "No table or stand of your own" in browser.get("/e/spring/team/slots").text
    assert browser.post("/e/spring/team/slots").status_code == 404


def test_before_the_times_are_fixed_nothing_is_offered(
    browser: FlaskClient, factory: Factory
) -> None:
    edition = factory.edition(slug="autumn")
    account = factory.account()
    person = factory.registration(edition, account=account)
    factory.table(factory.room(edition), "S1", owner_organisation_id=person.organisation_id)
    factory.sign_in(browser, account)
    assert "No times yet" in browser.get("/e/autumn/team/slots").text
