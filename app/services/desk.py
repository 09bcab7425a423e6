"""The registration desk: find somebody, check them in, register who walks in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.domain.errors import ConflictError, InvalidInputError
from app.domain.names import fault_of_name
from app.domain.parts import part_of
from app.domain.states import ConsentKind, OrganisationKind, RegistrationRole, RegistrationState
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Organisation, Registration
from app.services import audit, capacity, edition_lock, languages, organisations
from app.services.email_address import normalise_email
from app.services.hub_choice import plain
from app.services.organisations import OrganisationEntry
from app.services.people_scope import PeopleScope, person_in
from app.services.registration import consent
from app.services.transaction import writing

MOST_SHOWN = 20
FEWEST_LETTERS = 2
ASKED = frozenset({"organisation", "kind", "country"})
FULL = later("No place is left for them: ask an owner to raise the limit in the settings.")
TAKEN = later("This address is registered for this event already: look for it above.")


@dataclass(frozen=True)
class DeskRow:
    """One person at the desk."""

    public_id: str
    name: str
    job_title: str
    organisation: str
    country: str
    state: RegistrationState
    checked_in_at: datetime | None

    @property
    def may_enter(self) -> bool:
        """Whether the person is to be let in."""
        return self.state is RegistrationState.APPROVED


@dataclass(frozen=True)
class WalkIn:
    """What was typed for somebody who is not registered."""

    name: str
    email: str
    organisation: str
    kind: OrganisationKind | None
    country: str
    agreed: bool


def look_for(scope: PeopleScope, text: str) -> tuple[DeskRow, ...]:
    """Who fits all the words, the approved first; nobody for less than FEWEST_LETTERS letters.

    The code on a badge says the person's public id, which fits nobody else.
    """
    words = plain(text).split()
    if len("".join(words)) < FEWEST_LETTERS:
        return ()
    person = Registration
    rows = db.session.execute(
        select(
            *(person.public_id, person.name, person.job_title, Organisation.name),
            *(Organisation.country, person.state, person.checked_in_at),
        )
        .join(Organisation, Organisation.id == person.organisation_id)
        .where(scope.condition(), person.erased_at.is_(None))
        .order_by(person.name, person.id)
    )
    found = [
        DeskRow(*row)
        for row in rows
        if row[0] == text.strip() or all(word in plain(f"{row[1]} {row[3]}") for word in words)
    ]
    return tuple(sorted(found, key=lambda one: not one.may_enter)[:MOST_SHOWN])


def check_in(scope: PeopleScope, public_id: str, *, by: int, now: datetime) -> Registration:
    """The person is here; raises ConflictError where they are already, or are not approved."""
    person = person_in(scope, public_id)
    with writing():
        done = db.session.scalar(
            update(Registration)
            .where(
                Registration.id == person.id,
                Registration.state == RegistrationState.APPROVED,
                Registration.checked_in_at.is_(None),
            )
            .values(checked_in_at=now)
            .returning(Registration.id)
            .execution_options(synchronize_session=False)
        )
        if done is None:
            raise ConflictError(
                later("%(name)s is checked in already, or is not approved.", name=person.name)
            )
        _note("registration.check_in", person, by, now)
        db.session.refresh(person)
    return person


def undo_check_in(scope: PeopleScope, public_id: str, *, by: int, now: datetime) -> Registration:
    """The check-in was a mistake; raises ConflictError where there is none."""
    person = person_in(scope, public_id)
    with writing():
        done = db.session.scalar(
            update(Registration)
            .where(Registration.id == person.id, Registration.checked_in_at.is_not(None))
            .values(checked_in_at=None)
            .returning(Registration.id)
            .execution_options(synchronize_session=False)
        )
        if done is None:
            raise ConflictError(later("%(name)s is not checked in.", name=person.name))
        _note("registration.undo_check_in", person, by, now)
        db.session.refresh(person)
    return person


def walk_in(edition: Edition, entry: WalkIn, *, by: int, now: datetime) -> Registration:
    """An approved registration without a login for who stands at the desk, checked in at once.

    Raises InvalidInputError with every fault at once, ConflictError where no place is left.
    """
    try:
        with writing():
            edition_lock.hold(edition)
            found, email = _faults(edition, entry)
            if found:
                raise InvalidInputError(later("Nothing is stored yet: see below."), found)
            organisation = organisations.obtain(_organisation(entry), now=now)
            part = part_of(RegistrationRole.ATTENDEE, organisation.kind)
            if not capacity.places_of(edition).has_room(part):
                raise ConflictError(FULL)
            person = _register(edition, organisation, entry, email, by=by, now=now)
            _note("registration.walk_in", person, by, now)
            return person
    except IntegrityError as error:
        raise ConflictError(TAKEN) from error


def _register(
    edition: Edition,
    organisation: Organisation,
    entry: WalkIn,
    email: str,
    *,
    by: int,
    now: datetime,
) -> Registration:
    person = Registration(
        edition_id=edition.id,
        organisation_id=organisation.id,
        name=" ".join(entry.name.split()),
        email=email,
        locale=languages.known(edition.languages[0]),
        state=RegistrationState.APPROVED,
        wants_meetings=False,
        created_at=now,
        decided_at=now,
        checked_in_at=now,
        invited_by_id=by,
    )
    db.session.add(person)
    db.session.flush()
    consent(person, frozenset({ConsentKind.PRIVACY}), now=now)
    return person


def _organisation(entry: WalkIn) -> OrganisationEntry:
    kinds = tuple(OrganisationKind)
    return OrganisationEntry(entry.organisation, kinds, kind=entry.kind, country=entry.country)


def _faults(edition: Edition, entry: WalkIn) -> tuple[dict[str, str], str]:
    """Every fault by field, and the address as it is stored."""
    found: dict[str, str] = {}
    email = ""
    if not entry.name.strip():
        found["name"] = later("Type the name.")
    elif fault := fault_of_name(entry.name):
        found["name"] = fault
    try:
        email = normalise_email(entry.email)
    except InvalidInputError as error:
        found |= error.fields
    known = select(Registration.id).where(
        Registration.edition_id == edition.id, Registration.email == email
    )
    if email and db.session.scalar(known) is not None:
        found["email"] = TAKEN
    of_organisation = organisations.faults(_organisation(entry))
    # Size and region are asked later: nobody waits at the desk for them.
    found |= {key: text for key, text in of_organisation.items() if key in ASKED}
    if not entry.agreed:
        found["agreed"] = later("Let them read the privacy text and agree first.")
    return found, email


def _note(action: str, person: Registration, by: int, now: datetime) -> None:
    audit.note(
        action,
        by=by,
        now=now,
        edition_id=person.edition_id,
        about=("registration", person.public_id),
    )
