"""Who is responsible, how long data stays, and erasing one person."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import ConflictError
from app.domain.states import EditionState
from app.extensions import db
from app.models import AuditEntry, Edition, Registration
from app.services import editions
from tests.factory import Factory
from tests.web.organiser.conftest import Organiser

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
TYPED: dict[str, Any] = {
    "controller": "Ministry of  Examples",
    "controller_contact": "privacy@example.org",
    "legal_basis": "Article 6(1)(e)",
    "privacy_note": "First.\nSecond.",
    "retention_months": "6",
}


def test_what_the_owner_types_is_what_visitors_read(organiser: Organiser) -> None:
    assert "Nobody is named as responsible yet" in organiser.sees("privacy/")
    text = organiser.gets("privacy/", **TYPED)
    assert "Stored." in text
    assert "Nobody is named" not in text
    # The edition ends on 19 May 2027: six months on, and 30 days on.
    assert "19 November 2027" in text
    assert "18 June 2027" in text
    public = organiser.visits(f"/e/{organiser.edition.slug}/privacy")
    for words in ("Ministry of Examples", "privacy@example.org", "Article 6(1)(e)", "6 months"):
        assert words in public


def test_every_fault_is_beside_its_field_and_nothing_is_stored(organiser: Organiser) -> None:
    typed = TYPED | {"retention_months": "0", "controller": "x" * 401}
    text = organiser.gets("privacy/", status=422, **typed)
    assert "From 1 to 120 months." in text
    assert "At most 400 characters." in text
    assert db.session.get_one(Edition, organiser.edition.id).controller == ""


def test_production_opens_no_registration_before_somebody_is_responsible(
    app: Flask, factory: Factory
) -> None:
    edition = factory.edition(state=EditionState.DRAFT)
    app.config["HUBMEET_ENV"] = "production"
    with pytest.raises(ConflictError, match="Nobody is named as responsible"):
        editions.change_state(edition, EditionState.REGISTRATION_OPEN)
    edition.controller, edition.controller_contact = "Ministry", "privacy@example.org"
    db.session.commit()
    editions.change_state(edition, EditionState.REGISTRATION_OPEN)
    assert edition.state is EditionState.REGISTRATION_OPEN


def test_an_owner_erases_a_person_after_typing_the_address(
    organise: Callable[[Edition], Organiser], factory: Factory
) -> None:
    edition = factory.edition()
    person = factory.registration(edition, name="Delegate who goes", email="goes@example.org")
    organiser = organise(edition)
    address = f"privacy/people/{person.public_id}"
    assert "Erase Delegate who goes" in organiser.gets("privacy/find", email=" Goes@example.org ")
    assert "Nobody of this event has this address." in organiser.gets("privacy/find", email="x@y.z")
    assert "Type goes@example.org to confirm." in organiser.gets(address, status=422, email="x")
    assert "The person is erased." in organiser.gets(address, email="goes@example.org")
    db.session.rollback()
    db.session.expire_all()
    assert db.session.get_one(Registration, person.id).name == "removed participant"
    deeds = db.session.scalars(select(AuditEntry.action)).all()
    assert "registration.erase" in deeds
