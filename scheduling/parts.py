"""The parts of an instance: plain frozen values. `Instance` judges them together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Slot:
    """A time for one round of meetings; times are aware, `block` names its half-day."""

    id: str
    starts_at: datetime
    ends_at: datetime
    block: str


@dataclass(frozen=True, slots=True)
class Place:
    """A hall, a room or "online".

    `tables` None means no limit and no table named. `closed` maps a slot to the tables closed in
    it. `desks` maps a table to the meetings it holds at a time; left out, a table holds the sum
    of its owners' `parallel`, and 1 without owners.
    """

    id: str
    zone: str = ""
    tables: tuple[str, ...] | None = None
    closed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    desks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Home:
    """A participant's own table or stand; it serves its owners' meetings only."""

    place: str
    table: str


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who meets: limits count meetings, `max_consecutive` adjacent busy slots of a block.

    `parallel` is the number of meetings they can hold at a time. None means no limit or no home.
    """

    id: str
    unavailable: tuple[str, ...] = ()
    max_meetings: int | None = None
    min_meetings: int = 0
    max_per_block: int | None = None
    max_consecutive: int | None = None
    parallel: int = 1
    home: Home | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """A meeting that stays: its slot, and where given its place, its table and who attends."""

    slot: str
    place: str | None = None
    table: str | None = None
    participants: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """An accepted wish to meet between two sides; of each side exactly one participant attends.

    `slots` and `places`: None = any, () = none. `after` names requests that must take place in an
    earlier slot, wherever both are scheduled.
    """

    id: str
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    weight: int = 1
    mandatory: bool = False
    slots: tuple[str, ...] | None = None
    places: tuple[str, ...] | None = None
    after: tuple[str, ...] = ()
    pinned: Pin | None = None


@dataclass(frozen=True, slots=True)
class Goals:
    """What a good schedule is: prices and bonuses in points, none negative.

    `reach` k is no price: before anything else the number of participants with at least 1, then 2
    … k meetings is made as large as possible. `first_meetings` never rises from entry to entry.
    """

    reach: int = 0
    weight: int = 1
    first_meetings: tuple[int, ...] = (60, 30, 15)
    below_minimum: int = 200
    idle_slot: int = 4
    idle_group: int = 0
    table_move: int = 0
    zone_hop: int = 0
    change: int = 0
