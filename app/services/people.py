"""The people of an edition as its organisers see them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from app.domain.states import (
    OrganisationKind,
    RegistrationRole,
    RegistrationState,
    RequestState,
)
from app.extensions import db
from app.models import (
    Edition,
    MeetingRequest,
    Organisation,
    Registration,
)
from app.services.hub_choice import plain

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
    """One registration in the list; `requests` are living ones that concern the person."""

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


def people_page(edition: Edition, wanted: PeopleFilter, number: int = 1) -> PeoplePage:
    """The registrations that fit, who waits first, then the latest; PAGE_SIZE a page."""
    everybody = db.session.execute(_select(edition)).all()
    fitting = [row for row in everybody if _fits(row[0], row[1], wanted)]
    fitting.sort(key=lambda row: row[0].state is not RegistrationState.SUBMITTED)
    pages = max(1, -(-len(fitting) // PAGE_SIZE))
    number = min(max(1, number), pages)
    shown = fitting[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    requests = _requests(edition, [person for person, _ in shown])
    return PeoplePage(
        people=tuple(_row(one, its, requests[one.id]) for one, its in shown),
        number=number,
        pages=pages,
        found=len(fitting),
        total=len(everybody),
        states=Counter(person.state for person, _ in everybody),
    )


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


def _requests(edition: Edition, people: Sequence[Registration]) -> Counter[int]:
    """Registration → living requests that it sent, that name it, or that are to whoever fits."""
    found: Counter[int] = Counter()
    rows = db.session.execute(
        select(
            MeetingRequest.from_registration_id,
            MeetingRequest.to_registration_id,
            MeetingRequest.to_organisation_id,
        ).where(
            MeetingRequest.edition_id == edition.id,
            MeetingRequest.state.in_([RequestState.PENDING, RequestState.ACCEPTED]),
        )
    )
    open_to: Counter[int] = Counter()
    for asking, asked, organisation in rows:
        found[asking] += 1
        if asked is not None:
            found[asked] += 1
        else:
            open_to[organisation] += 1
    for person in people:
        found[person.id] += open_to[person.organisation_id]
    return found
