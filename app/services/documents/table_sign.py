"""The sign that stands on a table or stand for a day: its number, its owner, who meets there."""

from collections.abc import Iterator
from datetime import date, datetime

from app.domain.agenda import local
from app.domain.paper.hall import TableSign
from app.domain.words import later
from app.exports.documents import Document
from app.models import Edition, Place
from app.services.documents.hall_rows import Hall, hall_of, places_in_order, seat_of
from app.services.documents.wanted import Kind, Wanted, Whose
from app.services.slugs import slug_of


def documents(edition: Edition, wanted: Wanted, *, now: datetime) -> list[Document]:
    """One for each place and day on which people meet on site, day by day."""
    hall = hall_of(edition, now=now)
    return [
        _document(hall, place, day) for day in hall.slots for place in wanted_places(hall, wanted)
    ]


def wanted_places(hall: Hall, wanted: Wanted) -> Iterator[Place]:
    """The places that are wanted, room by room."""
    for room in hall.rooms:
        if wanted.rooms is None or room.id in wanted.rooms:
            for place in places_in_order(room):
                if (wanted.places is None or place.id in wanted.places) and (
                    wanted.organisations is None
                    or place.owner_organisation_id in wanted.organisations
                ):
                    yield place


def _document(hall: Hall, place: Place, day: date) -> Document:
    zone = hall.imprint.zone
    sittings = tuple(
        one for one in hall.sittings.get(place.id, ()) if local(one.starts_at, zone).date() == day
    )
    seat = seat_of(place)
    return Document(
        kind=KIND.key,
        file_name=f"sign-{day}-{slug_of(seat.room)}-{slug_of(seat.label)}",
        title=f"{seat.label} · {seat.room} · {day}",
        language=hall.imprint.language,
        data=TableSign(hall.imprint, seat, day, sittings),
    )


KIND = Kind(
    key="table_sign",
    name=later("Table signs"),
    about=later("A sheet for each table and day: its number, read from afar, and who meets there."),
    whose=Whose.PLACE,
    documents=documents,
)
