"""One's own registration: where it stands, taking an offered place, changing, cancelling."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.clock import now_utc
from app.domain.states import QuestionKind, RegistrationState
from app.extensions import db
from app.models import Question, Registration
from tests.exports.poppler import words_of
from tests.factory import Factory
from tests.services.gathering import Gathering

ADDRESS = "/e/spring/me/registration"


@pytest.fixture
def engine_name() -> str:
    """Pages look the same on both engines."""
    return "sqlite"


@pytest.fixture
def event(factory: Factory) -> Gathering:
    return Gathering(factory, slug="spring", registration_capacity=1)


@pytest.fixture
def own(factory: Factory, event: Gathering, browser: FlaskClient) -> Registration:
    """The signed-in person's registration."""
    account = factory.account()
    factory.sign_in(browser, account)
    return factory.registration(event.edition, account=account)


def to(person: Registration, state: RegistrationState) -> None:
    person.state = state
    db.session.commit()


def test_each_state_is_told_in_words(
    browser: FlaskClient, event: Gathering, own: Registration, factory: Factory
) -> None:
    factory.registration(
        event.edition, state=RegistrationState.WAITLISTED, waiting_since=factory.now
    )
    own.waiting_since = factory.now + timedelta(hours=1)
    for state, words in (
        (RegistrationState.SUBMITTED, "The organisers look at it"),
        (RegistrationState.APPROVED, "You take part."),
        (RegistrationState.REJECTED, "could not accept it"),
        (RegistrationState.WAITLISTED, "You are number 2 on the waiting list"),
        (RegistrationState.CANCELLED, "You have cancelled."),
    ):
        to(own, state)
        assert words in browser.get(ADDRESS).text


def test_an_offered_place_is_taken_by_a_button(
    browser: FlaskClient, event: Gathering, own: Registration
) -> None:
    own.offer_expires_at = now_utc() + timedelta(hours=2)
    to(own, RegistrationState.OFFERED)
    page = browser.get(ADDRESS).text
    assert "Take it before" in page
    assert browser.post(f"{ADDRESS}/accept").headers["Location"] == ADDRESS
    assert "The place is yours." in browser.get(ADDRESS).text
    assert browser.post(f"{ADDRESS}/accept").status_code == 409


def test_cancelling_says_first_what_goes_with_it(
    browser: FlaskClient, event: Gathering, own: Registration
) -> None:
    event.ask(own, event.hub())
    assert f"{ADDRESS}/cancel" in browser.get(ADDRESS).text
    page = browser.get(f"{ADDRESS}/cancel").text
    assert "1 request ends." in page
    assert "meeting is cancelled" not in page
    assert browser.post(f"{ADDRESS}/cancel").headers["Location"] == ADDRESS
    assert "You have cancelled." in browser.get(ADDRESS).text
    assert browser.get(f"{ADDRESS}/cancel").headers["Location"] == ADDRESS
    assert browser.post(f"{ADDRESS}/cancel").status_code == 409


def test_the_details_are_changed_by_oneself(
    browser: FlaskClient, event: Gathering, own: Registration, factory: Factory
) -> None:
    factory.add(
        Question(
            edition_id=event.edition.id,
            code="bus",
            label="Do you need the bus?",
            kind=QuestionKind.YES_NO,
            required=True,
        )
    )
    own.answers = {"old": "stays"}
    db.session.commit()
    address = f"{ADDRESS}/details"
    answer = browser.post(address, data={"name": "", "job_title": "x" * 121})
    assert answer.status_code == 422
    assert answer.text.count('class="field-error"') == 3
    typed = {"name": "Ada  Nowak", "job_title": "Boss", "languages": ["pl"], "question_bus": "no"}
    answer = browser.post(address, data=typed | {"nuts2": "DE30", "size_class": "huge"})
    assert answer.text.count('class="field-error"') == 2  # Berlin is not in Poland
    typed |= {"nuts2": "PL71", "size_class": "small"}
    assert browser.post(address, data=typed).headers["Location"] == ADDRESS
    db.session.rollback()
    db.session.refresh(own)
    db.session.refresh(own.organisation)
    assert (own.name, own.job_title, own.languages, own.answers) == (
        "Ada Nowak",
        "Boss",
        ["pl"],
        {"old": "stays", "bus": False},
    )
    assert (own.organisation.nuts2, own.organisation.size_class) == ("PL71", "small")
    page = browser.get(address).text
    assert 'checked id="question_bus-1"' in page
    assert "Do you need the bus?" in browser.get(ADDRESS).text


def test_a_confirmation_is_fetched_from_the_page(
    browser: FlaskClient, event: Gathering, own: Registration
) -> None:
    paper = "/e/spring/me/confirmation.pdf"
    assert "Confirmation of registration (PDF)" in browser.get(ADDRESS).get_data(as_text=True)
    fetched = browser.get(paper)
    assert fetched.content_type == "application/pdf"
    assert "Confirmation of registration" in words_of(fetched.data)
    assert own.name in words_of(fetched.data)
    assert own.email not in words_of(fetched.data)
    event.edition.ends_on = event.edition.starts_on = now_utc().date() - timedelta(days=2)
    own.checked_in_at = now_utc() - timedelta(days=2)
    db.session.commit()
    assert "Confirmation of attendance (PDF)" in browser.get(ADDRESS).get_data(as_text=True)
    assert "Confirmation of attendance" in words_of(browser.get(paper).data)
    to(own, RegistrationState.WAITLISTED)
    assert "(PDF)" not in browser.get(ADDRESS).get_data(as_text=True)
    assert browser.get(paper).status_code == 404
