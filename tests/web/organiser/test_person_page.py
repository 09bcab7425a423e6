"""The page of one person, and what an organiser does on it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domain.states import OrganisationKind, RequestState, StaffRole
from app.extensions import db
from app.models import MeetingRequest, Staff
from tests.factory import Factory
from tests.web.organiser.conftest import Organiser


@pytest.fixture
def engine_name() -> str:
    """Pages look the same on both engines."""
    return "sqlite"


def test_everything_about_one_person(organiser: Organiser, factory: Factory) -> None:
    person = factory.registration(organiser.edition, name="Anna Nowak", job_title="CEO")
    twin = factory.registration(organiser.edition, name="Anna Nowak")
    text = organiser.sees(f"people/{person.public_id}/")
    assert "missing: the languages spoken" in text
    assert f"people/{twin.public_id}/" in text
    assert f'href="{organiser.base}/people/{person.public_id}/"' in organiser.sees("people/")
    base = f"people/{person.public_id}"
    text = organiser.gets(f"{base}/notes", text="Comes <late>")
    assert "Comes &lt;late&gt;" in text
    assert "wrote a note: <a" in text
    assert "Write something first." in organiser.gets(f"{base}/notes", 422)
    text = organiser.gets(f"{base}/edit", name="Anna Nowak-Lis", role="speaker", wants_meetings="y")
    assert "Anna Nowak-Lis" in text
    assert "Speaker" in text
    assert "Type a name." in organiser.gets(f"{base}/edit", 422, name="", role="speaker")
    assert "A link to their page goes to" in organiser.gets(f"{base}/link")
    text = organiser.sees("log/?kind=registration")
    assert "sent a link to the person&#39;s page" in text
    assert "wrote a note" not in text


def test_acting_on_behalf(organiser: Organiser, factory: Factory) -> None:
    company = factory.registration(organiser.edition, name="Company")
    hub = factory.registration(
        organiser.edition, factory.organisation(OrganisationKind.HUB, name="Hub")
    )
    base = f"people/{company.public_id}/behalf"
    assert ">Hub</option>" in organiser.sees(f"{base}/requests")
    slug = hub.organisation.slug
    text = organiser.gets(f"{base}/requests", 422, organisation=slug, topic="")
    assert "Say in a few words" in text
    text = organiser.gets(f"{base}/requests", organisation=slug, topic="Arms")
    assert "Hub is asked in their name." in text
    assert "on behalf of Company" in text
    db.session.rollback()  # what was read before is an older sight
    request = db.session.scalars(select(MeetingRequest)).one()
    steps = f"people/{hub.public_id}/behalf/requests/{request.public_id}"
    assert organiser.sends(steps, step="jump").status_code == 422
    assert "Accepted in their name." in organiser.gets(steps, step="accept")
    assert organiser.sends(steps, step="withdraw").status_code == 404  # they did not send it
    text = organiser.gets(f"{base}/requests/{request.public_id}", step="withdraw")
    assert "Withdrawn in their name." in text
    db.session.rollback()
    db.session.expire_all()
    assert request.state is RequestState.WITHDRAWN


def test_times_on_behalf(organiser: Organiser, factory: Factory) -> None:
    factory.block(organiser.edition, slots=2)
    person = factory.registration(organiser.edition)
    base = f"people/{person.public_id}"
    assert "A1" in organiser.sees(f"{base}/behalf/times")
    text = organiser.gets(f"{base}/behalf/times", free=["A2"], wants_meetings="y")
    assert "Stored in their name: free in 1 slots." in text
    assert "free in 1 of 2 slots" in text
    assert "changed when somebody can meet" in text


def test_who_is_not_in_the_scope_is_not_there(browser: FlaskClient, factory: Factory) -> None:
    edition = factory.edition()
    account = factory.account()
    role = StaffRole.SUPPORTING
    factory.add(Staff(account_id=account.id, edition_id=edition.id, role=role, countries=["ES"]))
    factory.sign_in(browser, account)
    organiser = Organiser(browser, edition)
    poland = factory.registration(edition)
    spain = factory.registration(edition, factory.organisation(country="ES"), name="Spain")
    text = organiser.sees("people/")
    assert "Spain" in text
    assert poland.name not in text
    assert "You see the people of your countries" in text
    organiser.sees(f"people/{spain.public_id}/")
    for page in ("", "edit", "behalf/requests", "behalf/times"):
        organiser.sees(f"people/{poland.public_id}/{page}", 404)
    for form in ("edit", "notes", "link", "behalf/requests", "behalf/times"):
        assert organiser.sends(f"people/{poland.public_id}/{form}").status_code == 404
    organiser.sees("log/", 403)
