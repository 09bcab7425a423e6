"""The catalogue of hubs, kept as organisations with what the catalogue says of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from app.domain.states import OrganisationKind
from app.extensions import db
from app.models import CatalogueEntry, Organisation
from app.services.hub_file import HubRow
from app.services.slugs import free_slug
from app.services.transaction import writing


@dataclass(frozen=True)
class HubImport:
    """How many hubs were new, differed from what was stored, or did not."""

    added: int
    changed: int
    unchanged: int


class _Outcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def import_hubs(rows: Iterable[HubRow], *, now: datetime) -> HubImport:
    """Store the hubs: new ones are added, known ones made as the file says, none removed."""
    with writing():
        known = {
            organisation.catalogue_id: organisation
            for organisation in db.session.scalars(
                select(Organisation).where(Organisation.catalogue_id.is_not(None))
            )
        }
        entries = {
            entry.organisation_id: entry for entry in db.session.scalars(select(CatalogueEntry))
        }
        outcomes = [_store(row, known.get(row.hub_id), entries, now=now) for row in rows]
    return HubImport(*(outcomes.count(outcome) for outcome in _Outcome))


def _store(
    row: HubRow,
    organisation: Organisation | None,
    entries: Mapping[int, CatalogueEntry],
    *,
    now: datetime,
) -> _Outcome:
    if organisation is None:
        _add(row, now=now)
        return _Outcome.ADDED
    entry = entries[organisation.id]
    changes = [
        (target, name, value)
        for target, values in ((organisation, _organisation(row)), (entry, _entry(row)))
        for name, value in values.items()
        if getattr(target, name) != value
    ]
    for target, name, value in changes:
        setattr(target, name, value)
    return _Outcome.CHANGED if changes else _Outcome.UNCHANGED


def _add(row: HubRow, *, now: datetime) -> None:
    organisation = Organisation(
        slug=free_slug(Organisation, row.hub_id),
        kind=OrganisationKind.HUB,
        catalogue_id=row.hub_id,
        source_note=row.source,
        created_at=now,
        **_organisation(row),
    )
    organisation.catalogue_entry = CatalogueEntry(**_entry(row))
    db.session.add(organisation)
    db.session.flush()


def _organisation(row: HubRow) -> dict[str, object]:
    return {
        "name": row.name,
        "country": row.country,
        "nuts2": row.nuts2,
        "city": row.city,
        "website": row.website,
    }


def _entry(row: HubRow) -> dict[str, object]:
    return {
        "title": row.title,
        "hub_type": row.hub_type,
        "technologies": dict(row.technologies),
        "sectors": dict(row.sectors),
        "services": dict(row.services),
        "languages": list(row.languages),
        "complete": row.complete,
        "source": row.source,
    }
