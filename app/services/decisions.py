"""What organisers decide about the people who registered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.engine import CursorResult

from app.domain.errors import InvalidInputError
from app.domain.letters import Letter
from app.domain.states import MeetingState, RegistrationState, RequestState, VersionKind
from app.domain.words import later
from app.extensions import db
from app.models import Attendance, Edition, Meeting, MeetingRequest, Registration, ScheduleVersion
from app.services import audit, capacity, edition_lock
from app.services.letters import registration as letters
from app.services.people_rows import DECISIONS
from app.services.people_scope import PeopleScope, people_in
from app.services.registration_mails import tell
from app.services.transaction import writing
from app.services.waiting_list import fill_places
from app.services.waiting_order import end_of_list

APPROVED, REJECTED = RegistrationState.APPROVED, RegistrationState.REJECTED
WAITLISTED = RegistrationState.WAITLISTED
DEEDS = {APPROVED: "approve", REJECTED: "reject", WAITLISTED: "waitlist"}
TICK = later("Tick at least one person first.")
HAS_MEETINGS = later("has meetings on the live schedule: they have to be cancelled first")
NO_PLACE = later("no place is left for them: raise the limit, or put them on the waiting list")
CHANGED = later("changed meanwhile")


@dataclass(frozen=True)
class LeftOut:
    """Somebody who cannot be decided so, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """Who would be decided so, in the order in which they come to a place, and who not."""

    going: tuple[Registration, ...]
    left_out: tuple[LeftOut, ...]
    waiting: int


@dataclass(frozen=True)
class Decided:
    """What came of a decision: how many, which requests went with it, and who was left out."""

    done: int
    requests_void: int
    left_out: tuple[LeftOut, ...]


def plan(scope: PeopleScope, public_ids: Collection[str], state: RegistrationState) -> Plan:
    """What a decision would come to now, changing nothing.

    Raises InvalidInputError where nobody is chosen, NotFoundError for whoever is not in the
    scope: then nothing is decided about the others either.
    """
    return _plan(scope, people_in(scope, public_ids), state)


def decide(
    scope: PeopleScope,
    public_ids: Collection[str],
    state: RegistrationState,
    *,
    by: int,
    now: datetime,
) -> Decided:
    """Approve, reject or put on the waiting list; each is told by one mail.

    Whoever has a meeting on the live schedule stays: nothing is cancelled as a side effect. The
    living requests of a rejected person become void, and a freed place goes down the list.
    """
    with writing():
        edition_lock.hold(scope.edition)
        made = _plan(scope, people_in(scope, public_ids, lock=True), state)
        late, gone = [], []
        for person in made.going:
            if not _swap(scope.edition, person, state, now=now):
                late.append(LeftOut(person.name, CHANGED))
                continue
            gone.append(person)
            _note_and_tell(person, state, made.waiting + len(gone), by=by, now=now)
        void = 0
        if state is REJECTED:
            void = _void_requests([person.id for person in gone], now=now)
            fill_places(scope.edition, now=now)
        return Decided(len(gone), void, (*made.left_out, *late))


def letter_of(person: Registration, state: RegistrationState, position: int) -> Letter:
    """The mail that tells the person; `position` is their number on the waiting list."""
    if state is APPROVED:
        return letters.approved(person)
    return letters.waitlisted(person, position) if state is WAITLISTED else letters.rejected(person)


def _plan(scope: PeopleScope, people: Sequence[Registration], state: RegistrationState) -> Plan:
    if not people or state not in DECISIONS:
        raise InvalidInputError(TICK, {"people": TICK})
    busy = _with_meetings([person.id for person in people])
    reasons = {person.id: _reason_against(person, state, busy) for person in people}
    if state is APPROVED:
        ready = [person for person in people if not reasons[person.id]]
        reasons |= _without_a_place(scope.edition, ready)
    going = [person for person in people if not reasons[person.id]]
    waiting = select(func.count(Registration.id)).where(
        Registration.edition_id == scope.edition.id, Registration.state == WAITLISTED
    )
    return Plan(
        tuple(sorted(going, key=_turn)),
        tuple(LeftOut(one.name, reasons[one.id]) for one in people if reasons[one.id]),
        db.session.scalar(waiting) or 0,
    )


def _turn(person: Registration) -> tuple[datetime, int]:
    """Who waited longest comes first."""
    return person.waiting_since or person.created_at, person.id


def _reason_against(person: Registration, state: RegistrationState, busy: frozenset[int]) -> str:
    if person.erased_at is not None:
        return later("is erased")
    if person.state is state:
        return later("is %(value)s already", value=state.value)
    if not person.state.may_become(state):
        return later(
            "is %(value)s and cannot become %(value_2)s",
            value=person.state.value,
            value_2=state.value,
        )
    return HAS_MEETINGS if state is not APPROVED and person.id in busy else ""


def _without_a_place(edition: Edition, people: Sequence[Registration]) -> Mapping[int, str]:
    """Who of these finds no place left, in the order in which they waited."""
    places = capacity.places_of(edition)
    without: dict[int, str] = {}
    if places.limit is None and not places.part_limits:
        return without
    for person in sorted(people, key=_turn):
        if person.state.holds_a_place:
            continue
        part = capacity.part_of_registration(person)
        if places.has_room(part):
            places = places.with_one_more(part)
        else:
            without[person.id] = NO_PLACE
    return without


def _swap(
    edition: Edition, person: Registration, state: RegistrationState, *, now: datetime
) -> bool:
    """From the state that was read to `state`; False where somebody was faster."""
    waits = state is WAITLISTED
    changed = db.session.execute(
        update(Registration)
        .where(Registration.id == person.id, Registration.state == person.state)
        .values(
            state=state,
            decided_at=now,
            waiting_since=end_of_list(edition, now=now) if waits else None,
            offer_expires_at=None,
        )
        .execution_options(synchronize_session=False)
    )
    assert isinstance(changed, CursorResult)  # noqa: S101 - an UPDATE gives one
    db.session.refresh(person)
    return changed.rowcount == 1


def _note_and_tell(
    person: Registration, state: RegistrationState, position: int, *, by: int, now: datetime
) -> None:
    audit.note(
        f"registration.{DEEDS[state]}",
        by=by,
        now=now,
        edition_id=person.edition_id,
        about=("registration", person.public_id),
    )
    tell(person, letter_of(person, state, position), f"registration_{state}", now=now)


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
