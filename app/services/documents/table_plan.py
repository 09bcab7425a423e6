"""The organiser's plan: times down, tables across, for each room and day."""

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil

from app.domain.paper.hall import PlanRow, TablePlan
from app.domain.words import later
from app.exports.documents import Document
from app.models import Edition, Room, Slot
from app.services.documents.hall_rows import Hall, hall_of, places_in_order, seat_of
from app.services.documents.wanted import Kind, Wanted, Whose
from app.services.slugs import slug_of

# So many tables and times stand on a sheet.
TABLES, TIMES = 8, 9


def documents(edition: Edition, wanted: Wanted, *, now: datetime) -> list[Document]:
    """One for each room with places and day on which people meet on site, day by day."""
    hall = hall_of(edition, now=now)
    return [
        _document(_plan(hall, room, day, slots))
        for day, slots in hall.slots.items()
        for room in hall.rooms
        if wanted.rooms is None or room.id in wanted.rooms
    ]


def _plan(hall: Hall, room: Room, day: date, slots: Sequence[Slot]) -> TablePlan:
    places = places_in_order(room)
    return TablePlan(
        imprint=hall.imprint,
        room=room.name,
        day=day,
        seats=tuple(seat_of(place) for place in places),
        rows=tuple(
            PlanRow(
                slot.starts_at,
                slot.ends_at,
                tuple(
                    tuple(
                        one
                        for one in hall.sittings.get(place.id, ())
                        if one.starts_at == slot.starts_at
                    )
                    for place in places
                ),
            )
            for slot in slots
        ),
    )


def _document(plan: TablePlan) -> Document:
    return Document(
        kind=KIND.key,
        file_name=f"plan-{plan.day}-{slug_of(plan.room)}",
        title=f"{plan.room} · {plan.day}",
        language=plan.imprint.language,
        data=plan,
        sheets=ceil(len(plan.seats) / TABLES) * ceil(len(plan.rows) / TIMES),
    )


KIND = Kind(
    key="table_plan",
    name=later("Table plans"),
    about=later("For each room and day, all tables with who meets when, what is free, the totals."),
    whose=Whose.EVENT,
    documents=documents,
)
