"""Tiny instances and schedules for tests, built by hand in one line each."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from scheduling.instance import Goals, Home, Instance, Participant, Place, Request, Slot
from scheduling.schedule import Meeting, Schedule

Part = Participant | Request | Place

FIRST_SLOT_STARTS_AT = datetime(2018, 11, 26, 9, 0, tzinfo=UTC)
SLOT_LENGTH = timedelta(minutes=20)

WEIGHT_ONLY = Goals(first_meetings=(), below_minimum=0, idle_slot=0)
"""Goals under which a schedule's total is the sum of its requests' weights."""


def slots(sizes: Mapping[str, int]) -> tuple[Slot, ...]:
    """`slots({"A": 2, "B": 1})`: A1, A2, B1, twenty minutes each, without a break between them."""
    ids = [(block, f"{block}{i + 1}") for block, size in sizes.items() for i in range(size)]
    return tuple(
        Slot(
            id,
            FIRST_SLOT_STARTS_AT + n * SLOT_LENGTH,
            FIRST_SLOT_STARTS_AT + (n + 1) * SLOT_LENGTH,
            block,
        )
        for n, (block, id) in enumerate(ids)
    )


def people(names: str) -> tuple[Participant, ...]:
    """`people("p1 p2 h1")`: participants without any limit."""
    return tuple(Participant(name) for name in names.split())


def at_home(id: str, table: str, place: str = "hall", **limits: Any) -> Participant:
    """A participant whose own table is `table`; `limits` are further fields of Participant."""
    return Participant(id, home=Home(place, table), **limits)


def hall(*tables: str, id: str = "hall", **more: Any) -> Place:
    """A place whose zone is its id; `hall()` has no tables of its own."""
    return Place(id, zone=id, tables=tables, **more)


def online() -> Place:
    """The place without tables."""
    return Place("online", zone="online")


def ask(id: str, one: str, other: str, **more: Any) -> Request:
    """`ask("r1", "p1", "h1 h2", weight=5)`: p1 meets h1 or h2; `more` are fields of Request."""
    return Request(id, (tuple(one.split()), tuple(other.split())), **more)


def instance(sizes: Mapping[str, int], *parts: Part, **more: Any) -> Instance:
    """An instance of these parts in any order; `more` are further fields of Instance."""
    return Instance(
        slots=slots(sizes),
        places=tuple(part for part in parts if isinstance(part, Place)),
        participants=tuple(part for part in parts if isinstance(part, Participant)),
        requests=tuple(part for part in parts if isinstance(part, Request)),
        **more,
    )


def meet(line: str) -> Meeting:
    """`meet("r1 A1 p1 h1")`, `meet("r1 A1 p1 h1 online")` or `meet("r1 A1 p1 h1 hall 2")`."""
    request, slot, one, other, *where = line.split()
    place, table = (*where, None, None)[:2]
    return Meeting(request, slot, place, table, (one, other))


def schedule(*lines: str) -> Schedule:
    """A schedule with one meeting per line, as `meet` reads them."""
    return Schedule(tuple(meet(line) for line in lines))
