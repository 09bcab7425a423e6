"""Reads what papers about places are made of, in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.agenda import Spot
from app.domain.paper.hall import Guest, Seat, Sitting
from app.domain.paper.imprint import Imprint
from app.domain.states import MeetingState, PlaceKind, VersionKind
from app.extensions import db
from app.models import (
    Attendance,
    Block,
    Edition,
    Meeting,
    Place,
    Registration,
    Room,
    ScheduleVersion,
    Slot,
)
from app.services.agenda_rows import published_version
from app.services.content import edition_text
from app.services.place_rows import natural_order, room_rows


@dataclass(frozen=True)
class Hall:
    """The places of an edition and who meets there.

    `slots` are those on site by their date, `rooms` those with places; a meeting stands under its
    place's key in order of time.
    """

    imprint: Imprint
    rooms: Sequence[Room]
    slots: Mapping[date, Sequence[Slot]]
    sittings: Mapping[int, Sequence[Sitting]]


def hall_of(edition: Edition, *, now: datetime) -> Hall:
    """All places of the edition, now."""
    rooms = [room for room in room_rows(edition) if room.places]
    return Hall(imprint_of(edition, now=now), rooms, _slots(edition), _sittings(edition))


def imprint_of(edition: Edition, *, now: datetime, language: str | None = None) -> Imprint:
    """What every paper says of itself; in the edition's main language if no other is asked for."""
    version = published_version(edition)
    return Imprint(
        edition_name=edition_text(edition, "name"),
        zone=edition.zone,
        language=language or edition.languages[0],
        version=version.number if version else None,
        printed_at=now,
        venue=edition_text(edition, "venue"),
        city=edition_text(edition, "city"),
    )


def seat_of(place: Place) -> Seat:
    """A place as papers name it."""
    return Seat(
        label=place.label,
        spot=Spot.STAND if place.kind is PlaceKind.STAND else Spot.TABLE,
        room=place.room.name if place.room else "",
        owner=place.owner.name if place.owner else "",
        desks=place.desks,
    )


def places_in_order(room: Room) -> list[Place]:
    """Tables by number, then stands."""
    return sorted(
        room.places,
        key=lambda place: (place.kind is PlaceKind.STAND, natural_order(place.label)),
    )


def _slots(edition: Edition) -> dict[date, list[Slot]]:
    found: dict[date, list[Slot]] = {}
    rows = db.session.execute(
        select(Block.held_on, Slot)
        .join(Slot, Slot.block_id == Block.id)
        .where(Block.edition_id == edition.id, Block.online.is_(False))
        .order_by(Slot.starts_at)
    )
    for held_on, slot in rows:
        found.setdefault(held_on, []).append(slot)
    return found


def _sittings(edition: Edition) -> dict[int, list[Sitting]]:
    found: dict[int, list[Sitting]] = {}
    for meeting in db.session.scalars(
        select(Meeting)
        .join(ScheduleVersion)
        .join(Slot, Meeting.slot_id == Slot.id)
        .join(Place, Meeting.place_id == Place.id)
        .where(
            ScheduleVersion.edition_id == edition.id,
            ScheduleVersion.kind == VersionKind.LIVE,
            Meeting.state == MeetingState.PLANNED,
            Place.kind != PlaceKind.ONLINE,
        )
        .options(
            selectinload(Meeting.slot),
            selectinload(Meeting.place).selectinload(Place.room),
            selectinload(Meeting.place).selectinload(Place.owner),
            selectinload(Meeting.request),
            selectinload(Meeting.attendances)
            .selectinload(Attendance.registration)
            .selectinload(Registration.organisation),
        )
        .order_by(Slot.starts_at, Meeting.id)
    ):
        assert meeting.place is not None  # noqa: S101 - the query joins it
        found.setdefault(meeting.place.id, []).append(_sitting(meeting, meeting.place))
    return found


def _sitting(meeting: Meeting, place: Place) -> Sitting:
    """Who is at home there comes first, else who asked."""

    def is_guest(person: Registration) -> tuple[bool, bool, int]:
        return (
            person.organisation_id != place.owner_organisation_id,
            person.id != meeting.request.from_registration_id,
            person.id,
        )

    host, visitor = sorted((one.registration for one in meeting.attendances), key=is_guest)
    return Sitting(
        meeting.slot.starts_at, meeting.slot.ends_at, seat_of(place), _guest(host), _guest(visitor)
    )


def _guest(person: Registration) -> Guest:
    organisation = person.organisation
    return Guest(person.name, organisation.name, organisation.short_name, organisation.country)
