"""Everybody in a scope with all that the organisers' list, its filters and its files show.

Read in a fixed number of statements, however many people there are.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from app.domain.completeness import AskedQuestion, Completeness, KnownFacts, completeness
from app.domain.parts import part_of
from app.domain.states import (
    OrganisationKind,
    Part,
    PlaceKind,
    RegistrationRole,
    RegistrationState,
    RequestState,
)
from app.extensions import db
from app.models import (
    Account,
    Edition,
    Invitation,
    MeetingRequest,
    Organisation,
    Place,
    Profile,
    Registration,
    Slot,
    Unavailability,
)
from app.services.completeness import asked_questions, countries_with_regions
from app.services.people_scope import PeopleScope
from app.services.people_twice import maybe_twice

DECISIONS = (
    RegistrationState.APPROVED,
    RegistrationState.WAITLISTED,
    RegistrationState.REJECTED,
)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One registration; `requests` are living ones that concern the person, `sent` all they sent.

    `maybe_twice` is whether somebody else of the list has the same name or the same address.
    """

    id: int
    public_id: str
    name: str
    email: str
    locale: str
    job_title: str
    languages: Sequence[str]
    role: RegistrationRole
    state: RegistrationState
    part: Part
    wants_meetings: bool
    answers: Mapping[str, Any]
    fictional: bool
    created_at: datetime
    decided_at: datetime | None
    checked_in_at: datetime | None
    is_invited: bool
    invited_by: str
    organisation_id: int
    organisation: str
    kind: OrganisationKind
    country: str
    nuts2: str
    size_class: str
    requests: int
    sent: int
    completeness: Completeness
    maybe_twice: bool
    mails_come_back: bool

    @property
    def choices(self) -> tuple[RegistrationState, ...]:
        """What may be decided about the person now."""
        return tuple(one for one in DECISIONS if self.state.may_become(one))


@dataclass(frozen=True)
class _Around:
    """What is read once for all the rows."""

    questions: Sequence[AskedQuestion]
    slots: int
    requests: "_Requests"
    twice: frozenset[int]
    with_regions: frozenset[str]


@dataclass(frozen=True)
class _Requests:
    sent: Mapping[int, int]
    living: Mapping[int, int]
    open_to: Mapping[int, int]


def people_rows(
    scope: PeopleScope, questions: Sequence[AskedQuestion] | None = None
) -> list[PersonRow]:
    """Everybody of the scope who is not erased, the latest first."""
    edition = scope.edition
    rows = db.session.execute(_select(scope)).all()
    asked = asked_questions(edition) if questions is None else questions
    slots = db.session.scalar(select(func.count(Slot.id)).where(Slot.edition_id == edition.id)) or 0
    around = _Around(asked, slots, _requests(edition), maybe_twice(rows), countries_with_regions())
    return [_row(row, around) for row in rows]


def _select(scope: PeopleScope) -> Select[Any]:
    inviter = aliased(Account)
    stand = exists().where(
        Place.edition_id == Registration.edition_id,
        Place.kind == PlaceKind.STAND,
        Place.owner_organisation_id == Registration.organisation_id,
    )
    closed = (
        select(func.count(Unavailability.id))
        .where(Unavailability.registration_id == Registration.id)
        .scalar_subquery()
    )
    invited = or_(
        Registration.invited_by_id.is_not(None),
        exists().where(Invitation.registration_id == Registration.id),
    )
    person = Registration
    return (
        select(
            *(person.id, person.public_id, person.name, person.email, person.job_title),
            *(person.languages, person.role, person.state, person.wants_meetings, person.answers),
            *(person.fictional, person.created_at, person.decided_at, person.checked_in_at),
            *(person.organisation_id, person.wants_stand, person.mail_bounced_at, person.locale),
            stand.label("has_stand"),
            closed.label("closed"),
            invited.label("is_invited"),
            inviter.name.label("invited_by"),
            *(Organisation.name.label("organisation"), Organisation.kind, Organisation.country),
            *(Organisation.nuts2, Organisation.size_class),
            *(Profile.text, Profile.technologies, Profile.functions, Profile.services),
        )
        .join(Organisation, Organisation.id == person.organisation_id)
        .outerjoin(
            Profile,
            (Profile.edition_id == person.edition_id)
            & (Profile.organisation_id == person.organisation_id),
        )
        .outerjoin(inviter, inviter.id == person.invited_by_id)
        .where(scope.condition(), person.erased_at.is_(None))
        .order_by(person.created_at.desc(), person.id.desc())
    )


def _row(row: Row[Any], around: _Around) -> PersonRow:
    part = part_of(row.role, row.kind, exhibits=row.wants_stand or row.has_stand)
    requests = around.requests
    facts = KnownFacts(
        part=part,
        wants_meetings=row.wants_meetings,
        job_title=row.job_title,
        languages=row.languages,
        answers=row.answers,
        size_class=row.size_class,
        nuts2=row.nuts2,
        country_has_regions=row.country in around.with_regions,
        profile_text=row.text or "",
        technologies=row.technologies or (),
        functions=row.functions or (),
        services=row.services or (),
        has_free_time=not around.slots or row.closed < around.slots,
    )
    return PersonRow(
        id=row.id,
        public_id=row.public_id,
        name=row.name,
        email=row.email,
        locale=row.locale,
        job_title=row.job_title,
        languages=row.languages,
        role=row.role,
        state=row.state,
        part=part,
        wants_meetings=row.wants_meetings,
        answers=row.answers,
        fictional=row.fictional,
        created_at=row.created_at,
        decided_at=row.decided_at,
        checked_in_at=row.checked_in_at,
        is_invited=bool(row.is_invited),
        invited_by=row.invited_by or "",
        organisation_id=row.organisation_id,
        organisation=row.organisation,
        kind=row.kind,
        country=row.country,
        nuts2=row.nuts2 or "",
        size_class=row.size_class or "",
        requests=requests.living.get(row.id, 0) + requests.open_to.get(row.organisation_id, 0),
        sent=requests.sent.get(row.id, 0),
        completeness=completeness(facts, around.questions),
        maybe_twice=row.id in around.twice,
        mails_come_back=row.mail_bounced_at is not None,
    )


def _requests(edition: Edition) -> _Requests:
    """How many requests there are by who sent them, by whom they name, and to whoever fits."""
    request = MeetingRequest
    living = request.state.in_([RequestState.PENDING, RequestState.ACCEPTED])
    here = request.edition_id == edition.id
    asked, number = request.to_registration_id, func.count()

    def counts(what: str, key: Any, *conditions: Any) -> Select[Any]:
        return (
            select(literal(what).label("what"), key.label("key"), number.label("number"))
            .where(here, *conditions)
            .group_by(key)
        )

    rows = db.session.execute(
        union_all(
            counts("sent", request.from_registration_id),
            counts("living", request.from_registration_id, living),
            counts("living", asked, living, asked.is_not(None)),
            counts("open", request.to_organisation_id, living, asked.is_(None)),
        )
    )
    found: dict[str, Counter[int]] = {"sent": Counter(), "living": Counter(), "open": Counter()}
    for what, key, times in rows:
        found[what][key] += times
    return _Requests(found["sent"], found["living"], found["open"])
