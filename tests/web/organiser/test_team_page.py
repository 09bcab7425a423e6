"""The page of the team."""

import re

import pytest
from sqlalchemy import select

from app.domain.states import StaffRole
from app.extensions import db
from app.models import Staff
from tests.factory import Factory
from tests.web.organiser.conftest import Organiser


@pytest.fixture
def engine_name() -> str:
    """Pages look the same on both engines."""
    return "sqlite"


def test_adding_changing_and_removing(organiser: Organiser, factory: Factory) -> None:
    account = factory.account("friend@example.org", name="Friend")
    text = organiser.gets("team/", email="friend@example.org", role="supporting", countries=["ES"])
    assert "Friend belongs to the team and gets a mail." in text
    assert "Spain" in text
    assert "of the whole series; not changed here" in text
    staff = db.session.scalars(select(Staff).where(Staff.account_id == account.id)).one()
    text = organiser.sees(f"team/{staff.id}")
    assert re.findall(r'checked [^>]*value="([^"]*)"', text) == ["supporting", "ES"]
    text = organiser.gets(f"team/{staff.id}", role="desk", was="supporting")
    assert "The role of Friend is stored." in text
    text = organiser.gets(f"team/{staff.id}/remove", was="supporting")
    assert "Somebody else changed this person" in text
    text = organiser.gets(f"team/{staff.id}/remove", was="desk")
    assert "Friend does not belong to the team any more." in text


def test_faults_stand_beside_their_fields(organiser: Organiser) -> None:
    text = organiser.gets("team/", 422, email="x@", role="king", countries=["ES"])
    assert 'value="x@"' in text
    assert "This is not an e-mail address" in text
    assert "Choose a role." in text
    for address in ("team/99", "team/99999999999999999999"):
        organiser.sees(address, 404)
    assert organiser.sends("team/1/remove", was="king").status_code == 422


def test_a_role_taken_away_ends_at_the_next_request(organiser: Organiser, factory: Factory) -> None:
    me = db.session.scalars(select(Staff)).one()
    factory.add(Staff(account_id=factory.account().id, series_id=me.series_id, role=me.role))
    me.series_id, me.edition_id = None, organiser.edition.id
    db.session.commit()
    text = organiser.gets(f"team/{me.id}", role="reader", was="owner")
    assert "The role of" in text
    organiser.sees("team/", 403)
    db.session.expire_all()
    assert me.role is StaffRole.READER
