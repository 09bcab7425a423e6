"""A person whose address is proved registers for an edition."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.agenda import local
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.states import ConsentKind, MembershipRole, RegistrationState
from app.domain.words import later
from app.extensions import db
from app.models import Account, Consent, Edition, Invitation, Membership, Organisation, Registration
from app.services import (
    accounts,
    audit,
    availability,
    capacity,
    consent_texts,
    edition_lock,
    languages,
    organisations,
    profiles,
)
from app.services.coming_editions import takes_registrations
from app.services.invitations import redeem
from app.services.registration_entry import PersonEntry, RegistrationEntry, faults, joins
from app.services.registration_mails import tell_state
from app.services.transaction import writing
from app.services.waiting_list import has_begun
from app.services.waiting_order import end_of_list

CLOSED = later("Registration for this event is closed.")
FULL = later("All places for this event are taken.")
AT_ONCE = later(
    "Somebody registered the same person or organisation at this very moment. Send the form again."
)


@dataclass(frozen=True)
class Registered:
    """What came of it.

    `joined` an organisation whose profile was there; `known` is who was registered already:
    nothing was changed then.
    """

    registration: Registration
    joined: bool = False
    known: bool = False


def is_open(edition: Edition, *, now: datetime) -> bool:
    """Whether people may register now: the deadline is a day of the edition's own calendar."""
    return takes_registrations(edition, local(now, edition.zone).date())


def may_register(edition: Edition, invitation: Invitation | None, *, now: datetime) -> bool:
    """Whether the form is open: an invitation opens it past the deadline, until the event."""
    if invitation is not None and not has_begun(edition, now=now):
        return True
    return is_open(edition, now=now)


def register(
    edition: Edition,
    entry: RegistrationEntry,
    *,
    email: str,
    invitation: Invitation | None = None,
    now: datetime,
) -> Registered:
    """Register the person whose address is `email`, proved by a mailed code or by signing in.

    What becomes of it depends on the edition: to be approved, approved at once while there are
    places, or on the waiting list. Raises InvalidInputError with every fault at once,
    ConflictError if the edition takes no registrations or somebody registered the same thing at
    the same moment.
    """
    try:
        with writing():
            edition_lock.hold(edition)
            account = accounts.verified_account(email, _tidy(entry.person.name), now=now)
            accounts.claim(account, now=now)
            own = _own(edition, account)
            if own is not None and own.state is not RegistrationState.CANCELLED:
                return Registered(own, known=True)
            if not may_register(edition, invitation, now=now):
                raise ConflictError(CLOSED)
            entry = _into_the_inviting(entry, invitation)
            found = faults(edition, entry)
            if found:
                raise InvalidInputError(later("Nothing is stored yet: see below."), found)
            return _store(edition, entry, account, own, invitation, now=now)
    except IntegrityError as error:
        raise ConflictError(AT_ONCE) from error


def _into_the_inviting(
    entry: RegistrationEntry, invitation: Invitation | None
) -> RegistrationEntry:
    """Whom a team invited joins its organisation, whatever was typed."""
    if invitation is None or invitation.organisation_id is None:
        return entry
    own = db.session.get_one(Organisation, invitation.organisation_id)
    return replace(entry, organisation=replace(entry.organisation, name=own.name, slug=own.slug))


def _own(edition: Edition, account: Account) -> Registration | None:
    """The registration of the account or of its address, as it is now."""
    return db.session.scalar(
        select(Registration)
        .where(
            Registration.edition_id == edition.id,
            (Registration.account_id == account.id) | (Registration.email == account.email),
        )
        .execution_options(populate_existing=True)
    )


def _store(
    edition: Edition,
    entry: RegistrationEntry,
    account: Account,
    cancelled: Registration | None,
    invitation: Invitation | None,
    *,
    now: datetime,
) -> Registered:
    known = organisations.resolve(entry.organisation)
    joined = joins(edition, known)
    organisation = organisations.obtain(entry.organisation, now=now)
    person = cancelled or Registration(edition_id=edition.id)
    _fill(person, account, organisation, entry, now=now)
    if invitation is not None:
        redeem(invitation, person, now=now)
    _decide(edition, person, invitation, now=now)
    db.session.add(person)
    db.session.flush()
    if not joined:
        profiles.store(edition, organisation, entry.wishes.profile)
    availability.set_free(person, entry.wishes.free)
    consent(person, entry.consents, now=now)
    if known is None:  # who joins a known organisation does not speak for it before being approved
        _become_member(account, organisation, MembershipRole.ADMIN)
    elif invitation is not None and invitation.organisation_id is not None:
        _become_member(account, organisation, MembershipRole.MEMBER)
    audit.note(
        "registration.send",
        by=account.id,
        now=now,
        edition_id=edition.id,
        about=("registration", person.public_id),
        result=person.state.value,
    )
    tell_state(person, now=now)
    return Registered(person, joined)


def _fill(
    person: Registration,
    account: Account,
    organisation: Organisation,
    entry: RegistrationEntry,
    *,
    now: datetime,
) -> None:
    """What was typed; who cancelled and comes again starts anew in the same row."""
    typed: PersonEntry = entry.person
    person.organisation, person.organisation_id = organisation, organisation.id
    person.account_id = account.id
    person.name, person.email = _tidy(typed.name), account.email
    person.job_title, person.languages = typed.job_title.strip(), list(typed.languages)
    person.role, person.wants_stand = typed.role, typed.wants_stand
    person.wants_meetings = entry.wishes.wants_meetings
    person.answers = dict(entry.wishes.answers)
    person.locale = languages.current()
    person.created_at = now
    person.decided_at = person.cancelled_at = None
    person.waiting_since = person.offer_expires_at = None


def _become_member(account: Account, organisation: Organisation, role: MembershipRole) -> None:
    known = select(Membership.id).where(
        Membership.account_id == account.id, Membership.organisation_id == organisation.id
    )
    if db.session.scalar(known) is None:
        db.session.add(
            Membership(account_id=account.id, organisation_id=organisation.id, role=role)
        )


def _decide(
    edition: Edition, person: Registration, invitation: Invitation | None, *, now: datetime
) -> None:
    """The first state. Who is invited by the organisers is in, whatever the limits."""
    part = capacity.part_of_registration(person)
    if invitation is not None and (
        invitation.organisation_id is None or not edition.approval_required
    ):
        person.state, person.decided_at = RegistrationState.APPROVED, now
        return
    has_room = capacity.places_of(edition).has_room(part)
    if not has_room and not edition.waiting_list:
        raise ConflictError(FULL)
    if edition.approval_required:
        person.state = RegistrationState.SUBMITTED
    elif has_room:
        person.state, person.decided_at = RegistrationState.APPROVED, now
    else:
        person.state = RegistrationState.WAITLISTED
        person.waiting_since = end_of_list(edition, now=now)


def consent(person: Registration, given: frozenset[ConsentKind], *, now: datetime) -> None:
    """Store the very words that were agreed to, inside the caller's transaction."""
    for text in consent_texts.texts_of(person.edition):
        if text.kind in given:
            db.session.add(
                Consent(
                    registration_id=person.id,
                    kind=text.kind,
                    text_version=text.version,
                    text=text.text,
                    given_at=now,
                )
            )


def _tidy(name: str) -> str:
    return " ".join(name.split())
