"""The organisations of an edition, and two made one; also two registrations."""

import re

import pytest
from sqlalchemy import select

from app.domain.states import OrganisationKind, StaffRole
from app.extensions import db
from app.models import Organisation, Registration, Staff
from tests.factory import Factory
from tests.web.organiser.conftest import Organiser


@pytest.fixture
def engine_name() -> str:
    """Pages look the same on both engines."""
    return "sqlite"


def test_looking_and_changing(organiser: Organiser, factory: Factory) -> None:
    firm = factory.organisation(name="Łódź Robotics", slug="robotics")
    factory.registration(organiser.edition, firm)
    factory.registration(organiser.edition, factory.organisation(name="Other"))
    factory.organisation(name="Not here")
    text = organiser.sees("organisations/?q=robot&kind=sme")
    assert "1 of 2 organisations" in text
    assert "Other" not in text
    organiser.sees("organisations/nowhere", 404)
    assert "None is like that" in organiser.sees("organisations/?q=not")
    text = organiser.gets(
        "organisations/robotics", 422, kind="king", country="PL", nuts2="ES21", website="x"
    )
    for words in ("Choose one.", "Choose a region of this country", "such as https://"):
        assert words in text
    text = organiser.gets(
        "organisations/robotics", kind="large_company", country="ES", nuts2="ES21", website=""
    )
    assert "Stored: Łódź Robotics." in text
    db.session.rollback()
    db.session.expire_all()
    assert (firm.kind, firm.country) == (OrganisationKind.LARGE_COMPANY, "ES")


def test_what_others_prepare_too_is_not_changed(organiser: Organiser, factory: Factory) -> None:
    firm = factory.organisation(slug="shared")
    factory.registration(organiser.edition, firm)
    factory.registration(factory.edition(), firm)
    assert "not yours alone to change" in organiser.sees("organisations/shared")
    text = organiser.gets("organisations/shared", kind="hub", country="ES")
    assert "not yours alone to change" in text
    assert firm.kind is OrganisationKind.SME


def test_two_organisations_become_one(organiser: Organiser, factory: Factory) -> None:
    for slug in ("first", "second"):
        firm = factory.organisation(name=slug.title(), slug=slug)
        factory.registration(organiser.edition, firm)
    text = organiser.sees("organisations/first/merge?with=second")
    assert re.search(r"<dt>people</dt><dd>1</dd>", text)
    text = organiser.gets("organisations/first/merge", 303, **{"with": "second"})
    assert "Second is now part of First." in text
    assert "Choose two different" in organiser.sees("organisations/first/merge")
    organiser.sees("organisations/first/merge?with=second", 404)
    left = db.session.scalars(select(Organisation.slug)).all()
    assert left == ["first"]


def test_two_registrations_become_one(organiser: Organiser, factory: Factory) -> None:
    firm = factory.organisation()
    one, two = (factory.registration(organiser.edition, firm, name="Anna") for _ in range(2))
    text = organiser.sees(f"people/{one.public_id}/")
    assert f"people/{one.public_id}/merge/?with={two.public_id}" in text
    text = organiser.sees(f"people/{one.public_id}/merge/?with={two.public_id}")
    assert "Nothing belongs to the second." in text
    address = f"people/{one.public_id}/merge/"
    text = organiser.gets(address, 303, **{"with": two.public_id})
    assert "The two registrations are one now." in text
    assert "merged two registrations" in text
    assert "Choose two different" in organiser.gets(address)
    db.session.expunge(two)  # it is gone, and its number is free again
    stranger = factory.registration(factory.edition())
    organiser.sees(f"{address}?with={stranger.public_id}", 404)
    assert organiser.sends(address, **{"with": stranger.public_id}).status_code == 404
    assert len(db.session.scalars(select(Registration)).all()) == 2
    db.session.rollback()
    staff = db.session.scalars(select(Staff)).one()
    staff.role = StaffRole.SUPPORTING
    db.session.commit()
    organiser.sees(address, 404)
    organiser.sees("organisations/", 403)
