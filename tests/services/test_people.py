"""The list of people, and what is decided about them."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.domain.errors import InvalidInputError
from app.domain.states import OrganisationKind, RegistrationState, RequestState
from app.extensions import db
from app.models import MeetingRequest, Registration
from app.services.decisions import decide, decide_all_waiting
from app.services.people import PeopleFilter, people_page
from tests.factory import Factory
from tests.services.published import PublishedEvent

APPROVED, REJECTED = RegistrationState.APPROVED, RegistrationState.REJECTED
SUBMITTED, WAITLISTED = RegistrationState.SUBMITTED, RegistrationState.WAITLISTED


def test_who_waits_comes_first_then_the_latest(factory: Factory) -> None:
    edition = factory.edition()
    factory.registration(edition, name="Early")
    factory.registration(edition, name="Late", created_at=factory.now + timedelta(hours=1))
    factory.registration(edition, name="Waits", state=SUBMITTED)
    factory.registration(factory.edition(), name="Elsewhere")
    page = people_page(edition, PeopleFilter())
    assert [one.name for one in page.people] == ["Waits", "Late", "Early"]
    assert (page.found, page.total, page.pages) == (3, 3, 1)
    assert dict(page.states) == {APPROVED: 2, SUBMITTED: 1}
    assert [one.choices for one in page.people] == [
        (APPROVED, WAITLISTED, REJECTED),
        (REJECTED,),
        (REJECTED,),
    ]


def test_the_filter(factory: Factory) -> None:
    edition = factory.edition()
    hub = factory.organisation(OrganisationKind.HUB, name="Hub of Łódź")
    factory.registration(edition, hub, name="Zofia Łódzka")
    factory.registration(edition, name="Adam", email="adam@firm.example", state=SUBMITTED)

    def found(wanted: PeopleFilter) -> list[str]:
        return [one.name for one in people_page(edition, wanted).people]

    assert found(PeopleFilter(state=SUBMITTED)) == ["Adam"]
    assert found(PeopleFilter(kind=OrganisationKind.HUB)) == ["Zofia Łódzka"]
    assert found(PeopleFilter(text="hub zofia")) == ["Zofia Łódzka"]
    assert found(PeopleFilter(text="FIRM.example")) == ["Adam"]
    assert found(PeopleFilter(text="firm", state=APPROVED)) == []
    assert PeopleFilter().is_empty
    assert not PeopleFilter(text="x").is_empty


def test_fifty_a_page(factory: Factory) -> None:
    edition = factory.edition()
    company = factory.organisation()
    for number in range(51):
        db.session.add(
            Registration(
                edition_id=edition.id,
                organisation_id=company.id,
                name=f"Person {number}",
                email=f"p{number}@example.org",
                created_at=factory.now,
            )
        )
    db.session.commit()
    page = people_page(edition, PeopleFilter())
    assert (len(page.people), page.number, page.pages) == (50, 1, 2)
    last = people_page(edition, PeopleFilter(), 9)
    assert (len(last.people), last.number) == (1, 2)
    assert people_page(edition, PeopleFilter(), -1).number == 1


def test_requests_that_concern_a_person_are_counted(factory: Factory) -> None:
    edition = factory.edition()
    hub = factory.organisation(OrganisationKind.HUB)
    first = factory.registration(edition, hub, name="First")
    factory.registration(edition, hub, name="Second")
    asking = [factory.registration(edition, name=f"Asks {number}") for number in range(3)]
    factory.request(asking[0], hub)
    factory.request(asking[1], first)
    factory.request(asking[2], hub, state=RequestState.DECLINED)
    numbers = {one.name: one.requests for one in people_page(edition, PeopleFilter()).people}
    # The first is meant by name once and as whoever fits once; a declined request is over.
    assert numbers == {"First": 2, "Second": 1, "Asks 0": 1, "Asks 1": 1, "Asks 2": 0}


def test_approving_one_and_all(factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    people = [factory.registration(edition, state=SUBMITTED) for _ in range(3)]
    done = decide(edition, [people[0].public_id], APPROVED, now=now)
    assert (done.done, done.requests_void, done.left_out) == (1, 0, ())
    assert (people[0].state, people[0].decided_at) == (APPROVED, now)
    decide(edition, [people[1].public_id], WAITLISTED, now=now)
    assert decide_all_waiting(edition, now=now).done == 1
    db.session.expire_all()
    assert [one.state for one in people] == [APPROVED, WAITLISTED, APPROVED]


def test_what_cannot_become_is_left_out_and_named(factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    waiting = factory.registration(edition, state=SUBMITTED)
    approved = factory.registration(edition, name="Anna")
    chosen = [waiting.public_id, approved.public_id]
    done = decide(edition, chosen, WAITLISTED, now=now)
    assert (done.done, done.left_out) == (1, ("Anna is approved and cannot become waitlisted.",))
    assert (waiting.state, approved.state) == (WAITLISTED, APPROVED)


def test_a_rejected_persons_requests_are_void(factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    hub = factory.organisation(OrganisationKind.HUB)
    person, other = factory.registration(edition), factory.registration(edition)
    member = factory.registration(edition, hub)
    factory.request(person, hub)
    factory.request(other, member)
    done = decide(edition, [person.public_id], REJECTED, now=now)
    assert (done.done, done.requests_void) == (1, 1)
    states = db.session.scalars(select(MeetingRequest.state).order_by(MeetingRequest.id)).all()
    assert states == [RequestState.VOID, RequestState.ACCEPTED]
    assert decide(edition, [member.public_id], REJECTED, now=now).requests_void == 1


def test_who_has_a_meeting_is_not_rejected(factory: Factory, now: datetime) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), now=now)
    visitor = event.visitors[0]
    done = decide(event.edition, [visitor.public_id], REJECTED, now=now)
    text = "Visitor 0 has meetings on the live schedule: they have to be cancelled first."
    assert (done.done, done.left_out) == (0, (text,))
    db.session.expire_all()
    assert visitor.state is APPROVED
    assert event.requests[0].state is RequestState.ACCEPTED


def test_nobody_and_other_editions_people_are_refused(factory: Factory, now: datetime) -> None:
    stranger = factory.registration(factory.edition(), state=SUBMITTED)
    edition = factory.edition()
    for chosen in ([], [stranger.public_id]):
        with pytest.raises(InvalidInputError, match="Tick at least one person first"):
            decide(edition, chosen, APPROVED, now=now)
    assert stranger.state is SUBMITTED
    person = factory.registration(edition, state=SUBMITTED)
    with pytest.raises(InvalidInputError):
        decide(edition, [person.public_id], RegistrationState.CANCELLED, now=now)
