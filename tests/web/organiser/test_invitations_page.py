"""Inviting people to register; a supporting organiser sees their own invitations only."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domain.states import StaffRole
from app.extensions import db
from app.models import Invitation, OutgoingMail
from tests.factory import Factory
from tests.web.organiser.conftest import Organiser


@pytest.fixture
def engine_name() -> str:
    """Pages look the same on both engines."""
    return "sqlite"


def test_all_or_none_are_invited(organiser: Organiser, factory: Factory) -> None:
    factory.registration(organiser.edition, email="here@example.org")
    text = organiser.gets("people/invitations/", 422, emails="a@example.org, x here@example.org")
    assert "“x” is not an e-mail address. here@example.org is registered already." in text
    assert db.session.scalars(select(Invitation)).all() == []
    db.session.rollback()
    text = organiser.gets(
        "people/invitations/", emails="a@example.org\nb@example.org;a@example.org", part="press"
    )
    assert "2 invitations go out." in text
    mails = db.session.scalars(select(OutgoingMail.recipient).order_by(OutgoingMail.id)).all()
    assert mails == ["a@example.org", "b@example.org"]
    first = db.session.scalars(select(Invitation).order_by(Invitation.id)).first()
    assert first
    db.session.rollback()
    text = organiser.gets("people/invitations/withdraw", invitation=first.public_id)
    assert "The invitation is void." in text
    assert "a@example.org" not in text
    assert "invited somebody to register" in organiser.sees("log/?kind=invitation")


def test_everybody_sees_their_own(browser: FlaskClient, factory: Factory) -> None:
    edition = factory.edition()
    first, second = (factory.organiser(edition, StaffRole.SUPPORTING) for _ in range(2))
    factory.sign_in(browser, first)
    organiser = Organiser(browser, edition)
    organiser.gets("people/invitations/", emails="a@example.org")
    (row,) = db.session.scalars(select(Invitation)).all()
    number = row.public_id
    db.session.rollback()
    factory.sign_in(browser, second)
    assert "None is open." in organiser.sees("people/invitations/")
    text = organiser.gets("people/invitations/withdraw", invitation=number)
    assert "There is no such invitation any more." in text
    factory.sign_in(browser, first)
    assert "a@example.org" in organiser.sees("people/invitations/")
