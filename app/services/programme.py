"""The programme of an edition, day by day, with the matchmaking blocks in their place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.agenda import local
from app.domain.states import ProgrammeKind
from app.domain.timetable import Span, Timetable, hours_of, timetable
from app.domain.words import later
from app.extensions import db
from app.models import Block, Edition, Organisation, ProgrammeItem, ProgrammePresenter, Registration
from app.services.content import row_text

TONES = {
    ProgrammeKind.MATCHMAKING: "is-matchmaking",
    ProgrammeKind.EXHIBITION: "is-background",
    ProgrammeKind.BREAK: "is-break",
    ProgrammeKind.REGISTRATION: "is-break",
}
BLOCK_TITLE = later("One-to-one meetings")


@dataclass(frozen=True)
class ProgrammeEntry:
    """A talk, break or matchmaking period. `slots` of `slot_minutes` each, if people meet then.

    `uid` and `changed_at` are the calendar's memory of a programme item; a period that no item
    announces has none.
    """

    kind: ProgrammeKind
    title: str
    starts_at: datetime
    ends_at: datetime
    description: str = ""
    room: str = ""
    presenters: tuple[str, ...] = ()
    slots: int = 0
    slot_minutes: int = 0
    uid: str = ""
    changed_at: datetime | None = None

    @property
    def key(self) -> str:
        """What an address of this site calls the item."""
        return self.uid.partition("@")[0]


@dataclass(frozen=True)
class ProgrammeDay:
    """The entries of one date in the edition's zone, and their drawing."""

    date: date
    entries: tuple[ProgrammeEntry, ...]
    drawing: Timetable


def programme_days(edition: Edition) -> tuple[ProgrammeDay, ...]:
    """All days with something on them, in order."""
    blocks = _blocks(edition)
    entries = [_with_slots(entry, blocks) for entry in _items(edition)]
    entries += [block for block in blocks if not _is_announced(block, entries)]
    by_date: dict[date, list[ProgrammeEntry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.starts_at, -_length(entry))):
        by_date.setdefault(local(entry.starts_at, edition.zone).date(), []).append(entry)
    spans = {day: [_span(entry) for entry in found] for day, found in by_date.items()}
    hours = hours_of(spans.values(), edition.zone)
    return tuple(
        ProgrammeDay(day, tuple(found), timetable(spans[day], edition.zone, hours))
        for day, found in sorted(by_date.items())
    )


def moments(edition: Edition, days: Iterable[ProgrammeDay]) -> tuple[datetime, ...]:
    """When things start (else noon of the first day), to say which time is kept there."""
    starts = tuple(entry.starts_at for day in days for entry in day.entries)
    noon = datetime.combine(edition.starts_on, time(12), ZoneInfo(edition.zone))
    return starts or (noon.astimezone(UTC),)


def _items(edition: Edition) -> list[ProgrammeEntry]:
    items = db.session.scalars(
        select(ProgrammeItem)
        .where(ProgrammeItem.edition_id == edition.id)
        .options(selectinload(ProgrammeItem.room))
    ).all()
    presenters = _presenters(edition)
    return [
        ProgrammeEntry(
            kind=item.kind,
            title=row_text(edition, item, "title"),
            starts_at=item.starts_at,
            ends_at=item.ends_at,
            description=row_text(edition, item, "description"),
            room=row_text(edition, item.room, "name") if item.room else "",
            presenters=tuple(presenters.get(item.id, ())),
            uid=item.uid,
            changed_at=item.changed_at,
        )
        for item in items
    ]


def _presenters(edition: Edition) -> dict[int, list[str]]:
    """Item → the organisations that present it; visitors read no person's name."""
    rows = db.session.execute(
        select(ProgrammePresenter.item_id, Organisation.name)
        .join(Registration, Registration.id == ProgrammePresenter.registration_id)
        .join(Organisation, Organisation.id == Registration.organisation_id)
        .where(Registration.edition_id == edition.id)
        .order_by(Organisation.name)
        .distinct()
    )
    found: dict[int, list[str]] = {}
    for item_id, name in rows:
        found.setdefault(item_id, []).append(name)
    return found


def _blocks(edition: Edition) -> list[ProgrammeEntry]:
    """Each matchmaking block with slots, as an entry of its own."""
    blocks = db.session.scalars(
        select(Block).where(Block.edition_id == edition.id).options(selectinload(Block.slots))
    ).all()
    return [
        ProgrammeEntry(
            kind=ProgrammeKind.MATCHMAKING,
            title=BLOCK_TITLE,
            starts_at=block.slots[0].starts_at,
            ends_at=block.slots[-1].ends_at,
            slots=len(block.slots),
            slot_minutes=block.slot_minutes,
        )
        for block in blocks
        if block.slots
    ]


def _with_slots(entry: ProgrammeEntry, blocks: Sequence[ProgrammeEntry]) -> ProgrammeEntry:
    """A matchmaking item tells how many slots the blocks within it hold."""
    within = [block for block in blocks if _announces(entry, block)]
    if not within:
        return entry
    slots = sum(block.slots for block in within)
    return replace(entry, slots=slots, slot_minutes=within[0].slot_minutes)


def _is_announced(block: ProgrammeEntry, entries: Sequence[ProgrammeEntry]) -> bool:
    return any(_announces(entry, block) for entry in entries)


def _announces(entry: ProgrammeEntry, block: ProgrammeEntry) -> bool:
    overlaps = entry.starts_at < block.ends_at and block.starts_at < entry.ends_at
    return entry.kind is ProgrammeKind.MATCHMAKING and overlaps


def _length(entry: ProgrammeEntry) -> float:
    return (entry.ends_at - entry.starts_at).total_seconds()


def _span(entry: ProgrammeEntry) -> Span:
    return Span(
        entry.starts_at,
        entry.ends_at,
        entry.title,
        TONES.get(entry.kind, "is-talk"),
        background=entry.kind is ProgrammeKind.EXHIBITION,
    )
