"""What organisers decide about the people who registered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update

from app.domain.errors import InvalidInputError
from app.domain.states import MeetingState, RegistrationState, RequestState, VersionKind
from app.extensions import db
from app.models import Attendance, Edition, Meeting, MeetingRequest, Registration, ScheduleVersion
from app.services import edition_lock, person_locks
from app.services.people import DECISIONS
from app.services.transaction import writing


@dataclass(frozen=True)
class Decided:
    """What came of a decision: how many, which requests went with it, and who was left out."""

    done: int
    requests_void: int
    left_out: tuple[str, ...]


def decide(
    edition: Edition, public_ids: Collection[str], state: RegistrationState, *, now: datetime
) -> Decided:
    """Approve, reject or put on the waiting list; who cannot be is named, with the reason.

    Whoever has a meeting on the live schedule stays: nothing is cancelled as a side effect. The
    living requests of a rejected person become void.
    """
    with writing():
        edition_lock.hold(edition)
        people = db.session.scalars(
            select(Registration)
            .where(Registration.edition_id == edition.id, Registration.public_id.in_(public_ids))
            .order_by(Registration.name, Registration.id)
        ).all()
        person_locks.hold(*people)
        if not people or state not in DECISIONS:
            text = "Tick at least one person first."
            raise InvalidInputError(text, {"people": text})
        busy = _with_meetings([person.id for person in people])
        reasons = {person.id: _reason_against(person, state, busy) for person in people}
        chosen = [person for person in people if not reasons[person.id]]
        for person in chosen:
            person.state, person.decided_at = state, now
        rejected = state is RegistrationState.REJECTED
        void = _void_requests([person.id for person in chosen], now=now) if rejected else 0
        left_out = tuple(reasons[person.id] for person in people if reasons[person.id])
        return Decided(len(chosen), void, left_out)


def decide_all_waiting(edition: Edition, *, now: datetime) -> Decided:
    """Approve everybody who waits for it."""
    waiting = db.session.scalars(
        select(Registration.public_id).where(
            Registration.edition_id == edition.id,
            Registration.state == RegistrationState.SUBMITTED,
        )
    ).all()
    return decide(edition, waiting, RegistrationState.APPROVED, now=now)


def _reason_against(person: Registration, state: RegistrationState, busy: frozenset[int]) -> str:
    if not person.state.may_become(state):
        return f"{person.name} is {person.state.value} and cannot become {state.value}."
    if state is not RegistrationState.APPROVED and person.id in busy:
        return f"{person.name} has meetings on the live schedule: they have to be cancelled first."
    return ""


def _with_meetings(people: Collection[int]) -> frozenset[int]:
    """Which of these registrations have a meeting on the live schedule."""
    return frozenset(
        db.session.scalars(
            select(Attendance.registration_id)
            .join(Meeting, Meeting.id == Attendance.meeting_id)
            .join(ScheduleVersion, ScheduleVersion.id == Meeting.version_id)
            .where(
                Attendance.registration_id.in_(people),
                ScheduleVersion.kind == VersionKind.LIVE,
                Meeting.state == MeetingState.PLANNED,
            )
        )
    )


def _void_requests(people: Collection[int], *, now: datetime) -> int:
    """End the living requests that these people sent or that name them; gives how many."""
    ended = db.session.scalars(
        update(MeetingRequest)
        .where(
            or_(
                MeetingRequest.from_registration_id.in_(people),
                MeetingRequest.to_registration_id.in_(people),
            ),
            MeetingRequest.state.in_([RequestState.PENDING, RequestState.ACCEPTED]),
        )
        .values(state=RequestState.VOID, answered_at=now)
        .returning(MeetingRequest.id)
        .execution_options(synchronize_session=False)
    )
    return len(ended.all())
