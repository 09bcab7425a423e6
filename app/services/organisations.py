"""Finding the organisation a person means, so that nobody is stored twice."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.states import ConsentKind, OrganisationKind, RegistrationState
from app.extensions import db
from app.models import Consent, Edition, Organisation, Registration
from app.services.reference_data import regions, taxonomy
from app.services.slugs import free_slug

MAX_NAME_CHARACTERS = 400


@dataclass(frozen=True)
class OrganisationEntry:
    """What a person typed about their organisation.

    `kinds` are the kinds that the form is for. A known organisation needs its name only, a new
    one also `kind` and `country`.
    """

    name: str
    kinds: tuple[OrganisationKind, ...]
    kind: OrganisationKind | None = None
    country: str = ""
    nuts2: str = ""
    size_class: str = ""


@dataclass(frozen=True)
class KnownOrganisation:
    """One entry of the list that helps to type a name."""

    name: str
    kind: OrganisationKind
    country: str


def name_key(name: str) -> str:
    """The name as far as it matters: case, spaces and how accents are coded do not."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def known_organisations(
    edition: Edition, kinds: Iterable[OrganisationKind]
) -> tuple[KnownOrganisation, ...]:
    """Names that anybody may see: hubs, and those whose people agreed to be listed here."""
    listed = (
        select(Registration.organisation_id)
        .join(Consent, Consent.registration_id == Registration.id)
        .where(
            Registration.edition_id == edition.id,
            Registration.state == RegistrationState.APPROVED,
            Consent.kind == ConsentKind.DIRECTORY,
            Consent.withdrawn_at.is_(None),
        )
    )
    rows = db.session.execute(
        select(Organisation.name, Organisation.kind, Organisation.country)
        .where(
            Organisation.kind.in_(list(kinds)),
            (Organisation.kind == OrganisationKind.HUB) | Organisation.id.in_(listed),
        )
        .order_by(Organisation.name, Organisation.id)
    )
    return tuple(KnownOrganisation(name, kind, country) for name, kind, country in rows)


def find(name: str, country: str) -> tuple[Organisation, ...]:
    """The organisations of this name, in `country` if that is given."""
    chosen = select(Organisation.id, Organisation.name).order_by(Organisation.id)
    if country:
        chosen = chosen.where(Organisation.country == country)
    key = name_key(name)
    # Only Python folds the case of every alphabet the same way on both databases.
    ids = [number for number, known in db.session.execute(chosen) if name_key(known) == key]
    if not ids:
        return ()
    return tuple(
        db.session.scalars(
            select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.id)
        )
    )


def faults(entry: OrganisationEntry) -> Mapping[str, str]:
    """Every fault of the entry by field; an empty mapping where it can be used."""
    if not name_key(entry.name):
        return {"organisation": "Type the name of your organisation.", **_new_faults(entry)}
    if len(entry.name) > MAX_NAME_CHARACTERS:
        return {"organisation": f"A name has at most {MAX_NAME_CHARACTERS} characters."}
    found = find(entry.name, entry.country)
    if len(found) > 1:
        return {"country": "There is more than one organisation of this name: say the country."}
    if found:
        return _known_faults(found[0], entry)
    return _new_faults(entry)


def obtain(entry: OrganisationEntry, *, now: datetime) -> Organisation:
    """The known or new organisation of an entry without faults, in the caller's transaction."""
    found = find(entry.name, entry.country)
    if found:
        return found[0]
    name = " ".join(entry.name.split())
    organisation = Organisation(
        slug=free_slug(Organisation, name),
        name=name,
        kind=entry.kind,
        country=entry.country,
        nuts2=entry.nuts2 or None,
        size_class=entry.size_class or None,
        created_at=now,
    )
    db.session.add(organisation)
    db.session.flush()
    return organisation


def _known_faults(known: Organisation, entry: OrganisationEntry) -> Mapping[str, str]:
    if known.kind in entry.kinds:
        return {}
    return {
        "organisation": f"“{known.name}” is known here as: {known.kind.label}. "
        "Go back and choose that, or type another name."
    }


def _new_faults(entry: OrganisationEntry) -> Mapping[str, str]:
    found: dict[str, str] = {}
    if entry.kind not in entry.kinds:
        found["kind"] = "Choose what kind of organisation it is."
    if entry.country not in taxonomy().countries:
        found["country"] = "Choose the country: this organisation is new here."
    region = regions().get(entry.nuts2)
    if entry.nuts2 and (region is None or region.country != entry.country):
        found["nuts2"] = "Choose a region of the country above, or none."
    if entry.size_class and entry.size_class not in taxonomy().size_classes:
        found["size_class"] = "Choose one of the sizes."
    return found
