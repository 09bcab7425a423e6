"""Writing to all whom the filter of the people list finds."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domain.states import EditionState, RegistrationState
from app.extensions import db
from app.models import OutgoingMail
from tests.factory import Factory

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
HERE = "/organiser/e/spring/mails/write/"


@pytest.fixture
def organiser(browser: FlaskClient, factory: Factory) -> FlaskClient:
    edition = factory.edition(slug="spring", name="Spring", state=EditionState.CLOSED)
    factory.sign_in(browser, factory.organiser(edition))
    factory.registration(edition, name="Ada", email="ada@example.org")
    factory.registration(edition, name="Zoe", email="zoe@example.org")
    factory.registration(edition, name="Yes", state=RegistrationState.SUBMITTED)
    return browser


def sent() -> list[tuple[str, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    return [(row.kind, row.recipient) for row in rows]


def test_it_is_shown_tried_and_sent_to_those_of_the_filter(organiser: FlaskClient) -> None:
    listed = organiser.get("/organiser/e/spring/people/?state=approved&columns=email").text
    assert "/organiser/e/spring/mails/write/?" in listed
    page = organiser.get(f"{HERE}?state=approved").text
    assert "Write to 2 people" in page
    assert "Europe/Warsaw" in page or "Warsaw" in page
    found = re.search(r'name="announcement" value="(\w{15})"', page)
    assert found is not None
    typed = {
        "state": "approved",
        "announcement": found[1],
        "subject_en": "Thank you",
        "body_en": "Dear {name},\n\nthank you.",
        "who": "zoe",
    }
    shown = organiser.post(HERE, data={**typed, "do": "show"})
    assert "Dear Zoe," in shown.text
    assert "thank you." in shown.text
    assert sent() == []
    tried = organiser.post(HERE, data={**typed, "do": "trial"})
    assert "A test mail goes to" in tried.text
    assert [kind for kind, _ in sent()] == ["trial"]
    done = organiser.post(HERE, data={**typed, "do": "send"}, follow_redirects=True)
    assert "2 mails are on their way." in done.text
    again = organiser.post(HERE, data={**typed, "do": "send"})
    assert (again.status_code, "on its way already" in again.text) == (422, True)
    assert sorted(sent()[1:]) == [
        ("announcement", "ada@example.org"),
        ("announcement", "zoe@example.org"),
    ]


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    organiser: FlaskClient,
) -> None:
    typed = {"announcement": "a" * 15, "subject_en": "", "body_en": "My {secret} words"}
    answer = organiser.post(HERE, data={**typed, "day": "2001-01-01", "at": "09:30"})
    assert answer.status_code == 422
    assert "{secret} is nothing that can be filled in here." in answer.text
    assert "My {secret} words" in answer.text
    assert 'id="subject_en-error"' in answer.text
    late = organiser.post(
        HERE, data={**typed, "subject_en": "x", "body_en": "y", "day": "2001-01-01", "at": "09:30"}
    )
    assert 'id="day-error"' in late.text
    assert "2001-01-01" in late.text
    assert sent() == []
