"""Everything that an edition's public front page shows."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.domain.agenda import local
from app.domain.states import EditionState
from app.extensions import db
from app.models import Block, Edition, Place, Series, Slot
from app.services.coming_editions import takes_registrations
from app.services.content import edition_text
from app.services.edition_hubs import (
    HubListing,
    Share,
    edition_hubs,
    hubs_by_country,
    hubs_by_technology,
)
from app.services.exhibition import Stand, stands
from app.services.programme import ProgrammeDay, programme_days

HUBS_SHOWN = 6


@dataclass(frozen=True)
class MeetingFrame:
    """How people meet: number of slots and tables, and the lengths of the meetings in minutes."""

    slots: int
    tables: int
    minutes: tuple[int, ...]


@dataclass(frozen=True)
class EventPage:
    """What, when, where, programme, hubs, exhibition, who may come, until when to register.

    `hubs` are a few of the `hub_count`, a different choice each day.
    """

    series: str
    name: str
    slug: str
    description: str
    who_may_come: str
    city: str
    country: str
    venue: str
    zone: str
    starts_on: date
    ends_on: date
    state: EditionState
    is_replay: bool
    takes_registrations: bool
    closes_on: date | None
    days_left: int | None
    facts: tuple[str, ...]
    source_note: str
    meetings: MeetingFrame
    programme: tuple[ProgrammeDay, ...]
    hubs: tuple[HubListing, ...]
    hub_count: int
    countries: tuple[Share, ...]
    technologies: tuple[Share, ...]
    stands: tuple[Stand, ...]


def event_page(edition: Edition, now: datetime) -> EventPage:
    """Read it all, in a fixed number of queries."""
    today = local(now, edition.zone).date()
    hubs = edition_hubs(edition)
    closes_on = edition.registration_closes_on
    series = db.session.get(Series, edition.series_id)
    return EventPage(
        series=series.name if series else "",
        name=edition_text(edition, "name"),
        slug=edition.slug,
        description=edition_text(edition, "description"),
        who_may_come=edition_text(edition, "who_may_come"),
        city=edition_text(edition, "city"),
        country=edition.country,
        venue=edition_text(edition, "venue"),
        zone=edition.zone,
        starts_on=edition.starts_on,
        ends_on=edition.ends_on,
        state=edition.state,
        is_replay=edition.is_replay,
        takes_registrations=takes_registrations(edition, today),
        closes_on=closes_on,
        days_left=(closes_on - today).days if closes_on else None,
        facts=tuple(edition.facts),
        source_note=edition.source_note,
        meetings=_meeting_frame(edition),
        programme=programme_days(edition),
        hubs=_some(hubs, today),
        hub_count=len(hubs),
        countries=hubs_by_country(hubs),
        technologies=hubs_by_technology(hubs),
        stands=stands(edition),
    )


def _some(hubs: tuple[HubListing, ...], today: date) -> tuple[HubListing, ...]:
    """A few hubs, others each day, so that nobody is always first; silent ones only if needed."""
    telling = [hub for hub in hubs if hub.strengths]
    pool = telling if len(telling) >= HUBS_SHOWN else hubs
    if len(pool) <= HUBS_SHOWN:
        return tuple(pool)
    step = len(pool) // HUBS_SHOWN
    start = today.toordinal() % len(pool)
    return tuple(pool[(start + number * step) % len(pool)] for number in range(HUBS_SHOWN))


def _meeting_frame(edition: Edition) -> MeetingFrame:
    slots = db.session.scalar(select(func.count(Slot.id)).where(Slot.edition_id == edition.id))
    tables = db.session.scalar(
        select(func.count(Place.id)).where(
            Place.edition_id == edition.id, Place.room_id.is_not(None)
        )
    )
    minutes = db.session.scalars(
        select(Block.slot_minutes).where(Block.edition_id == edition.id).distinct()
    )
    return MeetingFrame(slots or 0, tables or 0, tuple(sorted(minutes)))
