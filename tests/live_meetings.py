"""The meetings that take place, worked out anew from meetings and slots, and what is wrong there.

This does not ask `occupied` who is where: that table is a guard, and is judged here, too.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.domain.states import MeetingState, VersionKind
from app.extensions import db
from app.models import (
    Attendance,
    Meeting,
    Occupied,
    Place,
    Registration,
    ScheduleVersion,
    Slot,
)

TICK_SECONDS = 5 * 60


@dataclass(frozen=True)
class Live:
    """One meeting that takes place: its holders (`r<id>`, `p<id>`) with their desks."""

    id: int
    edition_id: int
    request_id: int
    starts_at: datetime
    ends_at: datetime
    people: frozenset[int]
    desks: dict[str, int]

    @property
    def ticks(self) -> set[int]:
        """Every five minutes that the meeting touches."""
        first, last = self.starts_at.timestamp(), self.ends_at.timestamp() - 1
        return set(range(int(first // TICK_SECONDS), int(last // TICK_SECONDS) + 1))


def live_meetings() -> list[Live]:
    rows = db.session.execute(
        select(
            Meeting.id,
            ScheduleVersion.edition_id,
            Meeting.request_id,
            Slot.starts_at,
            Slot.ends_at,
            Place.id,
            Place.desks,
            Place.room_id,
        )
        .join(ScheduleVersion, Meeting.version_id == ScheduleVersion.id)
        .join(Slot, Meeting.slot_id == Slot.id)
        .outerjoin(Place, Meeting.place_id == Place.id)
        .where(
            ScheduleVersion.kind == VersionKind.LIVE,
            Meeting.state == MeetingState.PLANNED,
        )
    ).all()
    people: dict[int, dict[int, int]] = defaultdict(dict)
    for meeting_id, person, desks in db.session.execute(
        select(Attendance.meeting_id, Registration.id, Registration.parallel_desks).join(
            Registration, Attendance.registration_id == Registration.id
        )
    ):
        people[meeting_id][person] = desks
    return [_live(row, people[row[0]]) for row in rows]


def _live(row: Any, people: dict[int, int]) -> Live:
    meeting_id, edition_id, request_id, starts_at, ends_at, place, place_desks, room = row
    desks = {f"r{person}": number for person, number in people.items()}
    if room is not None:  # online there is no room, and no limit
        desks[f"p{place}"] = place_desks
    return Live(meeting_id, edition_id, request_id, starts_at, ends_at, frozenset(people), desks)


def overlaps(meetings: list[Live]) -> Iterator[str]:
    """Nobody and no place has more meetings at a time than desks."""
    by_holder: dict[str, list[Live]] = defaultdict(list)
    for meeting in meetings:
        for holder in meeting.desks:
            by_holder[holder].append(meeting)
    for holder, theirs in sorted(by_holder.items()):
        for one in theirs:
            at_once = [
                other for other in theirs if other.starts_at <= one.starts_at < other.ends_at
            ]
            if len(at_once) > one.desks[holder]:
                yield f"{holder} has {len(at_once)} meetings at {one.starts_at:%H:%M}"


def double_bookings() -> int:
    """How many moments somebody or some place is taken more than once."""
    return len(list(overlaps(live_meetings())))


def occupancy(meetings: list[Live]) -> Iterator[str]:
    """Each live meeting holds one desk of each holder in all its ticks; nothing else does."""
    held: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row in db.session.scalars(select(Occupied)):
        held[row.meeting_id][row.holder].add(row.tick)
    for meeting in meetings:
        rows = held.pop(meeting.id, {})
        if sorted(name.partition(".")[0] for name in rows) != sorted(meeting.desks):
            yield f"meeting {meeting.id} holds {sorted(rows)}, not {sorted(meeting.desks)}"
        if any(ticks != meeting.ticks for ticks in rows.values()):
            yield f"meeting {meeting.id} holds other times than its own"
    for meeting_id in held:
        yield f"meeting {meeting_id} is not live and holds a time"
