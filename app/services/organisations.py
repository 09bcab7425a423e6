"""Finding the organisation a person means, so that nobody is stored twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.links import is_web_address
from app.domain.organisation_names import loose_key, name_key, web_domain
from app.domain.states import ConsentKind, OrganisationKind, RegistrationState
from app.domain.words import later
from app.extensions import db
from app.models import Consent, Edition, Organisation, Registration
from app.services.reference_data import regions, taxonomy
from app.services.slugs import free_slug

MAX_NAME_CHARACTERS = 400
MAX_WEBSITE_CHARACTERS = 400
SHORTEST_SEARCH = 2
MOST_FOUND = 8


@dataclass(frozen=True)
class OrganisationEntry:
    """What a person typed about their organisation.

    `kinds` are the kinds that the form is for. A known organisation needs its name only, or the
    `slug` by which it was chosen; a new one also `kind` and `country`.
    """

    name: str
    kinds: tuple[OrganisationKind, ...]
    kind: OrganisationKind | None = None
    country: str = ""
    nuts2: str = ""
    size_class: str = ""
    website: str = ""
    slug: str = ""


@dataclass(frozen=True)
class KnownOrganisation:
    """One entry of the list that helps to type a name."""

    name: str
    kind: OrganisationKind
    country: str
    slug: str


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
        select(Organisation.name, Organisation.kind, Organisation.country, Organisation.slug)
        .where(
            Organisation.kind.in_(list(kinds)),
            (Organisation.kind == OrganisationKind.HUB) | Organisation.id.in_(listed),
        )
        .order_by(Organisation.name, Organisation.id)
    )
    return tuple(KnownOrganisation(*row) for row in rows)


def matching(
    edition: Edition, kinds: Iterable[OrganisationKind], text: str
) -> tuple[KnownOrganisation, ...]:
    """The first few of these names that hold every word of `text`; those that begin so first."""
    wanted = loose_key(text)
    if len(wanted) < SHORTEST_SEARCH:
        return ()
    found = [
        (not key.startswith(wanted), number, one)
        for number, one in enumerate(known_organisations(edition, kinds))
        if all(word in (key := loose_key(one.name)) for word in wanted.split())
    ]
    return tuple(one for _later, _number, one in sorted(found)[:MOST_FOUND])


def near(entry: OrganisationEntry, email: str) -> tuple[KnownOrganisation, ...]:
    """Known organisations that a new one may be by another spelling, or by its web domain.

    Empty where the entry names a known one exactly.
    """
    if resolve(entry) is not None or not name_key(entry.name):
        return ()
    key = loose_key(entry.name)
    domains = {web_domain(entry.website), web_domain(email)} - {""}
    rows = db.session.execute(
        select(
            Organisation.name,
            Organisation.kind,
            Organisation.country,
            Organisation.slug,
            Organisation.website,
        ).order_by(Organisation.name, Organisation.id)
    )
    found = (
        KnownOrganisation(name, kind, country, slug)
        for name, kind, country, slug, website in rows
        if loose_key(name) == key or web_domain(website) in domains
    )
    return tuple(one for one in found if one.kind in entry.kinds)[:MOST_FOUND]


def resolve(entry: OrganisationEntry) -> Organisation | None:
    """The known organisation that the entry surely means: the chosen one, or the only one."""
    if entry.slug:
        return db.session.scalar(select(Organisation).where(Organisation.slug == entry.slug))
    found = find(entry.name, entry.country)
    return found[0] if len(found) == 1 else None


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
    if entry.slug:
        chosen = resolve(entry)
        gone = {"organisation": later("Choose an organisation of the list, or type its name.")}
        return gone if chosen is None else _known_faults(chosen, entry)
    if not name_key(entry.name):
        return {"organisation": later("Type the name of your organisation."), **_new_faults(entry)}
    if len(entry.name) > MAX_NAME_CHARACTERS:
        return {
            "organisation": later(
                "A name has at most %(most)s characters.", most=MAX_NAME_CHARACTERS
            )
        }
    found = find(entry.name, entry.country)
    if len(found) > 1:
        return {
            "country": later("There is more than one organisation of this name: say the country.")
        }
    if found:
        return _known_faults(found[0], entry)
    return _new_faults(entry)


def obtain(entry: OrganisationEntry, *, now: datetime) -> Organisation:
    """The known or new organisation of an entry without faults, in the caller's transaction."""
    known = resolve(entry)
    if known is not None:
        return known
    name = " ".join(entry.name.split())
    organisation = Organisation(
        slug=free_slug(Organisation, name),
        name=name,
        kind=entry.kind,
        country=entry.country,
        nuts2=entry.nuts2 or None,
        size_class=entry.size_class or None,
        website=web_address(entry.website),
        created_at=now,
    )
    db.session.add(organisation)
    db.session.flush()
    return organisation


def web_address(typed: str) -> str:
    """The address as it is stored: with https, whatever was typed before the host."""
    text = typed.strip()
    if not text:
        return ""
    return f"https://{text.removeprefix('http://').removeprefix('https://')}"


def _known_faults(known: Organisation, entry: OrganisationEntry) -> Mapping[str, str]:
    if known.kind in entry.kinds:
        return {}
    return {
        "organisation": later(
            "“%(name)s” is known here as: %(label)s. Go back and choose that, or "
            "type another name.",
            name=known.name,
            label=known.kind.label,
        )
    }


def _new_faults(entry: OrganisationEntry) -> Mapping[str, str]:
    found: dict[str, str] = {}
    if entry.kind not in entry.kinds:
        found["kind"] = later("Choose what kind of organisation it is.")
    if entry.country not in taxonomy().countries:
        found["country"] = later("Choose the country: this organisation is new here.")
    region = regions().get(entry.nuts2)
    if entry.nuts2 and (region is None or region.country != entry.country):
        found["nuts2"] = later("Choose a region of the country above, or none.")
    if entry.size_class and entry.size_class not in taxonomy().size_classes:
        found["size_class"] = later("Choose one of the sizes.")
    address = web_address(entry.website)
    if address and (len(address) > MAX_WEBSITE_CHARACTERS or not is_web_address(address)):
        found["website"] = later("Type a web address, for example www.example.org.")
    return found
