"""Talks, workshops and breaks: entering, changing and removing them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.agenda import local
from app.domain.dayplan import SKIPPED, Span, instant
from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.states import ProgrammeKind
from app.domain.words import later
from app.extensions import db
from app.models import Edition, ProgrammeItem, ProgrammePresenter, Registration, Room
from app.services.place_rows import room_rows
from app.services.presenters import (
    busy_fault,
    chosen_presenters,
    presenter_labels,
    presenter_names,
)
from app.services.transaction import writing

UID_END = "@hubmeet"
FAULTY = later("The programme is not changed yet: see below.")
MAX_TITLE_CHARACTERS = 200
MAX_DESCRIPTION_CHARACTERS = 2000
# An end up to this time, before the start, means the next morning: a dinner until 00:30.
LATEST_NIGHT_END = time(6)


@dataclass(frozen=True)
class ItemEntry:
    """What was typed; `presenters` are lines as `services.presenters` writes them."""

    kind: ProgrammeKind | None
    title: str
    room_slug: str
    held_on: date | None
    starts_local: time | None
    ends_local: time | None
    description: str = ""
    presenters: tuple[str, ...] = ()


@dataclass(frozen=True)
class ItemView:
    """An item as the organiser's list shows it; `key` names it in addresses."""

    key: str
    kind: ProgrammeKind
    title: str
    room: str
    starts_at: datetime
    ends_at: datetime
    presenters: tuple[str, ...]


def add_item(edition: Edition, entry: ItemEntry, *, now: datetime) -> ProgrammeItem:
    """A new programme item; raises InvalidInputError with every fault at once."""
    with writing():
        item = ProgrammeItem(edition_id=edition.id, uid=f"{uuid.uuid4()}{UID_END}")
        _store(edition, item, entry, now=now)
        db.session.add(item)
    return item


def change_item(edition: Edition, key: str, entry: ItemEntry, *, now: datetime) -> None:
    """Change an item; calendars learn of it by its new `changed_at`."""
    with writing():
        _store(edition, item_of(edition, key), entry, now=now)


def remove_item(edition: Edition, key: str) -> str:
    """Remove an item; gives its title."""
    with writing():
        item = item_of(edition, key)
        for presenter in list(item.presenters):
            db.session.delete(presenter)
        db.session.delete(item)
        return item.title


def item_of(edition: Edition, key: str) -> ProgrammeItem:
    """One item by its key; NotFoundError if there is none."""
    found = db.session.scalar(
        select(ProgrammeItem)
        .where(ProgrammeItem.edition_id == edition.id, ProgrammeItem.uid == f"{key}{UID_END}")
        .options(selectinload(ProgrammeItem.presenters), selectinload(ProgrammeItem.room))
    )
    if found is None:
        raise NotFoundError(later("There is no such programme item."))
    return found


def entry_of(edition: Edition, item: ProgrammeItem) -> ItemEntry:
    """What a form begins with."""
    starts, ends = local(item.starts_at, edition.zone), local(item.ends_at, edition.zone)
    return ItemEntry(
        item.kind,
        item.title,
        item.room.slug if item.room else "",
        starts.date(),
        starts.time(),
        ends.time(),
        item.description,
        presenter_labels([item]).get(item.id, ()),
    )


def items_of(edition: Edition) -> tuple[ItemView, ...]:
    """All items in time order, in a fixed number of queries."""
    items = db.session.scalars(
        select(ProgrammeItem)
        .where(ProgrammeItem.edition_id == edition.id)
        .options(selectinload(ProgrammeItem.room))
        .order_by(ProgrammeItem.starts_at, ProgrammeItem.ends_at, ProgrammeItem.id)
    ).all()
    names = presenter_names(items)
    return tuple(
        ItemView(
            item.uid.removesuffix(UID_END),
            item.kind,
            item.title,
            item.room.name if item.room else "",
            item.starts_at,
            item.ends_at,
            names.get(item.id, ()),
        )
        for item in items
    )


def _store(edition: Edition, item: ProgrammeItem, entry: ItemEntry, *, now: datetime) -> None:
    """Write an entry, inside the caller's transaction, or raise with every fault."""
    span, found = _span(edition, entry)
    found |= _faults(edition, entry)
    people, stranger = chosen_presenters(edition, entry.presenters)
    if stranger:
        found["presenters"] = later(
            "Nobody approved here is called “%(stranger)s”: choose from the list.",
            stranger=stranger,
        )
    elif span and people:
        fault = busy_fault(edition, people, span, other_than=item.id)
        if fault:
            found["presenters"] = fault
    if found or span is None or entry.kind is None:
        raise InvalidInputError(FAULTY, found)
    room = _room(edition, entry.room_slug)
    item.kind, item.title = entry.kind, " ".join(entry.title.split())
    item.room_id = room.id if room else None
    item.description = entry.description.strip()
    item.starts_at, item.ends_at, item.changed_at = span.starts_at, span.ends_at, now
    _present(item, people)


def _present(item: ProgrammeItem, people: Sequence[Registration]) -> None:
    wanted = {person.id for person in people}
    for presenter in list(item.presenters):
        if presenter.registration_id not in wanted:
            item.presenters.remove(presenter)
            db.session.delete(presenter)
    known = {presenter.registration_id for presenter in item.presenters}
    for key in sorted(wanted - known):
        item.presenters.append(ProgrammePresenter(registration_id=key))


def _span(edition: Edition, entry: ItemEntry) -> tuple[Span | None, dict[str, str]]:
    """When it takes place, or the faults of its date and times."""
    found = {}
    if entry.held_on is None or not edition.starts_on <= entry.held_on <= edition.ends_on:
        found["held_on"] = later("Choose one of the days of the edition.")
    for name in ("starts_local", "ends_local"):
        if getattr(entry, name) is None:
            found[name] = later("Type a time as 09:30.")
    if found or not (entry.held_on and entry.starts_local and entry.ends_local):
        return None, found
    at_night = entry.ends_local <= min(entry.starts_local, LATEST_NIGHT_END)
    last_day = entry.held_on + timedelta(days=at_night)
    start = instant(entry.held_on, entry.starts_local, edition.zone)
    end = instant(last_day, entry.ends_local, edition.zone)
    if start is None or end is None:
        return None, {"starts_local" if start is None else "ends_local": SKIPPED}
    if end <= start:
        return None, {"ends_local": later("It ends before it starts: choose a later time.")}
    return Span(start, end), {}


def _faults(edition: Edition, entry: ItemEntry) -> dict[str, str]:
    found = {}
    if entry.kind is None:
        found["kind"] = later("Choose what it is.")
    if not entry.title.strip():
        found["title"] = later("Give it a title.")
    elif len(entry.title) > MAX_TITLE_CHARACTERS:
        found["title"] = later(
            "A title has at most %(most)s characters.", most=MAX_TITLE_CHARACTERS
        )
    if len(entry.description) > MAX_DESCRIPTION_CHARACTERS:
        found["description"] = later(
            "At most %(most)s characters.", most=MAX_DESCRIPTION_CHARACTERS
        )
    if entry.room_slug and _room(edition, entry.room_slug) is None:
        found["room"] = later("Choose a room of the list, or none.")
    return found


def _room(edition: Edition, slug: str) -> Room | None:
    return next((room for room in room_rows(edition) if room.slug == slug), None)
