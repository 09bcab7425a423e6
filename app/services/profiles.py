"""What an organisation offers or needs at one edition."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from app.domain.errors import ForbiddenError, InvalidInputError
from app.domain.states import CrossBorder, OrganisationKind, RegistrationState
from app.domain.words import later
from app.extensions import db
from app.models import CatalogueEntry, Edition, Organisation, Profile, Registration
from app.services.reference_data import taxonomy
from app.services.transaction import writing

MAX_TEXT_CHARACTERS = 2000
# A hub says how strong it is, others how important it is to them.
MOST = {True: 5, False: 3}
Rows = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ProfileEntry:
    """What was typed: rows of (code, level), in the order of the page."""

    technologies: Rows = ()
    functions: Rows = ()
    services: Rows = ()
    sectors: Rows = ()
    text: str = ""
    languages: tuple[str, ...] = ()
    cross_border: CrossBorder = CrossBorder.NO_PREFERENCE


def profile_of(edition_id: int, organisation_id: int) -> Profile | None:
    """The organisation's profile at the edition, if it has one."""
    return db.session.scalar(
        select(Profile).where(
            Profile.edition_id == edition_id, Profile.organisation_id == organisation_id
        )
    )


def entry_of(edition_id: int, organisation_id: int) -> ProfileEntry:
    """What a form begins with: the profile, else the hub's catalogue entry, else nothing."""
    profile = profile_of(edition_id, organisation_id)
    if profile is not None:
        return _entry_of_profile(profile)
    known = db.session.get(CatalogueEntry, organisation_id)
    if known is None:
        return ProfileEntry()
    return ProfileEntry(
        technologies=_rows(known.technologies),
        services=_rows(known.services),
        sectors=_rows(known.sectors),
        languages=tuple(known.languages),
    )


def faults(
    entry: ProfileEntry, kind: OrganisationKind, *, may_be_empty: bool = False
) -> Mapping[str, str]:
    """Every fault of the entry by field; `may_be_empty` where nobody needs a match."""
    is_hub = kind is OrganisationKind.HUB
    lists = taxonomy()
    most = MOST[is_hub]
    found = {
        "technologies": _row_fault(entry.technologies, lists.technologies, most),
        "functions": _row_fault(entry.functions, lists.service_functions, most),
        "services": _row_fault(entry.services, lists.services, most),
        "sectors": _row_fault(entry.sectors, lists.sectors, most),
        "languages": _unknown(entry.languages, lists.languages),
        "text": _text_fault(entry.text),
    }
    if is_hub and not entry.services and not entry.technologies:
        found["services"] = found["services"] or later("Choose at least one service or technology.")
    wanted = entry.technologies or entry.functions or entry.text.strip()
    if not is_hub and not wanted and not may_be_empty:
        found["technologies"] = found["technologies"] or (
            later("Say what you look for: a technology, a kind of help, or a few words below.")
        )
    return {name: text for name, text in found.items() if text}


def store(edition: Edition, organisation: Organisation, entry: ProfileEntry) -> Profile:
    """Write an entry without faults, inside the caller's transaction."""
    profile = profile_of(edition.id, organisation.id)
    if profile is None:
        profile = Profile(edition_id=edition.id, organisation_id=organisation.id)
        db.session.add(profile)
    profile.technologies = dict(entry.technologies)
    profile.functions = dict(entry.functions)
    profile.services = dict(entry.services)
    profile.sectors = dict(entry.sectors)
    profile.text = entry.text.strip()
    profile.languages = list(entry.languages)
    profile.cross_border = entry.cross_border
    db.session.flush()
    return profile


def change(registration: Registration, entry: ProfileEntry) -> Profile:
    """Change what one's organisation offers or needs.

    Who joined an organisation and is not approved yet cannot speak for it: ForbiddenError.
    """
    with writing():
        if not may_change(registration):
            raise ForbiddenError(
                later(
                    "The organisers have to approve you before you change what %(name)s "
                    "offers or needs.",
                    name=registration.organisation.name,
                )
            )
        found = faults(entry, registration.organisation.kind)
        if found:
            raise InvalidInputError(later("The profile was not changed."), found)
        return store(registration.edition, registration.organisation, entry)


def may_change(registration: Registration) -> bool:
    """Whether the person is approved, or is the only one of their organisation."""
    if registration.state is RegistrationState.APPROVED:
        return True
    others = db.session.scalar(
        select(func.count())
        .select_from(Registration)
        .where(
            Registration.edition_id == registration.edition_id,
            Registration.organisation_id == registration.organisation_id,
            Registration.id != registration.id,
        )
    )
    # A hub of the catalogue is not the first comer's to describe.
    return not others and registration.organisation.kind is not OrganisationKind.HUB


def _entry_of_profile(profile: Profile) -> ProfileEntry:
    return ProfileEntry(
        technologies=_rows(profile.technologies),
        functions=_rows(profile.functions),
        services=_rows(profile.services),
        sectors=_rows(profile.sectors),
        text=profile.text,
        languages=tuple(profile.languages),
        cross_border=profile.cross_border,
    )


def _rows(mapping: Mapping[str, int]) -> Rows:
    return tuple(sorted(mapping.items(), key=lambda item: (-item[1], item[0])))


def _row_fault(rows: Rows, known: Mapping[str, object], most: int) -> str:
    codes = [code for code, _ in rows]
    if len(set(codes)) < len(codes):
        return later("The same one is chosen twice.")
    if any(not 1 <= level <= most for _, level in rows):
        return later("Choose a number from 1 to %(most)s.", most=most)
    return _unknown(codes, known)


def _unknown(codes: Iterable[str], known: Mapping[str, object]) -> str:
    strange = next((code for code in codes if code not in known), None)
    return later("“%(strange)s” is not in the list.", strange=strange) if strange else ""


def _text_fault(text: str) -> str:
    if len(text) <= MAX_TEXT_CHARACTERS:
        return ""
    return later(
        "At most %(most)s characters; these are %(number)s.",
        most=MAX_TEXT_CHARACTERS,
        number=len(text),
    )
