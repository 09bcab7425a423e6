"""Papers about places: the sign on a table, the sheet of a stand, the list at a door, the plan.

All are made of the same parts: a `Seat` is a table or stand, a `Sitting` a meeting at one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.agenda import Spot
from app.domain.paper.imprint import Imprint
from app.domain.paper.order import name_order


@dataclass(frozen=True, slots=True)
class Guest:
    """One person of a meeting; `short` is what the organisation is called where room is scarce."""

    name: str
    organisation: str
    short: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A table or a stand. `owner` is empty where all share it, `desks` the meetings at a time."""

    label: str
    spot: Spot = Spot.TABLE
    room: str = ""
    owner: str = ""
    desks: int = 1


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting at a place. `host` is of the owner, or else who asked; times are aware UTC."""

    starts_at: datetime
    ends_at: datetime
    seat: Seat
    host: Guest
    visitor: Guest


@dataclass(frozen=True, slots=True)
class TableSign:
    """What stands on one table on one day; `sittings` in order of time."""

    imprint: Imprint
    seat: Seat
    day: date
    sittings: tuple[Sitting, ...]


class Standing(StrEnum):
    """What a time is at a place of somebody's own."""

    MEETING = "meeting"
    FREE = "free"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class StandTime:
    """A time at a stand; `free` desks are left, for whom nobody came yet."""

    starts_at: datetime
    ends_at: datetime
    standing: Standing
    sitting: Sitting | None = None
    free: int = 0


@dataclass(frozen=True, slots=True)
class StandSheet:
    """What hangs at a place of somebody's own for a day: who comes when, to whom, what is free."""

    imprint: Imprint
    seat: Seat
    day: date
    times: tuple[StandTime, ...]

    @property
    def meetings(self) -> int:
        """How many come."""
        return sum(one.sitting is not None for one in self.times)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who comes through the door, and where they sit down."""

    guest: Guest
    partner: Guest
    seat: Seat


@dataclass(frozen=True, slots=True)
class DoorSheet:
    """Who meets in one room at one time, sorted by the person's name."""

    imprint: Imprint
    room: str
    starts_at: datetime
    ends_at: datetime
    arrivals: tuple[Arrival, ...]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One time of a plan; `cells` holds for each seat of the plan who sits there."""

    starts_at: datetime
    ends_at: datetime
    cells: tuple[tuple[Sitting, ...], ...]

    @property
    def taken(self) -> int:
        """Meetings at this time."""
        return sum(len(cell) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class TablePlan:
    """All tables and stands of one room over one day."""

    imprint: Imprint
    room: str
    day: date
    seats: tuple[Seat, ...]
    rows: tuple[PlanRow, ...]

    @property
    def desks(self) -> int:
        """Meetings that the room holds at a time."""
        return sum(seat.desks for seat in self.seats)

    @property
    def taken(self) -> int:
        """Meetings of the whole day."""
        return sum(row.taken for row in self.rows)

    @property
    def free(self) -> int:
        """Meetings more that the room could hold over the whole day."""
        return self.desks * len(self.rows) - self.taken

    def taken_at(self, column: int) -> int:
        """Meetings of the whole day at one seat."""
        return sum(len(row.cells[column]) for row in self.rows)


def arrivals_of(sittings: Iterable[Sitting]) -> tuple[Arrival, ...]:
    """Both people of every meeting, sorted as one looks a name up."""
    found = [
        Arrival(guest, partner, one.seat)
        for one in sittings
        for guest, partner in ((one.host, one.visitor), (one.visitor, one.host))
    ]
    return tuple(sorted(found, key=lambda one: (name_order(one.guest.name), one.seat.label)))
