"""The organisers' page about registering: limits, questions, words to agree to, invitations."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domain.states import ConsentKind, RegistrationState
from app.extensions import db
from app.models import Consent, ConsentText, Edition, Invitation, Question
from app.services import consent_texts
from app.services.registration import consent
from tests.factory import Factory
from tests.services.registering import mails

ADDRESS = "/organiser/e/spring/registration/"
SETTINGS = {
    "capacity": "2",
    "capacity_hub": "1",
    "waiting_list": "y",
    "accept_by_hours": "24",
    "closes_on": "2027-05-01",
}
QUESTION = {
    "label": "What do you eat?",
    "kind": "choices",
    "options": "Vegan\n\nHalal\nVegan",
    "parts": ["sme", "speaker"],
    "required": "y",
    "sensitive": "y",
}


@pytest.fixture
def engine_name() -> str:
    """Pages look the same on both engines."""
    return "sqlite"


@pytest.fixture
def edition(factory: Factory, browser: FlaskClient) -> Edition:
    """An edition whose owner is signed in."""
    made = factory.edition(slug="spring")
    factory.sign_in(browser, factory.organiser(made))
    return made


def test_who_is_not_decided_about_is_not_forgotten(
    browser: FlaskClient, edition: Edition, factory: Factory
) -> None:
    assert "your approval" not in browser.get(ADDRESS).text
    factory.registration(edition, state=RegistrationState.SUBMITTED)
    assert "1 person still waits for your approval." in browser.get(ADDRESS).text


def test_settings_are_stored_and_the_waiting_list_moves_up(
    browser: FlaskClient, edition: Edition, factory: Factory
) -> None:
    edition.registration_capacity = 1
    factory.registration(edition)
    waits = factory.registration(
        edition, state=RegistrationState.WAITLISTED, waiting_since=factory.now
    )
    assert browser.post(ADDRESS, data=SETTINGS).headers["Location"] == ADDRESS
    page = browser.get(ADDRESS).text
    assert "1 person of the waiting list is offered a place." in page
    for row in (edition, waits):
        db.session.refresh(row)
    assert (edition.registration_capacity, edition.part_capacities) == (2, {"hub": 1})
    assert (edition.approval_required, edition.waiting_list) == (False, True)
    assert waits.state is RegistrationState.OFFERED
    assert [kind for _, kind in mails()] == ["registration_offered"]
    for name, value in SETTINGS.items():
        assert re.search(rf'name="{name}"[^>]*value="{value}"', page), name


def test_every_fault_stands_beside_its_field(browser: FlaskClient, edition: Edition) -> None:
    typed = {
        "capacity": "-3",
        "capacity_sme": "many",
        "accept_by_hours": "0",
        "closes_on": "2027-05-20",  # the event ends on the 19th
    }
    answer = browser.post(ADDRESS, data=typed)
    assert answer.status_code == 422
    assert re.findall(r'class="field-error" id="(\w+)-error"', answer.text) == list(
        ("capacity", "accept_by_hours", "capacity_sme", "closes_on")
    )


def test_questions_are_added_changed_ordered_and_removed(
    browser: FlaskClient, edition: Edition
) -> None:
    faulty = browser.post(f"{ADDRESS}questions/new", data={"kind": "choice", "options": "One"})
    assert re.findall(r'class="field-error" id="(\w+)-error"', faulty.text) == ["label", "options"]
    browser.post(f"{ADDRESS}questions/new", data=QUESTION)
    browser.post(f"{ADDRESS}questions/new", data={"label": "Second", "kind": "yes_no"})
    row = db.session.scalars(select(Question).order_by(Question.position)).first()
    assert row is not None
    assert (row.code, row.options, row.parts, row.required, row.sensitive) == (
        "what_do_you_eat",
        ["Vegan", "Halal"],
        ["sme", "speaker"],
        True,
        True,
    )
    assert "What do you eat?" in browser.get(f"{ADDRESS}questions/preview?part=sme").text
    assert "What do you eat?" not in browser.get(f"{ADDRESS}questions/preview?part=hub").text
    browser.post(f"{ADDRESS}questions/second/move", data={"to": "up"})
    page = browser.get(ADDRESS).text
    assert page.index("Second") < page.index("What do you eat?")
    changed = browser.post(f"{ADDRESS}questions/second", data={"label": "New", "kind": "line"})
    assert changed.status_code == 303
    browser.post(f"{ADDRESS}questions/what_do_you_eat/remove")
    db.session.rollback()
    assert db.session.execute(select(Question.code, Question.label)).all() == [("second", "New")]


def test_changed_words_are_a_new_version_and_old_consents_keep_theirs(
    browser: FlaskClient, edition: Edition, factory: Factory
) -> None:
    person = factory.registration(edition)
    address = f"{ADDRESS}consent?kind=photos"
    assert [one.kind.value for one in consent_texts.texts_of(edition)] == [
        *("privacy", "directory", "contact")
    ]
    browser.post(address, data={"photos": "You may photograph me.", "asked": "y"})
    db.session.rollback()
    assert consent_texts.texts_of(edition)[-1].text == "You may photograph me."
    consent(person, frozenset({ConsentKind.PHOTOS}), now=factory.now)
    db.session.commit()
    browser.post(address, data={"photos": "Or film me."})  # and asked no more
    browser.post(address, data={"photos": "Or film me."})
    db.session.rollback()
    rows = db.session.execute(select(ConsentText.version, ConsentText.asked)).all()
    assert [tuple(row) for row in rows] == [(1, True), (2, False)]
    assert len(consent_texts.texts_of(edition)) == 3
    kept = db.session.scalars(select(Consent)).one()
    assert (kept.text, kept.text_version) == ("You may photograph me.", "v1")
    # What is needed to take part stays asked; empty words are none.
    assert browser.post(f"{ADDRESS}consent?kind=privacy", data={"privacy": ""}).status_code == 422
    browser.post(f"{ADDRESS}consent?kind=privacy", data={"privacy": "Ours."})
    db.session.rollback()
    first = consent_texts.texts_of(edition)[0]
    assert (first.text, first.version, first.required) == ("Ours.", "v1", True)


def test_somebody_is_invited_past_the_limits_and_the_link_withdrawn(
    browser: FlaskClient, edition: Edition
) -> None:
    assert browser.post(f"{ADDRESS}invitations", data={"email": "x"}).status_code == 422
    browser.post(f"{ADDRESS}invitations", data={"email": "guest@example.org", "part": "press"})
    assert mails() == [("guest@example.org", "invitation")]
    db.session.rollback()
    made = db.session.scalars(select(Invitation)).one()
    assert made.part == "press"
    assert "guest@example.org" in browser.get(ADDRESS).text
    browser.post(f"{ADDRESS}invitations/{made.public_id}/withdraw")
    assert "guest@example.org" not in browser.get(ADDRESS).text
