"""The people of an edition as its organisers see them, and what they decide about them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select, update

from app.domain.errors import InvalidInputError
from app.domain.states import (
    MeetingState,
    OrganisationKind,
    RegistrationRole,
    RegistrationState,
    RequestState,
    VersionKind,
)
from app.extensions import db
from app.models import (
    Attendance,
    Edition,
    Meeting,
    MeetingRequest,
    Organisation,
    Registration,
    ScheduleVersion,
)
from app.services.hub_choice import plain
from app.services.transaction import writing

PAGE_SIZE = 50
DECISIONS = (
    RegistrationState.APPROVED,
    RegistrationState.WAITLISTED,
    RegistrationState.REJECTED,
)


@dataclass(frozen=True)
class PeopleFilter:
    """Which people to list; None and empty mean all."""

    state: RegistrationState | None = None
    kind: OrganisationKind | None = None
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everybody is wanted."""
        return self == PeopleFilter()


@dataclass(frozen=True)
class PersonRow:
    """One registration in the list; `requests` are living ones from or to the person."""

    public_id: str
    name: str
    email: str
    job_title: str
    organisation: str
    kind: OrganisationKind
    country: str
    role: RegistrationRole
    state: RegistrationState
    wants_meetings: bool
    fictional: bool
    created_at: datetime
    requests: int

    @property
    def choices(self) -> tuple[RegistrationState, ...]:
        """What may be decided about the person now."""
        return tuple(one for one in DECISIONS if self.state.may_become(one))


@dataclass(frozen=True)
class PeoplePage:
    """One page of the list; `states` counts everybody of the edition by state."""

    people: tuple[PersonRow, ...]
    number: int
    pages: int
    found: int
    total: int
    states: Counter[RegistrationState]


@dataclass(frozen=True)
class Decided:
    """What came of a decision: how many, which requests went with it, and who was left out."""

    done: int
    requests_void: int
    left_out: tuple[str, ...]


def people_page(edition: Edition, wanted: PeopleFilter, number: int = 1) -> PeoplePage:
    """The registrations that fit, the latest first, PAGE_SIZE a page."""
    everybody = db.session.execute(_select(edition)).all()
    fitting = [row for row in everybody if _fits(row[0], row[1], wanted)]
    pages = max(1, -(-len(fitting) // PAGE_SIZE))
    number = min(max(1, number), pages)
    shown = fitting[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    requests = _requests(edition, [person.id for person, _ in shown])
    return PeoplePage(
        people=tuple(_row(one, its, requests[one.id]) for one, its in shown),
        number=number,
        pages=pages,
        found=len(fitting),
        total=len(everybody),
        states=Counter(person.state for person, _ in everybody),
    )


def decide(
    edition: Edition, public_ids: Collection[str], state: RegistrationState, *, now: datetime
) -> Decided:
    """Approve, reject or put on the waiting list; who cannot be is named, with the reason.

    Whoever has a meeting on the live schedule stays: nothing is cancelled as a side effect. The
    living requests of a rejected person become void.
    """
    with writing():
        people = db.session.scalars(
            select(Registration)
            .where(Registration.edition_id == edition.id, Registration.public_id.in_(public_ids))
            .order_by(Registration.name, Registration.id)
            .with_for_update()
        ).all()
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


def _select(edition: Edition) -> Select[Registration, Organisation]:
    return (
        select(Registration, Organisation)
        .join(Organisation, Organisation.id == Registration.organisation_id)
        .where(Registration.edition_id == edition.id)
        .order_by(Registration.created_at.desc(), Registration.id.desc())
    )


def _fits(person: Registration, organisation: Organisation, wanted: PeopleFilter) -> bool:
    if wanted.state is not None and person.state is not wanted.state:
        return False
    if wanted.kind is not None and organisation.kind is not wanted.kind:
        return False
    text = plain(f"{person.name} {person.email} {organisation.name} {organisation.country}")
    return all(word in text for word in plain(wanted.text).split())


def _row(person: Registration, organisation: Organisation, requests: int) -> PersonRow:
    return PersonRow(
        public_id=person.public_id,
        name=person.name,
        email=person.email,
        job_title=person.job_title,
        organisation=organisation.name,
        kind=organisation.kind,
        country=organisation.country,
        role=person.role,
        state=person.state,
        wants_meetings=person.wants_meetings,
        fictional=person.fictional,
        created_at=person.created_at,
        requests=requests,
    )


def _requests(edition: Edition, people: Sequence[int]) -> Counter[int]:
    """Registration → living requests that it sent or that name it."""
    found: Counter[int] = Counter()
    for column in (MeetingRequest.from_registration_id, MeetingRequest.to_registration_id):
        rows = db.session.execute(
            select(column, func.count())
            .where(
                MeetingRequest.edition_id == edition.id,
                column.in_(people),
                MeetingRequest.state.in_([RequestState.PENDING, RequestState.ACCEPTED]),
            )
            .group_by(column)
        )
        found.update({key: number for key, number in rows if key is not None})
    return found


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
