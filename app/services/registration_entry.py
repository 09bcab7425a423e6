"""The registration form as typed, and every fault in it at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.domain.consents import CONSENTS
from app.domain.errors import InvalidInputError
from app.domain.states import ConsentKind, OrganisationKind, RegistrationRole
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import Account, Edition, Registration
from app.services import accounts, availability, organisations, profiles
from app.services.organisations import OrganisationEntry
from app.services.own_places import owns_a_place
from app.services.profiles import ProfileEntry
from app.services.reference_data import taxonomy

MAX_NAME_CHARACTERS = 200
MAX_JOB_TITLE_CHARACTERS = 120
KNOWN_EMAIL = "There is an account with this e-mail address already: sign in first."
REGISTERED_EMAIL = (
    "This e-mail address is registered for this event already. Sign in, or ask the organisers."
)


@dataclass(frozen=True)
class PersonEntry:
    """What a person typed about themselves; a signed-in person's e-mail is their account's."""

    name: str
    email: str = ""
    job_title: str = ""
    languages: tuple[str, ...] = ()
    role: RegistrationRole | None = RegistrationRole.ATTENDEE
    password: str = ""
    wants_meetings: bool = True


@dataclass(frozen=True)
class RegistrationEntry:
    """The whole form. `free` are slot codes; None means all of them."""

    organisation: OrganisationEntry
    person: PersonEntry
    profile: ProfileEntry
    consents: frozenset[ConsentKind]
    free: frozenset[str] | None = None


def faults(edition: Edition, entry: RegistrationEntry, viewer: Viewer | None) -> Mapping[str, str]:
    """Every fault of the form by field, in the order of the page."""
    found = dict(organisations.faults(entry.organisation))
    found.update(_person_faults(edition, entry.person, viewer))
    if not joins(edition, entry.organisation):
        found.update(
            profiles.faults(
                entry.profile,
                _kind(entry.organisation),
                may_be_empty=not entry.person.wants_meetings or _exhibits(edition, entry),
            )
        )
    no_time = availability.check_free(
        edition, entry.free, wants_meetings=entry.person.wants_meetings
    )
    if no_time:
        found["free"] = no_time
    for consent in CONSENTS:
        if consent.required and consent.kind not in entry.consents:
            found[consent.kind.value] = "Without this you cannot take part."
    return found


def joins(edition: Edition, entry: OrganisationEntry) -> bool:
    """Whether the organisation's profile is not the newcomer's to write.

    So it is where it has one here, and for every hub known to us: visitors see it at once.
    """
    known = organisations.find(entry.name, entry.country)
    if len(known) != 1:
        return False
    is_hub = known[0].kind is OrganisationKind.HUB
    return is_hub or profiles.profile_of(edition.id, known[0].id) is not None


def _exhibits(edition: Edition, entry: RegistrationEntry) -> bool:
    """Whether the organisers gave a stand: who comes to show need not look for anything."""
    known = organisations.find(entry.organisation.name, entry.organisation.country)
    return owns_a_place(edition.id, [one.id for one in known])


def _person_faults(
    edition: Edition, person: PersonEntry, viewer: Viewer | None
) -> Mapping[str, str]:
    found: dict[str, str] = {}
    if not person.name.strip():
        found["name"] = "Type your name."
    elif len(person.name) > MAX_NAME_CHARACTERS:
        found["name"] = f"A name has at most {MAX_NAME_CHARACTERS} characters."
    if len(person.job_title) > MAX_JOB_TITLE_CHARACTERS:
        found["job_title"] = f"At most {MAX_JOB_TITLE_CHARACTERS} characters."
    if person.role is None:
        found["role"] = "Choose one."
    if any(code not in taxonomy().languages for code in person.languages):
        found["languages"] = "Choose from the list."
    return {**found, **_login_faults(edition, person, viewer)}


def _login_faults(
    edition: Edition, person: PersonEntry, viewer: Viewer | None
) -> Mapping[str, str]:
    found: dict[str, str] = {}
    try:
        email = viewer.email if viewer else accounts.normalise_email(person.email)
    except InvalidInputError as error:
        found |= error.fields
    else:
        found.update(_email_faults(edition, email, is_new=viewer is None))
    if viewer is None:
        try:
            accounts.check_new_password(person.password, context=(person.email, person.name))
        except InvalidInputError as error:
            found |= error.fields
    return found


def _email_faults(edition: Edition, email: str, *, is_new: bool) -> Mapping[str, str]:
    registered = select(Registration.id).where(
        Registration.edition_id == edition.id, Registration.email == email
    )
    if is_new and db.session.scalar(select(Account.id).where(Account.email == email)):
        return {"email": KNOWN_EMAIL}
    return {"email": REGISTERED_EMAIL} if db.session.scalar(registered) else {}


def _kind(entry: OrganisationEntry) -> OrganisationKind:
    """The kind that decides whether the person offers or needs."""
    return entry.kind or entry.kinds[0]
