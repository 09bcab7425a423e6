"""The people of an organisation at an edition: who leads, who is invited, what each takes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from app.domain.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from app.domain.states import MembershipRole, RegistrationState
from app.domain.words import later
from app.extensions import db
from app.models import Invitation, Membership, Occupied, Registration
from app.services import audit, invitations, person_locks
from app.services.team_rights import is_team_admin
from app.services.transaction import writing

MOST_MEETINGS, MOST_DESKS, MOST_INVITATIONS = 200, 20, 10
NO_SUCH = later("There is nobody like that in your team.")
NOT_THE_LEAD = later("An admin of your organisation does this.")
LAST_ADMIN = later("Somebody must stay admin: make a colleague one first.")
THERE = (RegistrationState.APPROVED, RegistrationState.SUBMITTED)


@dataclass(frozen=True)
class TeamMember:
    """One person; `role` is None for who has no account yet, so cannot be admin."""

    public_id: str
    name: str
    job_title: str
    email: str
    languages: tuple[str, ...]
    state: RegistrationState
    role: MembershipRole | None
    wants_meetings: bool
    max_meetings: int | None
    desks: int
    is_self: bool


@dataclass(frozen=True)
class TeamPeople:
    """Everybody, and the invited addresses; `leads` is whether the reader may change them."""

    members: tuple[TeamMember, ...]
    invited: tuple[str, ...]
    leads: bool


@dataclass(frozen=True)
class MemberEntry:
    """What was typed of a member; a number that cannot be read comes as -1."""

    role: MembershipRole | None
    max_meetings: int | None
    desks: int | None


def team_people(registration: Registration, *, now: datetime) -> TeamPeople:
    """The team of an approved participant; NotFoundError for everybody else."""
    _refuse_strangers(registration)
    rows = db.session.execute(
        select(Registration, Membership.role)
        .outerjoin(
            Membership,
            (Membership.account_id == Registration.account_id)
            & (Membership.organisation_id == Registration.organisation_id),
        )
        .where(
            Registration.edition_id == registration.edition_id,
            Registration.organisation_id == registration.organisation_id,
            Registration.state.in_(THERE),
        )
        .order_by(Registration.id)
    ).all()
    leads = leads_team(registration)
    return TeamPeople(
        members=tuple(_member(person, role, registration) for person, role in rows),
        invited=tuple(one.email for one in _invited(registration, now)) if leads else (),
        leads=leads,
    )


def leads_team(person: Registration) -> bool:
    """An admin leads; where an organisation has none, everybody of it."""
    if person.state is not RegistrationState.APPROVED:
        return False
    return is_team_admin(person) or not _admins(person)


def invite_colleague(by: Registration, email: str, *, now: datetime) -> Invitation:
    """Mail a link with which a colleague joins the team; they agree to what they want there."""
    with writing():
        _refuse_unless_leading(by)
        if len(_invited(by, now)) >= MOST_INVITATIONS:
            raise ConflictError(
                later(
                    "%(most)s colleagues are invited and have not come yet. Wait until some "
                    "of them register.",
                    most=MOST_INVITATIONS,
                )
            )
        return invitations.invite(
            by.edition, email, organisation=by.organisation, by=by.account_id or 0, now=now
        )


def change_member(
    by: Registration, public_id: str, entry: MemberEntry, *, now: datetime
) -> Registration:
    """Change a colleague's part in the team.

    Raises InvalidInputError with every fault at once, ConflictError where meetings stand against
    fewer desks, or nobody would be admin any more.
    """
    with writing():
        _refuse_strangers(by)
        person_locks.hold_team(by)
        person = _person(by, public_id)
        _refuse_unless_leading(by)
        faults = _faults(entry)
        if faults:
            raise InvalidInputError(later("Nothing is stored yet: see below."), faults)
        if entry.desks is not None and entry.desks < person.parallel_desks:
            _refuse_if_in_use(person, entry.desks)
        person.max_meetings = entry.max_meetings
        person.parallel_desks = entry.desks or 1
        if entry.role is not None:
            _set_role(person, entry.role)
        db.session.flush()
        audit.note(
            "team.change",
            by=by.account_id,
            now=now,
            edition_id=by.edition_id,
            about=("registration", person.public_id),
        )
        return person


def _set_role(person: Registration, role: MembershipRole) -> None:
    """Membership belongs to an account; without one the person stays what they are."""
    admins = _admins(person)
    if role is MembershipRole.MEMBER and admins == [person.account_id]:
        raise ConflictError(LAST_ADMIN)
    changed = db.session.scalar(
        update(Membership)
        .where(
            Membership.account_id == person.account_id,
            Membership.organisation_id == person.organisation_id,
        )
        .values(role=role)
        .returning(Membership.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None and person.account_id is not None:
        db.session.add(
            Membership(
                account_id=person.account_id,
                organisation_id=person.organisation_id,
                role=role,
            )
        )


def _refuse_if_in_use(person: Registration, desks: int) -> None:
    holders = db.session.scalars(
        select(Occupied.holder)
        .where(
            Occupied.edition_id == person.edition_id,
            Occupied.holder.startswith(f"r{person.id}.", autoescape=True),
        )
        .distinct()
    )
    if any(int(holder.rpartition(".")[2]) > desks for holder in holders):
        raise ConflictError(
            later("%(name)s has more meetings at a time on the schedule already.", name=person.name)
        )


def _faults(entry: MemberEntry) -> dict[str, str]:
    found = {}
    if entry.max_meetings is not None and not 1 <= entry.max_meetings <= MOST_MEETINGS:
        found["max_meetings"] = later(
            "From 1 to %(most)s, or empty for the event's limit.", most=MOST_MEETINGS
        )
    if entry.desks is None or not 1 <= entry.desks <= MOST_DESKS:
        found["desks"] = later("From 1 to %(most)s.", most=MOST_DESKS)
    return found


def _person(by: Registration, public_id: str) -> Registration:
    found = db.session.scalar(
        select(Registration).where(
            Registration.public_id == public_id,
            Registration.edition_id == by.edition_id,
            Registration.organisation_id == by.organisation_id,
            Registration.state.in_(THERE),
        )
    )
    if found is None:
        raise NotFoundError(NO_SUCH)
    return found


def _admins(person: Registration) -> list[int]:
    """The accounts of the organisation's admins."""
    return list(
        db.session.scalars(
            select(Membership.account_id).where(
                Membership.organisation_id == person.organisation_id,
                Membership.role == MembershipRole.ADMIN,
            )
        )
    )


def _invited(person: Registration, now: datetime) -> Sequence[Invitation]:
    return [
        one
        for one in invitations.open_invitations(person.edition, now=now)
        if one.organisation_id == person.organisation_id
    ]


def _refuse_strangers(person: Registration) -> None:
    if person.state is not RegistrationState.APPROVED:
        raise NotFoundError(
            later("The organisers have to approve you before you work with the team.")
        )


def _refuse_unless_leading(person: Registration) -> None:
    _refuse_strangers(person)
    if person.account_id is None or not leads_team(person):
        raise ForbiddenError(NOT_THE_LEAD)


def _member(person: Registration, role: MembershipRole | None, reader: Registration) -> TeamMember:
    return TeamMember(
        public_id=person.public_id,
        name=person.name,
        job_title=person.job_title,
        email=person.email,
        languages=tuple(person.languages),
        state=person.state,
        role=role or (MembershipRole.MEMBER if person.account_id is not None else None),
        wants_meetings=person.wants_meetings,
        max_meetings=person.max_meetings,
        desks=person.parallel_desks,
        is_self=person.id == reader.id,
    )
