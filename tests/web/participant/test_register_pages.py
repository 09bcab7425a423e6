"""Registering by hand: three ways in, one form, every fault beside its field."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domain.states import EditionState, OrganisationKind, RegistrationState
from app.extensions import db
from app.models import Consent, MeetingRequest, Organisation, Registration
from tests.factory import Factory
from tests.services.gathering import Gathering

FORM: dict[str, Any] = {
    "organisation": "Bending Ltd",
    "country": "PL",
    "nuts2": "PL71",
    "size_class": "small",
    "name": "Łukasz Čapek-Ψαρράς",
    "email": "lukasz@example.org",
    "password": "four plain words",
    "job_title": "Engineer",
    "role": "attendee",
    "languages": ["en", "pl"],
    "technologies": ["robotics", "", "big_data"],
    "technologies-level": ["3", "2", "1"],
    "sectors": ["automotive"],
    "sectors-level": ["3"],
    "text": "A robot for bending",
    "cross_border": "wanted",
    "wants_meetings": "y",
    "free": ["A1", "A2", "A3"],
    "privacy": "y",
}


@pytest.fixture
def event(factory: Factory) -> Gathering:
    return Gathering(factory, slug="spring")


def faults(page: str) -> list[str]:
    """The fields that have a fault beside them."""
    return re.findall(r'<(?:span|p) class="field-error" id="([a-z0-9_]+?)(?:-error)?"', page)


def test_first_one_says_for_whom(browser: FlaskClient, event: Gathering) -> None:
    page = browser.get("/e/spring/register").text
    assert re.findall(r'href="(/e/spring/register\?as=\w+)"', page) == [
        "/e/spring/register?as=sme",
        "/e/spring/register?as=hub",
        "/e/spring/register?as=other",
    ]


def test_nothing_is_agreed_to_in_advance(browser: FlaskClient, event: Gathering) -> None:
    page = browser.get("/e/spring/register?as=sme").text
    for name in ("privacy", "directory"):
        (box,) = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
        assert "checked" not in box
    times = re.findall(r'<input type="checkbox" name="free"[^>]*>', page)
    assert len(times) == 4
    assert all("checked" in box for box in times)  # free unless they say otherwise


def test_a_person_registers_and_is_signed_in(browser: FlaskClient, event: Gathering) -> None:
    answer = browser.post("/e/spring/register?as=sme", data=FORM)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/e/spring/me")
    home = browser.get("/e/spring/me").text
    assert "Łukasz Čapek-Ψαρράς" in home
    assert "to be approved" in home
    made = db.session.scalars(select(Registration)).one()
    assert (made.state, made.organisation.nuts2, [one.slot_id for one in made.unavailable]) == (
        RegistrationState.SUBMITTED,
        "PL71",
        [event.slots[3].id],
    )
    assert [consent.kind.value for consent in db.session.scalars(select(Consent))] == ["privacy"]


def test_every_fault_stands_beside_its_field_and_nothing_typed_is_lost(
    browser: FlaskClient, event: Gathering
) -> None:
    typed = FORM | {
        "organisation": "Bending & Söhne",
        "country": "",
        "email": "not an address",
        "password": "short",
        "technologies": ["robotics", "robotics"],
        "technologies-level": ["3", "1"],
        "free": [],
    }
    del typed["privacy"]
    answer = browser.post("/e/spring/register?as=sme", data=typed)
    page = answer.text
    assert answer.status_code == 422
    assert faults(page) == [
        "country",
        "nuts2",
        "email",
        "password",
        "technologies",
        "free",
        "privacy",
    ]
    assert "7 things to put right" in page
    summary = re.findall(r'<li><a href="#(\w+)">', page)
    assert summary == faults(page)  # in the order of the page
    assert 'value="Bending &amp; Söhne"' in page
    assert 'value="not an address"' in page
    assert "short" not in re.sub(r"<select.*?</select>", "", page)  # a password is not sent back
    assert page.count('<option value="robotics" selected>') == 2
    assert "A robot for bending</textarea>" in page
    assert db.session.scalars(select(Organisation)).all() == []


def test_a_technology_without_a_number_that_is_one_is_a_fault(
    browser: FlaskClient, event: Gathering
) -> None:
    typed = FORM | {"technologies": ["robotics"], "technologies-level": ["x"]}
    assert faults(browser.post("/e/spring/register?as=sme", data=typed).text) == ["technologies"]
    # Left out altogether, it is the usual one.
    kept = FORM | {"technologies": ["robotics"], "technologies-level": []}
    assert browser.post("/e/spring/register?as=sme", data=kept).status_code == 303


def test_a_hub_of_the_catalogue_need_not_say_what_it_offers(
    browser: FlaskClient, event: Gathering, factory: Factory
) -> None:
    hub = factory.organisation(OrganisationKind.HUB, name="Basque DIH", country="ES")
    names = browser.get("/e/spring/register?as=hub").text
    assert '<option value="Basque DIH">Spain</option>' in names
    page = browser.get("/e/spring/register?as=hub&organisation=basque+dih").text
    assert "<strong>Basque DIH</strong> (Spain)" in page
    assert 'name="services"' not in page
    typed = {key: FORM[key] for key in FORM if key not in {"technologies", "text", "nuts2"}}
    typed |= {"organisation": "basque dih", "country": "ES"}
    assert browser.post("/e/spring/register?as=hub", data=typed).status_code == 303
    assert db.session.scalars(select(Registration)).one().organisation_id == hub.id


def test_a_new_hub_says_what_it_offers(browser: FlaskClient, event: Gathering) -> None:
    page = browser.get("/e/spring/register?as=hub&organisation=New+hub").text
    assert 'value="New hub"' in page
    assert 'name="services"' in page
    typed = FORM | {"technologies": [], "technologies-level": []}
    assert faults(browser.post("/e/spring/register?as=hub", data=typed).text) == ["services"]
    typed |= {"services": ["prototyping"], "services-level": ["5"]}
    assert browser.post("/e/spring/register?as=hub", data=typed).status_code == 303


def test_another_organisation_says_what_it_is(browser: FlaskClient, event: Gathering) -> None:
    answer = browser.post("/e/spring/register?as=other", data=FORM)
    assert re.search(r'id="kind-error">Choose what kind', answer.text)
    answer = browser.post("/e/spring/register?as=other", data=FORM | {"kind": "investor"})
    assert answer.status_code == 303
    kinds = [one.kind for one in db.session.scalars(select(Organisation))]
    assert kinds == [OrganisationKind.INVESTOR]


def test_a_signed_in_person_is_not_asked_for_a_password(
    browser: FlaskClient, event: Gathering, factory: Factory
) -> None:
    factory.sign_in(browser, factory.account("ada@example.org", name="Ada"))
    page = browser.get("/e/spring/register?as=sme").text
    assert 'name="password"' not in page
    assert 'value="Ada"' in page
    assert browser.get("/e/spring/me").headers["Location"] == "/e/spring/register"
    assert browser.post("/e/spring/register?as=sme", data=FORM).status_code == 303
    assert db.session.scalars(select(Registration)).one().email == "ada@example.org"
    # Once registered, the form leads to the person's page.
    assert browser.get("/e/spring/register").headers["Location"] == "/e/spring/me"
    again = browser.post("/e/spring/register?as=sme", data=FORM)
    assert "is registered for this event already" in again.text


def test_a_closed_edition_says_so(browser: FlaskClient, event: Gathering) -> None:
    event.edition.state = EditionState.BOOKING_CLOSED
    db.session.commit()
    assert "Registration is closed" in browser.get("/e/spring/register?as=sme").text
    answer = browser.post("/e/spring/register?as=sme", data=FORM)
    assert (answer.status_code, "event is closed" in answer.text) == (409, True)
    assert 'value="Bending Ltd"' in answer.text
    assert browser.post("/e/spring/register?as=king", data=FORM).status_code == 404
    assert browser.get("/e/winter/register").status_code == 404


def test_before_the_times_are_fixed_one_registers_without(
    browser: FlaskClient, factory: Factory
) -> None:
    factory.edition(slug="autumn")
    assert "not fixed yet" in browser.get("/e/autumn/register?as=sme").text
    typed = {key: FORM[key] for key in FORM if key != "free"}
    assert browser.post("/e/autumn/register?as=sme", data=typed).status_code == 303
    assert db.session.scalars(select(MeetingRequest)).all() == []
