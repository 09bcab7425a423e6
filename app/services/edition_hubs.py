"""The hubs of an edition in a list, and what they have in common."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.models import Edition
from app.services.hub_records import HubRecord, hub_records
from app.services.reference_data import taxonomy

STRENGTHS_SHOWN = 3


@dataclass(frozen=True)
class HubListing:
    """A hub in a list; `technologies` maps a code to its intensity, 1 to 5."""

    organisation_id: int
    slug: str
    name: str
    title: str
    city: str
    country: str
    technologies: Mapping[str, int]
    strengths: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """How many hubs have something: a country or a technology, by its code."""

    code: str
    label: str
    count: int


def edition_hubs(edition: Edition) -> tuple[HubListing, ...]:
    """All hubs that take part, by name."""
    records = hub_records(edition)
    spread = Counter(code for record in records for code in record.technologies)
    return tuple(_listing(record, spread) for record in records)


def hubs_by_country(hubs: Iterable[HubListing]) -> tuple[Share, ...]:
    """The countries of the hubs, the commonest first; the label is the code."""
    counts = Counter(hub.country for hub in hubs)
    return _shares(counts, {code: code for code in counts})


def hubs_by_technology(hubs: Iterable[HubListing]) -> tuple[Share, ...]:
    """The technologies of the hubs, the commonest first."""
    counts = Counter(code for hub in hubs for code in hub.technologies)
    return _shares(counts, {code: technology_label(code) for code in counts})


def technology_label(code: str) -> str:
    """The technology as people call it."""
    known = taxonomy().technologies.get(code)
    return known.label if known else code


def _shares(counts: Counter[str], labels: Mapping[str, str]) -> tuple[Share, ...]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], labels[item[0]]))
    return tuple(Share(code, labels[code], count) for code, count in ordered)


def _listing(record: HubRecord, spread: Counter[str]) -> HubListing:
    hub = record.organisation
    return HubListing(
        organisation_id=hub.id,
        slug=hub.slug,
        name=hub.name,
        title=record.title,
        city=hub.city,
        country=hub.country,
        technologies=record.technologies,
        strengths=_strongest(record.technologies, spread),
    )


def _strongest(offer: Mapping[str, int], spread: Counter[str]) -> tuple[str, ...]:
    """The strongest technologies; among equals, one that fewer hubs offer tells more."""
    ordered = sorted(offer, key=lambda code: (-offer[code], spread[code], code))
    return tuple(technology_label(code) for code in ordered[:STRENGTHS_SHOWN])
