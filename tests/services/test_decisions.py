"""What organisers decide about people: who goes, who is left out, who is told."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.states import OrganisationKind, RegistrationState, RequestState
from app.extensions import db
from app.models import AuditEntry, Edition, MeetingRequest, OutgoingMail, Registration
from app.services.decision_preview import decision_preview
from app.services.decisions import (
    HAS_MEETINGS,
    NO_PLACE,
    Decided,
    LeftOut,
    decide,
)
from app.services.people_scope import PeopleScope
from tests.factory import Factory
from tests.services.at_once import at_once
from tests.services.published import PublishedEvent

APPROVED, REJECTED = RegistrationState.APPROVED, RegistrationState.REJECTED
SUBMITTED, WAITLISTED = RegistrationState.SUBMITTED, RegistrationState.WAITLISTED


def deciding(
    edition: Edition, people: list[Registration], state: RegistrationState, now: datetime
) -> Decided:
    ids = [one.public_id for one in people]
    return decide(PeopleScope(edition, 7), ids, state, by=7, now=now)


def mails() -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(OutgoingMail.recipient, OutgoingMail.kind).order_by(OutgoingMail.id)
    )
    return [(to, kind) for to, kind in rows]


def test_approving_is_mailed_and_noted_once(factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    people = [
        factory.registration(edition, state=SUBMITTED, email=f"p{number}@example.org")
        for number in range(2)
    ]
    done = deciding(edition, people, APPROVED, now)
    assert (done.done, done.requests_void, done.left_out) == (2, 0, ())
    assert [(one.state, one.decided_at) for one in people] == [(APPROVED, now)] * 2
    again = deciding(edition, people, APPROVED, now + timedelta(hours=1))
    assert {one.reason for one in again.left_out} == {"is approved already"}
    assert mails() == [
        ("p0@example.org", "registration_approved"),
        ("p1@example.org", "registration_approved"),
    ]
    entries = db.session.execute(
        select(AuditEntry.action, AuditEntry.actor_account_id, AuditEntry.object_id)
    ).all()
    assert sorted(entries) == sorted(("registration.approve", 7, one.public_id) for one in people)


def test_what_cannot_become_is_left_out_and_named(factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    waiting = factory.registration(edition, state=SUBMITTED)
    approved = factory.registration(edition, name="Anna")
    done = deciding(edition, [waiting, approved], WAITLISTED, now)
    assert done.done == 1
    assert done.left_out == (LeftOut("Anna", "is approved and cannot become waitlisted"),)
    assert (waiting.state, waiting.waiting_since, approved.state) == (WAITLISTED, now, APPROVED)


def test_places_go_to_who_waited_longest(factory: Factory, now: datetime) -> None:
    edition = factory.edition(registration_capacity=3, part_capacities={"hub": 1})
    factory.registration(edition)  # holds one of three places
    late = factory.registration(edition, state=SUBMITTED, name="Late",
                                created_at=now + timedelta(hours=1))  # fmt: skip
    early = factory.registration(edition, state=WAITLISTED, name="Early",
                                 waiting_since=now - timedelta(days=1))  # fmt: skip
    hubs = [
        factory.registration(edition, factory.organisation(OrganisationKind.HUB), state=SUBMITTED,
                             name=f"Hub {number}", created_at=now + timedelta(minutes=number))
        for number in range(2)
    ]  # fmt: skip
    shown = decision_preview(
        PeopleScope(edition, 7), [one.public_id for one in (late, early, *hubs)], APPROVED
    )
    # Two of three places are left; the second hub is one hub too many, Late one person too many.
    assert [one.name for one in shown.going] == ["Early", "Hub 0"]
    assert shown.left_out == {NO_PLACE: ("Hub 1", "Late")}
    done = deciding(edition, [late, early, *hubs], APPROVED, now)
    assert (done.done, [one.name for one in done.left_out]) == (2, ["Hub 1", "Late"])
    assert early.waiting_since is None


def test_a_freed_place_goes_down_the_list(factory: Factory, now: datetime) -> None:
    edition = factory.edition(registration_capacity=1)
    person = factory.registration(edition, email="out@example.org")
    waits = factory.registration(edition, state=WAITLISTED, email="in@example.org")
    deciding(edition, [person], REJECTED, now)
    assert waits.state is RegistrationState.OFFERED
    assert mails() == [
        ("out@example.org", "registration_rejected"),
        ("in@example.org", "registration_offered"),
    ]


def test_a_rejected_persons_requests_are_void(factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    hub = factory.organisation(OrganisationKind.HUB)
    person, other = factory.registration(edition), factory.registration(edition)
    member = factory.registration(edition, hub)
    factory.request(person, hub)
    factory.request(other, member)
    done = deciding(edition, [person], REJECTED, now)
    assert (done.done, done.requests_void) == (1, 1)
    states = db.session.scalars(select(MeetingRequest.state).order_by(MeetingRequest.id)).all()
    assert states == [RequestState.VOID, RequestState.ACCEPTED]
    assert deciding(edition, [member], REJECTED, now).requests_void == 1


def test_who_has_a_meeting_is_not_rejected(factory: Factory, now: datetime) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), now=now)
    visitor = event.visitors[0]
    before = mails()
    done = deciding(event.edition, [visitor], REJECTED, now)
    assert (done.done, done.left_out) == (0, (LeftOut("Visitor 0", HAS_MEETINGS),))
    db.session.expire_all()
    assert visitor.state is APPROVED
    assert event.requests[0].state is RequestState.ACCEPTED
    assert mails() == before


def test_one_stranger_and_the_whole_is_refused(factory: Factory, now: datetime) -> None:
    stranger = factory.registration(factory.edition(), state=SUBMITTED)
    edition = factory.edition()
    person = factory.registration(edition, state=SUBMITTED)
    with pytest.raises(NotFoundError):
        deciding(edition, [person, stranger], APPROVED, now)
    spain = PeopleScope(edition, 7, frozenset({"ES"}))
    with pytest.raises(NotFoundError):
        decide(spain, [person.public_id], APPROVED, by=7, now=now)
    with pytest.raises(InvalidInputError, match="Tick at least one person first"):
        deciding(edition, [], APPROVED, now)
    with pytest.raises(InvalidInputError):
        deciding(edition, [person], RegistrationState.CANCELLED, now)
    assert (person.state, stranger.state, mails()) == (SUBMITTED, SUBMITTED, [])


def test_the_letter_of_a_chosen_person(factory: Factory) -> None:
    edition = factory.edition()
    factory.registration(edition, state=WAITLISTED)
    people = [
        factory.registration(edition, state=SUBMITTED, name=f"Delegate {number}")
        for number in range(2)
    ]
    ids = [one.public_id for one in people]
    shown = decision_preview(PeopleScope(edition, 7), ids, WAITLISTED, shown=ids[1])
    assert shown.shown == people[1]
    assert shown.letter
    assert shown.letter.greeting == "Hello Delegate 1,"
    # One waits already, Delegate 0 comes second, Delegate 1 third.
    assert "number 3 on the waiting list" in shown.letter.certain[0]
    assert people[1].state is SUBMITTED


def test_two_approve_the_last_place_at_once(app: Flask, factory: Factory, now: datetime) -> None:
    edition = factory.edition(registration_capacity=1)
    edition_id = edition.id
    ids = [factory.registration(edition, state=SUBMITTED).public_id for _ in range(4)]
    db.session.commit()

    def approving(public_id: str) -> Callable[[], Decided]:
        def step() -> Decided:
            found = db.session.get(Edition, edition_id)
            assert found
            return decide(PeopleScope(found, 7), [public_id], APPROVED, by=7, now=now)

        return step

    assert at_once(app, [approving(one) for one in ids]) == {"done": 4}
    approved = select(func.count()).select_from(Registration).where(Registration.state == APPROVED)
    assert db.session.scalar(approved) == 1
    assert len(mails()) == 1
