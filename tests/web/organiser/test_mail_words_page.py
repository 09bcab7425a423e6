"""The pages on which organisers word the mails of an edition."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.models import MailTemplate, OutgoingMail
from tests.factory import Factory

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
HERE = "/organiser/e/spring/mails/words/one?kind=registration_approved"


@pytest.fixture
def organiser(browser: FlaskClient, factory: Factory) -> FlaskClient:
    edition = factory.edition(slug="spring", name="Spring", languages=["en", "pl"])
    factory.sign_in(browser, factory.organiser(edition))
    factory.registration(edition, name="Ada <b>", email="ada@example.org")
    factory.registration(edition, name="Zoe", email="zoe@example.org")
    return browser


def test_words_are_shown_tried_stored_and_forgotten(organiser: FlaskClient) -> None:
    page = organiser.get(HERE).text
    assert "Hello {name}," in page
    typed = {"subject": "Welcome to {event}", "body": "Dear {name},\n\nwelcome.", "who": "ada"}
    shown = organiser.post(HERE, data={**typed, "do": "show"}).text
    assert "Dear Ada &lt;b&gt;," in shown
    assert "Welcome to {event}" in shown
    assert "Zoe" not in shown
    tried = organiser.post(HERE, data={**typed, "do": "trial"}).text
    assert "A test mail goes to" in tried
    mail = db.session.scalars(select(OutgoingMail)).one()
    assert (mail.subject, mail.kind) == ("Test: Welcome to Spring", "trial")
    assert db.session.scalars(select(MailTemplate)).all() == []
    saved = organiser.post(HERE, data={**typed, "part": "hub", "language": "pl"})
    assert saved.status_code == 303
    db.session.rollback()
    row = db.session.scalars(select(MailTemplate)).one()
    assert (row.part, row.language, row.subject) == ("hub", "pl", "Welcome to {event}")
    listed = organiser.get("/organiser/e/spring/mails/words/").text
    assert "Hub, Polish" in listed
    organiser.post(HERE, data={"do": "standard", "part": "hub", "language": "pl"})
    db.session.rollback()
    assert db.session.scalars(select(MailTemplate)).all() == []


def test_what_cannot_be_filled_in_is_said_at_its_field(organiser: FlaskClient) -> None:
    typed = {"subject": "Welcome", "body": "Dear {first_name}, what I typed"}
    answer = organiser.post(HERE, data=typed)
    assert answer.status_code == 422
    assert "{first_name} is nothing that can be filled in here. What can: {name}," in answer.text
    assert "what I typed" in answer.text


def test_codes_have_no_words_of_their_own(organiser: FlaskClient) -> None:
    for kind in ("code.sign_in", "team", "nothing"):
        assert organiser.get(HERE.replace("registration_approved", kind)).status_code == 404
