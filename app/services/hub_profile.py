"""One hub at one edition, as every visitor may see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select

from app.domain.errors import NotFoundError
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Place, Room
from app.services.hub_records import hub_records
from app.services.reference_data import regions, taxonomy


@dataclass(frozen=True)
class Strength:
    """Something a hub offers, and how strongly: 1 to 5."""

    label: str
    intensity: int


@dataclass(frozen=True)
class ServiceGroup:
    """The services of one of the four functions of a hub; the rest have no label."""

    label: str
    services: tuple[Strength, ...]


@dataclass(frozen=True)
class OwnPlace:
    """Where the hub receives its visitors."""

    room: str
    label: str


@dataclass(frozen=True)
class HubProfile:
    """A hub's page; `country` and `languages` are codes, `source` says where this is from.

    `functions` are the four functions of a hub, for those that name no single services.
    """

    organisation_id: int
    slug: str
    name: str
    title: str
    hub_type: str
    city: str
    country: str
    region: str
    website: str
    text: str
    technologies: tuple[Strength, ...]
    sectors: tuple[Strength, ...]
    services: tuple[ServiceGroup, ...]
    functions: tuple[Strength, ...]
    languages: tuple[str, ...]
    place: OwnPlace | None
    source: str
    fictional: bool


class _Labelled(Protocol):
    @property
    def label(self) -> str: ...


def hub_profile(edition: Edition, slug: str) -> HubProfile:
    """The hub with this slug, if it takes part in the edition."""
    records = hub_records(edition, slug)
    if not records:
        raise NotFoundError(later("This hub does not take part in the event."))
    record = records[0]
    hub, entry, profile = record.organisation, record.entry, record.profile
    region = regions().get(hub.nuts2 or "")
    lists = taxonomy()
    return HubProfile(
        organisation_id=hub.id,
        slug=hub.slug,
        name=hub.name,
        title=record.title,
        hub_type=entry.hub_type if entry else "",
        city=hub.city,
        country=hub.country,
        region=region.name if region else "",
        website=hub.website if hub.website.startswith(("http://", "https://")) else "",
        text=profile.text if profile else "",
        technologies=_strengths(record.technologies.items(), lists.technologies),
        sectors=_strengths(record.sectors.items(), lists.sectors),
        services=_service_groups(record.services),
        functions=_strengths(
            (profile.functions if profile else {}).items(), lists.service_functions
        ),
        languages=tuple(record.languages),
        place=_place(edition, hub.id),
        source=(profile.source_note if profile else "") or hub.source_note,
        fictional=hub.fictional,
    )


def _strengths(
    offer: Iterable[tuple[str, int]], lists: Mapping[str, _Labelled]
) -> tuple[Strength, ...]:
    """The strongest first, then by label."""
    named = [Strength(lists[code].label if code in lists else code, value) for code, value in offer]
    return tuple(sorted(named, key=lambda strength: (-strength.intensity, strength.label)))


def _service_groups(offer: Mapping[str, int]) -> tuple[ServiceGroup, ...]:
    """The services under the function of a hub that they belong to, in the taxonomy's order."""
    lists = taxonomy()
    by_function: dict[str, list[tuple[str, int]]] = {}
    for code, intensity in offer.items():
        service = lists.services.get(code)
        by_function.setdefault(service.function if service else "", []).append((code, intensity))
    known = [*lists.service_functions, *(by_function.keys() - lists.service_functions.keys())]
    return tuple(
        ServiceGroup(
            lists.service_functions[code].label if code in lists.service_functions else "",
            _strengths(by_function[code], lists.services),
        )
        for code in known
        if code in by_function
    )


def _place(edition: Edition, organisation_id: int) -> OwnPlace | None:
    row = db.session.execute(
        select(Room.name, Place.label)
        .join(Room, Room.id == Place.room_id)
        .where(Place.edition_id == edition.id, Place.owner_organisation_id == organisation_id)
        .order_by(Place.id)
    ).first()
    return OwnPlace(*row) if row else None
