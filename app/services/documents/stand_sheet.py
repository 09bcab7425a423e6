"""What hangs at a table or stand of somebody's own for a day: who comes when, to whom."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.domain.paper.hall import Sitting, Standing, StandSheet, StandTime
from app.domain.states import MeetingState, RegistrationState, VersionKind
from app.domain.words import later
from app.exports.documents import Document
from app.extensions import db
from app.models import (
    Attendance,
    Edition,
    Meeting,
    Place,
    Registration,
    ScheduleVersion,
    Slot,
)
from app.services.commitments import CommitmentKind, commitments
from app.services.documents.changes import people_changed_since
from app.services.documents.hall_rows import Hall, hall_of, seat_of
from app.services.documents.table_sign import wanted_places
from app.services.documents.wanted import Kind, Wanted, Whose
from app.services.homes import home_places
from app.services.slugs import slug_of

# So many times stand on the first sheet, and on each that follows.
ON_THE_FIRST, ON_THE_NEXT = 10, 14


@dataclass(frozen=True)
class _Staff:
    """Who receives visitors at which place (by key), and how many each can at a slot."""

    at: Mapping[int, Sequence[Registration]]
    absent: Collection[tuple[int, int]]
    meetings: Mapping[tuple[int, int], int]

    def free(self, place: Place, slot: Slot) -> int:
        """How many more meetings those who are at home there can hold then."""
        return sum(
            max(0, one.parallel_desks - self.meetings.get((one.id, slot.id), 0))
            for one in self.at.get(place.id, ())
            if (one.id, slot.id) not in self.absent
        )


def documents(edition: Edition, wanted: Wanted, *, now: datetime) -> list[Document]:
    """One for each place with an owner and each day on which people meet on site."""
    hall = hall_of(edition, now=now)
    people = _people(edition)
    places = [one for one in wanted_places(hall, wanted) if one.owner_organisation_id is not None]
    if wanted.changed_since:
        changed = people_changed_since(edition, wanted.changed_since)
        moved = {one.organisation_id for one in people if one.id in changed}
        places = [one for one in places if one.owner_organisation_id in moved]
    staff = _staff(edition, hall, people)
    return [
        _document(hall, place, day, slots, staff)
        for place in places
        for day, slots in hall.slots.items()
    ]


def _document(
    hall: Hall, place: Place, day: date, slots: Sequence[Slot], staff: _Staff
) -> Document:
    seat = seat_of(place)
    times = tuple(time for slot in slots for time in _times(hall, place, slot, staff))
    return Document(
        kind=KIND.key,
        file_name=f"stand-{slug_of(seat.label)}-{slug_of(seat.owner)}-{day}",
        title=f"{seat.label} · {seat.owner} · {day}",
        language=hall.imprint.language,
        data=StandSheet(hall.imprint, seat, day, times),
        sheets=1 + ceil(max(0, len(times) - ON_THE_FIRST) / ON_THE_NEXT),
    )


def _times(hall: Hall, place: Place, slot: Slot, staff: _Staff) -> Iterator[StandTime]:
    """Each meeting of the slot, and one line more for what is left of it."""
    sittings: list[Sitting] = [
        one for one in hall.sittings.get(place.id, ()) if one.starts_at == slot.starts_at
    ]
    for one in sittings:
        yield StandTime(slot.starts_at, slot.ends_at, Standing.MEETING, one)
    free = min(place.desks - len(sittings), staff.free(place, slot))
    if free > 0:
        yield StandTime(slot.starts_at, slot.ends_at, Standing.FREE, free=free)
    elif not sittings:
        yield StandTime(slot.starts_at, slot.ends_at, Standing.AWAY)


def _people(edition: Edition) -> Sequence[Registration]:
    return db.session.scalars(
        select(Registration)
        .where(
            Registration.edition_id == edition.id,
            Registration.state == RegistrationState.APPROVED,
            Registration.wants_meetings,
        )
        .options(selectinload(Registration.unavailable))
        .order_by(Registration.id)
    ).all()


def _staff(edition: Edition, hall: Hall, people: Sequence[Registration]) -> _Staff:
    of_owner: dict[int, list[Registration]] = {}
    for person in people:
        of_owner.setdefault(person.organisation_id, []).append(person)
    homes = home_places(hall.rooms, of_owner)
    at: dict[int, list[Registration]] = {}
    for person in people:
        if person.id in homes:
            at.setdefault(homes[person.id].id, []).append(person)
    absent = {(person.id, one.slot_id) for person in people for one in person.unavailable}
    absent |= {
        time
        for time, what in commitments(edition, list(homes)).items()
        if what.kind is CommitmentKind.TALK
    }
    return _Staff(at, absent, _meetings(edition))


def _meetings(edition: Edition) -> dict[tuple[int, int], int]:
    """(registration, slot) → how many meetings, wherever they are."""
    rows = db.session.execute(
        select(Attendance.registration_id, Meeting.slot_id, func.count())
        .join(Meeting, Attendance.meeting_id == Meeting.id)
        .join(ScheduleVersion, Meeting.version_id == ScheduleVersion.id)
        .where(
            ScheduleVersion.edition_id == edition.id,
            ScheduleVersion.kind == VersionKind.LIVE,
            Meeting.state == MeetingState.PLANNED,
        )
        .group_by(Attendance.registration_id, Meeting.slot_id)
    )
    return {(person_id, slot_id): number for person_id, slot_id, number in rows}


KIND = Kind(
    key="stand_sheet",
    name=later("Stand sheets"),
    about=later("To hang up at a stand or an own table: who comes when, to whom, what is free."),
    whose=Whose.PLACE,
    documents=documents,
    follows_meetings=True,
)
