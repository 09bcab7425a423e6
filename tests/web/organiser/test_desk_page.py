"""The pages of the registration desk."""

import pytest
from flask.testing import FlaskClient

from app.domain.states import StaffRole
from tests.factory import Factory
from tests.web.organiser.conftest import Organiser


@pytest.fixture
def engine_name() -> str:
    """Pages look the same on both engines."""
    return "sqlite"


def test_the_desk(browser: FlaskClient, factory: Factory) -> None:
    edition = factory.edition()
    factory.sign_in(browser, factory.organiser(edition, StaffRole.DESK))
    organiser = Organiser(browser, edition)
    person = factory.registration(edition, name="Anna Nowak")
    assert "Type two letters or more" in organiser.sees("desk/")
    assert "Check in" in organiser.sees("desk/?q=nowak")
    text = organiser.gets("desk/check-in", person=person.public_id, q="nowak")
    assert "Anna Nowak is checked in." in text
    assert "in since" in text
    text = organiser.gets("desk/check-in", person=person.public_id, q="nowak")
    assert "is checked in already, or is not approved" in text
    text = organiser.gets("desk/check-in", person=person.public_id, q="nowak", undo="1")
    assert "Anna Nowak is not checked in any more." in text
    assert "Nobody is found." in organiser.sees("desk/?q=nobody")
    assert 'value="nobody"' in organiser.sees("desk/walk-in?q=nobody")
    text = organiser.gets("desk/walk-in", 422, name="New", email="x")
    assert 'value="New"' in text
    assert "agree first" in text
    form = {"name": "New", "email": "new@example.org", "organisation": "Firm", "kind": "sme"}
    text = organiser.gets("desk/walk-in", 303, **form, country="PL", agreed="y")
    assert "New is registered and checked in." in text
    organiser.sees("people/", 403)
