"""Looking for a hub in the catalogue by typing."""

import unicodedata
from dataclasses import dataclass

from sqlalchemy import select

from app.domain.states import OrganisationKind
from app.extensions import db
from app.models import CatalogueEntry, Edition, Organisation
from app.services.edition_hubs import technology_label
from app.services.hub_records import hub_records

MOST_SHOWN = 12
STRENGTHS_SHOWN = 3


@dataclass(frozen=True)
class HubChoice:
    """A hub that can be added; `takes_part` is whether it is there already."""

    slug: str
    name: str
    title: str
    city: str
    country: str
    strengths: tuple[str, ...]
    takes_part: bool


@dataclass(frozen=True)
class HubChoices:
    """The hubs that fit what was typed, the first MOST_SHOWN; `found` is how many fit."""

    hubs: tuple[HubChoice, ...]
    found: int
    total: int


def look_for_hubs(edition: Edition, text: str, country_codes: frozenset[str]) -> HubChoices:
    """Every word typed must be in the name, the title, the city or be the country.

    `country_codes` are the countries whose name, in the reader's language, holds the text.
    """
    words = plain(text).split()
    rows = db.session.execute(
        select(Organisation, CatalogueEntry)
        .outerjoin(CatalogueEntry, CatalogueEntry.organisation_id == Organisation.id)
        .where(Organisation.kind == OrganisationKind.HUB)
        .order_by(Organisation.name, Organisation.id)
    ).all()
    fitting = [
        (hub, entry)
        for hub, entry in rows
        if words and (hub.country in country_codes or _holds(words, hub, entry))
    ]
    here = {record.organisation.id for record in hub_records(edition)}
    # Whose name begins with the first word comes first.
    fitting.sort(key=lambda row: not plain(row[0].name).startswith(" ".join(words)))
    shown = tuple(_choice(hub, entry, hub.id in here) for hub, entry in fitting[:MOST_SHOWN])
    return HubChoices(shown, len(fitting), len(rows))


def hub_names() -> tuple[str, ...]:
    """The names of all hubs, to complete what is typed."""
    names = db.session.scalars(
        select(Organisation.name)
        .where(Organisation.kind == OrganisationKind.HUB)
        .order_by(Organisation.name)
    )
    return tuple(dict.fromkeys(names))


def plain(text: str) -> str:
    """The text without case and accents, as people type it."""
    taken_apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in taken_apart if not unicodedata.combining(sign))


def _holds(words: list[str], hub: Organisation, entry: CatalogueEntry | None) -> bool:
    parts = (hub.name, hub.short_name, hub.city, hub.country, entry.title if entry else "")
    text = plain(" ".join(parts))
    return all(word in text for word in words)


def _choice(hub: Organisation, entry: CatalogueEntry | None, takes_part: bool) -> HubChoice:
    known = entry.technologies if entry else {}
    strongest = sorted(known, key=lambda code: (-known[code], code))[:STRENGTHS_SHOWN]
    title = entry.title if entry and entry.title != hub.name else ""
    return HubChoice(
        hub.slug,
        hub.name,
        title,
        hub.city,
        hub.country,
        tuple(technology_label(code) for code in strongest),
        takes_part,
    )
