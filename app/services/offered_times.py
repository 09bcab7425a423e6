"""An exhibitor offers times at its own table or stand, and takes them back."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from app.domain.agenda import local
from app.domain.errors import ConflictError, NotFoundError
from app.domain.states import OpenSlotState
from app.domain.words import later
from app.extensions import db
from app.models import OpenSlot, Registration
from app.services import person_locks
from app.services.open_slot_states import change_state
from app.services.team import Cell, CellState, Member, team_of
from app.services.transaction import writing

# (public id of a representative, code of a slot)
Wish = tuple[str, str]


@dataclass(frozen=True)
class TeamChange:
    """What became of it; `kept` says what could not be as wished, and why."""

    opened: int
    closed: int
    kept: tuple[str, ...]


def has_opened_times(edition_id: int, organisation_id: int) -> bool:
    """Whether anybody of the organisation offers a time, booked or not."""
    opened = exists().where(
        OpenSlot.edition_id == edition_id,
        OpenSlot.registration_id == Registration.id,
        OpenSlot.state != OpenSlotState.CLOSED,
        Registration.organisation_id == organisation_id,
    )
    return bool(db.session.scalar(select(opened)))


def offer(by: Registration, wanted: frozenset[Wish], *, now: datetime) -> TeamChange:
    """Offer exactly the `wanted` times of one's team for booking at once.

    A time that is booked stays booked; one that cannot be offered is named in `kept`.
    """
    with writing():
        person_locks.hold_team(by)
        team = team_of(by)
        if not team.has_place:
            raise NotFoundError(later("Your organisation has no table or stand of its own here."))
        change = _Change(by, now)
        for member in team.members:
            for cell in member.cells:
                change.consider(member, cell, wanted=(member.public_id, cell.code) in wanted)
        return TeamChange(change.opened, change.closed, tuple(change.kept))


class _Change:
    """Goes through the team's slots and counts what each place holds at a time."""

    def __init__(self, by: Registration, now: datetime) -> None:
        self._edition_id = by.edition_id
        self._zone = by.edition.zone
        self._now = now
        self._used = _used(by.edition_id)
        self.opened = 0
        self.closed = 0
        self.kept: list[str] = []

    def consider(self, member: Member, cell: Cell, *, wanted: bool) -> None:
        """Open or close one slot of one representative, or say why it stays as it is."""
        if wanted and cell.state is CellState.FREE:
            self._open(member, cell)
        elif wanted and cell.state is CellState.BLOCKED:
            self._keep(member, cell, cell.about)
        elif not wanted and cell.state is CellState.OFFERED:
            self._close(member, cell)

    def _open(self, member: Member, cell: Cell) -> None:
        place = (member.place_id, cell.slot_id)
        if cell.starts_at <= self._now:
            self._keep(member, cell, later("that time has passed"))
        elif self._used[place] >= member.desks:
            self._keep(
                member,
                cell,
                later(
                    "place %(place)s holds %(desks)s at a time",
                    place=member.place,
                    desks=member.desks,
                ),
            )
        else:
            self._used[place] += 1
            self.opened += 1
            self._store(member, cell)

    def _store(self, member: Member, cell: Cell) -> None:
        row = self._row(member, cell)
        if row is None:
            row = OpenSlot(
                edition_id=self._edition_id,
                registration_id=member.registration_id,
                slot_id=cell.slot_id,
                place_id=member.place_id,
                created_at=self._now,
            )
            db.session.add(row)
        elif member.place_id is not None:
            row.place_id = member.place_id
        row.state = OpenSlotState.OPEN
        row.request_id = None

    def _close(self, member: Member, cell: Cell) -> None:
        row = self._row(member, cell)
        try:
            if row is not None:
                change_state(row, OpenSlotState.OPEN, OpenSlotState.CLOSED, request_id=None)
        except ConflictError:
            self._keep(member, cell, later("it has just been booked"))
        else:
            self.closed += 1
            self._used[member.place_id, cell.slot_id] -= 1

    def _row(self, member: Member, cell: Cell) -> OpenSlot | None:
        return db.session.scalar(
            select(OpenSlot).where(
                OpenSlot.registration_id == member.registration_id,
                OpenSlot.slot_id == cell.slot_id,
            )
        )

    def _keep(self, member: Member, cell: Cell, reason: str) -> None:
        when = f"{local(cell.starts_at, self._zone):%a %H:%M}"
        self.kept.append(f"{when}, {member.name}: {reason}")


def _used(edition_id: int) -> Counter[tuple[int | None, int]]:
    """(place, slot) → how many offers and bookings it holds then."""
    rows = db.session.execute(
        select(OpenSlot.place_id, OpenSlot.slot_id).where(
            OpenSlot.edition_id == edition_id,
            OpenSlot.state.in_([OpenSlotState.OPEN, OpenSlotState.BOOKED]),
        )
    )
    return Counter((place, slot) for place, slot in rows)
