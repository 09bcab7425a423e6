"""The people page: look, filter, tick, decide."""

from collections.abc import Callable
from datetime import datetime

from app.domain.states import RegistrationState
from app.extensions import db
from app.models import Edition, Registration
from tests.factory import Factory
from tests.services.published import PublishedEvent
from tests.web.organiser.conftest import Organiser

SUBMITTED = RegistrationState.SUBMITTED


def test_nobody_yet(organiser: Organiser) -> None:
    assert "Nobody has registered yet" in organiser.sees("people/")
    text = organiser.gets("people/approve-all")
    assert "Nobody waits for approval." in text


def test_looking_for_people(organiser: Organiser, factory: Factory) -> None:
    factory.registration(organiser.edition, name="Anna Łódzka", state=SUBMITTED)
    factory.registration(organiser.edition, name="Bruno")
    text = organiser.sees("people/")
    assert "2 people: who waits first, then the latest" in text
    assert "Approve the one who waits" in text
    text = organiser.sees("people/?state=submitted&kind=sme&q=anna")
    assert "1 of 2 people" in text
    assert "Bruno" not in text
    assert "Nobody is like that" in organiser.sees("people/?q=zzz")
    assert "2 people" in organiser.sees("people/?state=x&kind=y&page=z")


def test_one_by_its_button_keeps_the_filter(organiser: Organiser, factory: Factory) -> None:
    person = factory.registration(organiser.edition, name="Anna", state=SUBMITTED)
    other = factory.registration(organiser.edition, state=SUBMITTED)
    answer = organiser.sends(
        "people/", decision=f"approved:{person.public_id}", state="submitted", q="a", page="1"
    )
    assert answer.location == f"{organiser.base}/people/?state=submitted&q=a&page=1"
    assert "1 person is approved." in organiser.sees("people/")
    db.session.expire_all()
    assert (person.state, other.state) == (RegistrationState.APPROVED, SUBMITTED)


def test_many_by_ticking(organiser: Organiser, factory: Factory) -> None:
    people = [factory.registration(organiser.edition, state=SUBMITTED) for _ in range(3)]
    chosen = [one.public_id for one in people[:2]]
    text = organiser.gets("people/", decision="waitlisted", person=chosen)
    assert "2 people are on the waiting list." in text
    text = organiser.gets("people/", decision="rejected", person=chosen)
    assert "2 people are rejected." in text
    assert "Approve the one who waits" in text
    assert "1 person is approved." in organiser.gets("people/approve-all")


def test_what_goes_with_a_rejection_is_said(organiser: Organiser, factory: Factory) -> None:
    person = factory.registration(organiser.edition)
    factory.request(person, factory.organisation())
    text = organiser.gets("people/", decision="rejected", person=person.public_id)
    assert "1 person is rejected. 1 of their requests is void." in text


def test_who_has_meetings_is_named(
    organise: Callable[[Edition], Organiser], factory: Factory, now: datetime
) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), now=now)
    organiser = organise(event.edition)
    text = organiser.gets("people/", decision="rejected", person=event.visitors[0].public_id)
    assert "Visitor 0 has meetings on the live schedule" in text


def test_nobody_ticked_and_no_such_decision(organiser: Organiser, factory: Factory) -> None:
    factory.registration(organiser.edition)
    assert "Tick at least one person first." in organiser.gets("people/", decision="approved")
    assert organiser.sends("people/", decision="cancelled").status_code == 422
    assert organiser.sends("people/").status_code == 422


def test_a_second_page(organiser: Organiser, factory: Factory) -> None:
    company = factory.organisation()
    for number in range(51):
        db.session.add(
            Registration(
                edition_id=organiser.edition.id,
                organisation_id=company.id,
                name=f"Person {number:02}",
                email=f"p{number}@example.org",
                state=SUBMITTED,
                created_at=factory.now,
            )
        )
    db.session.commit()
    text = organiser.sees("people/?state=submitted")
    assert f'href="{organiser.base}/people/?page=2&amp;state=submitted"' in text
    assert organiser.sees("people/?state=submitted&page=2").count('name="person"') == 1
    assert "Approve all 51 who wait" in text
