"""When the two sides of a request can meet, by the limits that the solver holds, too."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.states import MeetingState, PlaceKind, VersionKind
from app.extensions import db
from app.models import (
    Attendance,
    Edition,
    Meeting,
    MeetingRequest,
    Occupied,
    Place,
    Room,
    ScheduleVersion,
    Slot,
)
from app.services.content import row_text
from app.services.free_time import FreeTime, free_times
from app.services.occupancy import ticks


@dataclass(frozen=True)
class CommonTime:
    """A time at which one of each side is free and a place is, too; times aware UTC.

    `place_id` is None online; `people` are the registrations who would meet, the asking first.
    """

    slot_id: int
    code: str
    starts_at: datetime
    ends_at: datetime
    place_id: int | None
    room: str
    table: str
    people: tuple[int, int]


def common_times(request: MeetingRequest, *, now: datetime) -> tuple[CommonTime, ...]:
    """All common times from `now` on, the earliest first; in a fixed number of queries."""
    edition = request.from_registration.edition
    slots = _slots(edition, now)
    asking, asked = _sides(request, edition)
    planned = _planned([one.registration_id for one in (*asking, *asked)])
    places = _Places(edition, request)
    found = []
    for slot in slots:
        pair = [_free_one(side, slot, slots, planned, edition) for side in (asking, asked)]
        place = places.free_at(slot)
        if pair[0] and pair[1] and (place or slot.block.online):
            found.append(_time(slot, place, (pair[0].registration_id, pair[1].registration_id)))
    return tuple(found)


def _slots(edition: Edition, now: datetime) -> Sequence[Slot]:
    return [
        slot
        for slot in db.session.scalars(
            select(Slot)
            .where(Slot.edition_id == edition.id)
            .options(selectinload(Slot.block))
            .order_by(Slot.starts_at)
        )
        if slot.starts_at > now
    ]


def _sides(request: MeetingRequest, edition: Edition) -> tuple[list[FreeTime], list[FreeTime]]:
    """Who may come for each side, with their free time."""
    own, other = request.from_registration.organisation_id, request.to_organisation_id
    times = free_times(edition, [own, other])
    asking = [
        one for one in times.get(own, ()) if one.registration_id == request.from_registration_id
    ]
    named = request.to_registration_id
    asked = [one for one in times.get(other, ()) if named in {None, one.registration_id}]
    return asking, asked


def _free_one(
    side: Iterable[FreeTime],
    slot: Slot,
    slots: Sequence[Slot],
    planned: Mapping[int, Sequence[Slot]],
    edition: Edition,
) -> FreeTime | None:
    """Somebody of the side who can meet in the slot; who has the fewest meetings goes first."""
    able = [
        one
        for one in side
        if slot.id in one.blocks
        and not _is_full(one, slot, slots, planned.get(one.registration_id, ()), edition)
    ]
    return min(
        able,
        key=lambda one: (len(planned.get(one.registration_id, ())), one.registration_id),
        default=None,
    )


def _is_full(
    one: FreeTime,
    slot: Slot,
    slots: Sequence[Slot],
    planned: Sequence[Slot],
    edition: Edition,
) -> bool:
    """Whether one meeting more would break a limit of the person."""
    in_block = [other for other in planned if other.block_id == slot.block_id]
    if one.limit is not None and len(planned) >= one.limit:
        return True
    if one.limit_per_block is not None and len(in_block) >= one.limit_per_block:
        return True
    most = edition.max_consecutive
    if most is None:
        return False
    busy = {other.id for other in in_block} | {slot.id}
    return _longest_run(slot, slots, busy) > most


def _longest_run(slot: Slot, slots: Sequence[Slot], busy: set[int]) -> int:
    """How many slots in a row would be busy around `slot`, in its block."""
    run = longest = 0
    for other in slots:
        if other.block_id == slot.block_id:
            run = run + 1 if other.id in busy else 0
            longest = max(longest, run)
    return longest


def _planned(people: Sequence[int]) -> Mapping[int, list[Slot]]:
    """Registration → the slots of its live meetings."""
    rows = db.session.execute(
        select(Attendance.registration_id, Slot)
        .join(Meeting, Attendance.meeting_id == Meeting.id)
        .join(ScheduleVersion, Meeting.version_id == ScheduleVersion.id)
        .join(Slot, Meeting.slot_id == Slot.id)
        .where(
            Attendance.registration_id.in_(people),
            Meeting.state == MeetingState.PLANNED,
            ScheduleVersion.kind == VersionKind.LIVE,
        )
    )
    found: dict[int, list[Slot]] = {}
    for person, slot in rows:
        found.setdefault(person, []).append(slot)
    return found


class _Places:
    """Where the two can meet: at their own table or stand, else at a shared table."""

    def __init__(self, edition: Edition, request: MeetingRequest) -> None:
        places = db.session.scalars(
            select(Place)
            .where(Place.edition_id == edition.id, Place.room_id.is_not(None))
            .options(selectinload(Place.room))
            .order_by(Place.id)
        ).all()
        sides = (request.to_organisation_id, request.from_registration.organisation_id)
        owned = [[one for one in places if one.owner_organisation_id == side] for side in sides]
        shared = [one for one in places if one.owner_organisation_id is None]
        own = owned[0] or owned[1]
        # A stand goes before a table, as for the solver.
        own.sort(key=lambda place: place.kind is not PlaceKind.STAND)
        self._places = own or shared
        self._taken = {
            (holder, tick)
            for holder, tick in db.session.execute(
                select(Occupied.holder, Occupied.tick).where(
                    Occupied.edition_id == edition.id, Occupied.holder.startswith("p")
                )
            )
        }

    def free_at(self, slot: Slot) -> Place | None:
        """A place with a desk free during the whole slot."""
        if slot.block.online:
            return None
        span = ticks(slot.starts_at, slot.ends_at)
        for place in self._places:
            for desk in range(1, place.desks + 1):
                if not any((f"p{place.id}.{desk}", tick) in self._taken for tick in span):
                    return place
        return None


def _time(slot: Slot, place: Place | None, people: tuple[int, int]) -> CommonTime:
    room: Room | None = place.room if place else None
    return CommonTime(
        slot_id=slot.id,
        code=slot.code,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place_id=place.id if place else None,
        room=row_text(room.edition, room, "name") if room else "",
        table=place.label if place else "",
        people=people,
    )
