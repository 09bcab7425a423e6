"""The live meetings of a person or of their team, in order of time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.domain.agenda import local
from app.domain.states import MeetingState, PlaceKind, VersionKind
from app.extensions import db
from app.models import (
    Attendance,
    Meeting,
    MeetingRequest,
    OpenSlot,
    Organisation,
    Place,
    Registration,
    Room,
    ScheduleVersion,
    Slot,
)


@dataclass(frozen=True)
class OwnMeeting:
    """One meeting as one of its people sees it; `booking` is the open slot it came from."""

    person_id: int
    starts_at: datetime
    ends_at: datetime
    partner: str
    organisation: str
    country: str
    topic: str
    room: str
    place: str
    place_kind: PlaceKind
    booking: str


@dataclass(frozen=True)
class MeetingDay:
    """The meetings of one date of the edition's own calendar, earliest first."""

    date: date
    meetings: tuple[OwnMeeting, ...]


def by_day(meetings: Iterable[OwnMeeting], zone: str) -> tuple[MeetingDay, ...]:
    """Meetings in order of time, cut into days."""
    grouped = groupby(meetings, key=lambda meeting: local(meeting.starts_at, zone).date())
    return tuple(MeetingDay(day, tuple(of_day)) for day, of_day in grouped)


def own_meetings(registration: Registration) -> tuple[OwnMeeting, ...]:
    """The person's live meetings."""
    return meetings_of([registration.id])


def meetings_of(people: Collection[int]) -> tuple[OwnMeeting, ...]:
    """The live meetings of these registrations."""
    other = aliased(Attendance)
    rows = db.session.execute(
        select(
            Attendance.registration_id,
            Slot,
            Registration.name,
            Organisation,
            MeetingRequest.topic,
            Place,
            Room.name,
            OpenSlot.public_id,
        )
        .join(Meeting, Attendance.meeting_id == Meeting.id)
        .join(ScheduleVersion, Meeting.version_id == ScheduleVersion.id)
        .join(Slot, Meeting.slot_id == Slot.id)
        .join(MeetingRequest, Meeting.request_id == MeetingRequest.id)
        .join(
            other,
            (other.meeting_id == Meeting.id)
            & (other.registration_id != Attendance.registration_id),
        )
        .join(Registration, Registration.id == other.registration_id)
        .join(Organisation, Organisation.id == Registration.organisation_id)
        .outerjoin(Place, Meeting.place_id == Place.id)
        .outerjoin(Room, Place.room_id == Room.id)
        .outerjoin(OpenSlot, OpenSlot.request_id == MeetingRequest.id)
        .where(
            Attendance.registration_id.in_(people),
            Meeting.state == MeetingState.PLANNED,
            ScheduleVersion.kind == VersionKind.LIVE,
        )
        .order_by(Slot.starts_at, Meeting.id)
    )
    return tuple(
        OwnMeeting(
            person_id=person_id,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            partner=partner,
            organisation=organisation.name,
            country=organisation.country,
            topic=topic,
            room=room or "",
            place=place.label if place and room else "",
            place_kind=place.kind if place else PlaceKind.ONLINE,
            booking=booking or "",
        )
        for person_id, slot, partner, organisation, topic, place, room, booking in rows
    )
