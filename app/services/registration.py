"""A person registers for an edition."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.domain.agenda import local
from app.domain.consents import CONSENTS
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.states import ConsentKind, MembershipRole
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import Account, Consent, Edition, Membership, Organisation, Registration
from app.services import accounts, availability, organisations, profiles
from app.services.coming_editions import takes_registrations
from app.services.registration_entry import PersonEntry, RegistrationEntry, faults, joins
from app.services.transaction import writing

CLOSED = "Registration for this event is closed."


@dataclass(frozen=True)
class Registered:
    """What came of it; `viewer` is the session of a new account, `joined` an existing profile."""

    registration: Registration
    viewer: Viewer | None
    joined: bool


def is_open(edition: Edition, *, now: datetime) -> bool:
    """Whether people may register now: the deadline is a day of the edition's own calendar."""
    return takes_registrations(edition, local(now, edition.zone).date())


def register(
    edition: Edition,
    entry: RegistrationEntry,
    *,
    viewer: Viewer | None,
    user_agent: str,
    now: datetime,
) -> Registered:
    """Register a person, who then waits for the organisers' approval.

    Raises InvalidInputError with every fault at once, ConflictError if the edition takes no
    registrations or somebody registered the same thing at the same moment.
    """
    try:
        with writing():
            if not is_open(edition, now=now):
                raise ConflictError(CLOSED)
            found = faults(edition, entry, viewer)
            if found:
                raise InvalidInputError("Nothing is stored yet: see below.", found)
            return _store(edition, entry, viewer=viewer, user_agent=user_agent, now=now)
    except IntegrityError as error:
        raise ConflictError(
            "Somebody registered the same person or organisation at this very moment. "
            "Send the form again."
        ) from error


def _store(
    edition: Edition,
    entry: RegistrationEntry,
    *,
    viewer: Viewer | None,
    user_agent: str,
    now: datetime,
) -> Registered:
    joined = joins(edition, entry.organisation)
    is_new = not organisations.find(entry.organisation.name, entry.organisation.country)
    organisation = organisations.obtain(entry.organisation, now=now)
    account = _account(entry.person, viewer, now=now)
    registration = _registration(edition, organisation, account, entry.person, now=now)
    if not joined:
        profiles.store(edition, organisation, entry.profile)
    if entry.free is not None:
        availability.set_free(registration, entry.free)
    _consent(registration, entry.consents, now=now)
    if is_new:  # who joins a known organisation does not speak for it before being approved
        db.session.add(
            Membership(
                account_id=account.id, organisation_id=organisation.id, role=MembershipRole.ADMIN
            )
        )
    started = None
    if viewer is None:
        started = accounts.start_session(account, user_agent=user_agent, now=now)
    return Registered(registration, started, joined)


def _account(person: PersonEntry, viewer: Viewer | None, *, now: datetime) -> Account:
    if viewer is None:
        return accounts.add_account(person.email, _tidy(person.name), person.password, now=now)
    account = db.session.get(Account, viewer.account_id)
    assert account is not None  # noqa: S101 - a viewer is an account that exists
    return account


def _registration(
    edition: Edition,
    organisation: Organisation,
    account: Account,
    person: PersonEntry,
    *,
    now: datetime,
) -> Registration:
    registration = Registration(
        edition_id=edition.id,
        organisation_id=organisation.id,
        account_id=account.id,
        name=_tidy(person.name),
        email=account.email,
        job_title=person.job_title.strip(),
        languages=list(person.languages),
        role=person.role,
        wants_meetings=person.wants_meetings,
        created_at=now,
    )
    db.session.add(registration)
    db.session.flush()
    return registration


def _consent(registration: Registration, given: frozenset[ConsentKind], *, now: datetime) -> None:
    for consent in CONSENTS:
        if consent.kind in given:
            db.session.add(
                Consent(
                    registration_id=registration.id,
                    kind=consent.kind,
                    text_version=consent.version,
                    text=consent.text,
                    given_at=now,
                )
            )


def _tidy(name: str) -> str:
    return " ".join(name.split())
