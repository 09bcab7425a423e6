"""Looking for hubs by technology, country and words, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.models import Edition
from app.services.edition_hubs import (
    HubListing,
    Share,
    edition_hubs,
    hubs_by_country,
    hubs_by_technology,
)

PAGE = 50


@dataclass(frozen=True)
class HubFilter:
    """What a visitor looks for; an empty string asks for nothing."""

    text: str = ""
    technology: str = ""
    country: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for, so that all hubs are shown."""
        return self == HubFilter()


@dataclass(frozen=True)
class HubPage:
    """One page of what was found; `countries` and `technologies` are those of all hubs."""

    hubs: tuple[HubListing, ...]
    number: int
    pages: int
    found: int
    total: int
    countries: tuple[Share, ...]
    technologies: tuple[Share, ...]


def search_hubs(edition: Edition, wanted: HubFilter, number: int = 1) -> HubPage:
    """Page `number` of the hubs that match; a number beyond the last gives the last."""
    every = edition_hubs(edition)
    found = [hub for hub in every if _matches(hub, wanted)]
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(number, 1), pages)
    return HubPage(
        hubs=_page(found, number),
        number=number,
        pages=pages,
        found=len(found),
        total=len(every),
        countries=hubs_by_country(every),
        technologies=hubs_by_technology(every),
    )


def _page(found: Sequence[HubListing], number: int) -> tuple[HubListing, ...]:
    return tuple(found[(number - 1) * PAGE : number * PAGE])


def _matches(hub: HubListing, wanted: HubFilter) -> bool:
    """Every word typed is somewhere in the name, the title or the city."""
    if wanted.country and hub.country != wanted.country:
        return False
    if wanted.technology and wanted.technology not in hub.technologies:
        return False
    text = f"{hub.name} {hub.title} {hub.city}".casefold()
    return all(word in text for word in wanted.text.casefold().split())
