"""The people of one organisation at an edition, and the times they offer at their own place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.errors import NotFoundError
from app.domain.states import OpenSlotState, PlaceKind, RegistrationState
from app.domain.words import later
from app.extensions import db
from app.models import (
    Block,
    MeetingRequest,
    OpenSlot,
    Place,
    Registration,
    Room,
    Slot,
    Unavailability,
)
from app.services.commitments import Commitment, CommitmentKind, commitments
from app.services.content import row_text
from app.services.homes import home_places


class CellState(StrEnum):
    """What a representative's slot is to the team."""

    FREE = "free"
    OFFERED = "offered"
    BOOKED = "booked"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Cell:
    """One slot of one representative; `about` says who booked it or why it is blocked."""

    slot_id: int
    code: str
    starts_at: datetime
    ends_at: datetime
    state: CellState
    about: str = ""
    booking: str = ""


@dataclass(frozen=True)
class TeamDay:
    """A representative's slots of one day."""

    held_on: date
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Member:
    """One representative with a place to offer times at; `place` is None for the others."""

    registration_id: int
    public_id: str
    name: str
    job_title: str
    state: RegistrationState
    wants_meetings: bool
    place_id: int | None
    place: str
    place_kind: PlaceKind | None
    room: str
    desks: int
    days: tuple[TeamDay, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All slots in time order."""
        return tuple(cell for day in self.days for cell in day.cells)


@dataclass(frozen=True)
class Team:
    """The representatives of an organisation."""

    organisation: str
    members: tuple[Member, ...]

    @property
    def has_place(self) -> bool:
        """Whether the team has a table or stand of its own."""
        return any(member.place_id is not None for member in self.members)


def team_of(registration: Registration) -> Team:
    """The team of an approved participant; NotFoundError for everybody else."""
    if registration.state is not RegistrationState.APPROVED:
        raise NotFoundError(
            later("The organisers have to approve you before you work with the team.")
        )
    people = _people(registration)
    meeting = [p for p in people if p.wants_meetings and p.state is RegistrationState.APPROVED]
    homes = home_places(_rooms(registration.edition_id), {registration.organisation_id: meeting})
    ids = [person.id for person in meeting]
    cells = _Cells(registration, ids)
    return Team(
        registration.organisation.name,
        tuple(_member(person, homes.get(person.id), cells) for person in people),
    )


class _Cells:
    """What fills the slots of the team, read once."""

    def __init__(self, registration: Registration, people: Sequence[int]) -> None:
        self.blocks = db.session.scalars(
            select(Block)
            .where(Block.edition_id == registration.edition_id, Block.online.is_(False))
            .options(selectinload(Block.slots))
            .order_by(Block.held_on, Block.starts_local)
        ).all()
        self.ruled_out = {
            (person, slot)
            for person, slot in db.session.execute(
                select(Unavailability.registration_id, Unavailability.slot_id).where(
                    Unavailability.registration_id.in_(people)
                )
            )
        }
        self.bound = commitments(registration.edition, people)
        self.rows = _open_slots(people)

    def of(self, person: Registration) -> tuple[TeamDay, ...]:
        """The person's slots by day."""
        return tuple(
            TeamDay(
                day, tuple(self._cell(person, slot) for block in of_day for slot in block.slots)
            )
            for day, of_day in groupby(self.blocks, key=lambda block: block.held_on)
        )

    def _cell(self, person: Registration, slot: Slot) -> Cell:
        key = (person.id, slot.id)
        row, commitment = self.rows.get(key), self.bound.get(key)
        state, about = CellState.FREE, ""
        if row and row[0].state is OpenSlotState.BOOKED:
            state, about = CellState.BOOKED, row[1]
        elif row and row[0].state is OpenSlotState.OPEN:
            state = CellState.OFFERED
        elif key in self.ruled_out:
            state, about = CellState.BLOCKED, later("not available")
        elif commitment:
            state, about = CellState.BLOCKED, _words(commitment)
        booking = row[0].public_id if row and state is CellState.BOOKED else ""
        return Cell(slot.id, slot.code, slot.starts_at, slot.ends_at, state, about, booking)


def _open_slots(people: Sequence[int]) -> Mapping[tuple[int, int], tuple[OpenSlot, str]]:
    """(representative, slot) → the offer, and by whom it is booked."""
    rows = db.session.scalars(select(OpenSlot).where(OpenSlot.registration_id.in_(people))).all()
    requests = {
        request.id: request.from_registration
        for request in db.session.scalars(
            select(MeetingRequest)
            .where(MeetingRequest.id.in_([row.request_id for row in rows if row.request_id]))
            .options(
                selectinload(MeetingRequest.from_registration).selectinload(
                    Registration.organisation
                )
            )
        )
    }
    found: dict[tuple[int, int], tuple[OpenSlot, str]] = {}
    for row in rows:
        visitor = requests.get(row.request_id) if row.request_id else None
        about = f"{visitor.name}, {visitor.organisation.name}" if visitor else ""
        found[row.registration_id, row.slot_id] = (row, about)
    return found


def _people(registration: Registration) -> Sequence[Registration]:
    return db.session.scalars(
        select(Registration)
        .where(
            Registration.edition_id == registration.edition_id,
            Registration.organisation_id == registration.organisation_id,
            Registration.state.in_([RegistrationState.APPROVED, RegistrationState.SUBMITTED]),
        )
        .order_by(Registration.id)
    ).all()


def _rooms(edition_id: int) -> Sequence[Room]:
    return db.session.scalars(
        select(Room)
        .where(Room.edition_id == edition_id)
        .options(selectinload(Room.places))
        .order_by(Room.id)
    ).all()


def _member(person: Registration, place: Place | None, cells: _Cells) -> Member:
    return Member(
        registration_id=person.id,
        public_id=person.public_id,
        name=person.name,
        job_title=person.job_title,
        state=person.state,
        wants_meetings=person.wants_meetings,
        place_id=place.id if place else None,
        place=place.label if place else "",
        place_kind=place.kind if place else None,
        room=row_text(place.room.edition, place.room, "name") if place and place.room else "",
        desks=place.desks if place else 0,
        days=cells.of(person) if place else (),
    )


def _words(commitment: Commitment) -> str:
    if commitment.kind is CommitmentKind.MEETING:
        return later("meets %(about)s", about=commitment.about)
    return later("presents “%(about)s”", about=commitment.about)
