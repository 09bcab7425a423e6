"""Rooms with their shared tables."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.states import PlaceKind
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Place, ProgrammeItem, Room
from app.services.in_use import uses_of_places
from app.services.place_rows import (
    drop_places,
    free_room_slug,
    highest_label,
    natural_order,
    room_of,
    room_rows,
)
from app.services.transaction import writing

MAX_TABLES = 300
MAX_NAME_CHARACTERS = 120


@dataclass(frozen=True)
class PlaceView:
    """A table or stand; `owner` is empty where all share it, `in_use` says why it stays."""

    label: str
    kind: PlaceKind
    desks: int
    owner: str
    in_use: str


@dataclass(frozen=True)
class RoomView:
    """A room with its places; `in_use` says why it cannot be removed, or is empty."""

    slug: str
    name: str
    places: tuple[PlaceView, ...]
    in_use: str

    @property
    def shared(self) -> tuple[PlaceView, ...]:
        """The tables of nobody in particular."""
        return tuple(place for place in self.places if not place.owner)


def add_room(edition: Edition, name: str, tables: int | None) -> Room:
    """A room with shared tables, numbered on from the edition's highest table."""
    with writing():
        name = " ".join(name.split())
        found = _room_faults(edition, name) | _number_faults("tables", tables, least=0)
        if found:
            raise InvalidInputError(later("The room is not added yet: see below."), found)
        room = Room(edition_id=edition.id, name=name, slug=free_room_slug(edition, name))
        db.session.add(room)
        db.session.flush()
        _add_tables(edition, room, tables or 0)
    return room


def add_tables(edition: Edition, room_slug: str, number: int | None) -> list[str]:
    """More shared tables in a room; gives their labels."""
    with writing():
        room = room_of(edition, room_slug)
        found = _number_faults("number", number, least=1)
        if found:
            raise InvalidInputError(later("No table is added yet: see below."), found)
        return _add_tables(edition, room, number or 0)


def remove_table(edition: Edition, room_slug: str, label: str) -> None:
    """Remove a shared table; ConflictError where it is somebody's or something is planned."""
    with writing():
        room = room_of(edition, room_slug)
        place = next((one for one in room.places if one.label == label), None)
        if place is None:
            raise NotFoundError(later("There is no such table."))
        if place.owner is not None:
            raise ConflictError(
                later(
                    "%(label)s belongs to %(name)s: take it back there first.",
                    label=label,
                    name=place.owner.name,
                )
            )
        drop_places([place])


def remove_room(edition: Edition, room_slug: str) -> None:
    """Remove a room with its shared tables; ConflictError where it is used."""
    with writing():
        room = room_of(edition, room_slug)
        reason = _why_room_stays(edition, room)
        if reason:
            raise ConflictError(reason)
        drop_places(room.places)
        db.session.execute(delete(Room).where(Room.id == room.id))


def rooms_of(edition: Edition) -> tuple[RoomView, ...]:
    """All rooms with their places, in the order they were made."""
    rooms = room_rows(edition)
    held = rooms_with_items(edition)
    uses = uses_of_places({str(place.id): [place.id] for room in rooms for place in room.places})
    return tuple(
        RoomView(room.slug, room.name, _views(room, uses), _reason(room, uses, room.id in held))
        for room in rooms
    )


def rooms_with_items(edition: Edition) -> frozenset[int]:
    """The keys of the rooms in which something of the programme takes place."""
    rows = db.session.scalars(
        select(ProgrammeItem.room_id).where(
            ProgrammeItem.edition_id == edition.id, ProgrammeItem.room_id.is_not(None)
        )
    )
    return frozenset(key for key in rows if key is not None)


def _views(room: Room, uses: dict[str, str]) -> tuple[PlaceView, ...]:
    return tuple(
        PlaceView(
            place.label,
            place.kind,
            place.desks,
            place.owner.short_name or place.owner.name if place.owner else "",
            uses[str(place.id)],
        )
        for place in sorted(room.places, key=lambda place: natural_order(place.label))
    )


def _why_room_stays(edition: Edition, room: Room) -> str:
    uses = uses_of_places({str(place.id): [place.id] for place in room.places})
    return _reason(room, uses, room.id in rooms_with_items(edition))


def _reason(room: Room, uses: dict[str, str], has_items: bool) -> str:
    owned = sum(place.owner_organisation_id is not None for place in room.places)
    busy = sum(bool(uses[str(place.id)]) for place in room.places)
    parts = [
        later("%(owned)s of its places belong to hubs or exhibitors", owned=owned) if owned else "",
        later("%(busy)s of its places hold meetings or open slots", busy=busy) if busy else "",
        later("something of the programme takes place in it") if has_items else "",
    ]
    said = "; ".join(part for part in parts if part)
    return f"{room.name} stays: {said}." if said else ""


def _room_faults(edition: Edition, name: str) -> dict[str, str]:
    if not name:
        return {"name": later("Give the room a name, as people find it on the door.")}
    if len(name) > MAX_NAME_CHARACTERS:
        return {"name": later("A name has at most %(most)s characters.", most=MAX_NAME_CHARACTERS)}
    if name.casefold() in {room.name.casefold() for room in room_rows(edition)}:
        return {"name": later("There is a room of this name already.")}
    return {}


def _number_faults(field: str, number: int | None, *, least: int) -> dict[str, str]:
    if number is not None and least <= number <= MAX_TABLES:
        return {}
    return {
        field: later(
            "Type a whole number from %(least)s to %(most)s.", least=least, most=MAX_TABLES
        )
    }


def _add_tables(edition: Edition, room: Room, number: int) -> list[str]:
    """Labels go on where the edition's tables end, so that no number stands twice."""
    first = highest_label(edition, "") + 1
    labels = [str(label) for label in range(first, first + number)]
    db.session.add_all(
        Place(edition_id=edition.id, room_id=room.id, kind=PlaceKind.TABLE, label=label)
        for label in labels
    )
    return labels
