"""For the steward at a door: who goes to which table at one time, by name."""

from datetime import datetime
from math import ceil

from app.domain.agenda import clock, local
from app.domain.paper.hall import DoorSheet, Sitting, arrivals_of
from app.domain.words import later
from app.exports.documents import Document
from app.models import Edition, Room
from app.services.documents.hall_rows import Hall, hall_of
from app.services.documents.wanted import Kind, Wanted, Whose
from app.services.slugs import slug_of

# So many people stand on the first sheet, and on each that follows.
ON_THE_FIRST, ON_THE_NEXT = 14, 19


def documents(edition: Edition, wanted: Wanted, *, now: datetime) -> list[Document]:
    """One for each room and time at which somebody meets there, room by room."""
    hall = hall_of(edition, now=now)
    return [
        one
        for room in hall.rooms
        if wanted.rooms is None or room.id in wanted.rooms
        for one in _of_room(hall, room)
    ]


def _of_room(hall: Hall, room: Room) -> list[Document]:
    by_time: dict[tuple[datetime, datetime], list[Sitting]] = {}
    for place in room.places:
        for one in hall.sittings.get(place.id, ()):
            by_time.setdefault((one.starts_at, one.ends_at), []).append(one)
    return [
        _document(DoorSheet(hall.imprint, room.name, *time, arrivals_of(sittings)))
        for time, sittings in sorted(by_time.items())
    ]


def _document(sheet: DoorSheet) -> Document:
    at = local(sheet.starts_at, sheet.imprint.zone)
    return Document(
        kind=KIND.key,
        file_name=f"door-{slug_of(sheet.room)}-{at:%Y-%m-%d-%H%M}",
        title=f"{sheet.room} · {at:%Y-%m-%d} {clock(sheet.starts_at, sheet.imprint.zone)}",
        language=sheet.imprint.language,
        data=sheet,
        sheets=1 + ceil(max(0, len(sheet.arrivals) - ON_THE_FIRST) / ON_THE_NEXT),
    )


KIND = Kind(
    key="door_sheet",
    name=later("Door sheets"),
    about=later("For each room and time, who meets at which table, by name, for who stands there."),
    whose=Whose.PLACE,
    documents=documents,
)
