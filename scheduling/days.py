"""Everybody's day as a whole: all ways to be busy in the slots of one block, each with its price.

One choice among whole days says far more about waiting than slot by slot: the linear bound with a
column per way is nearly the truth where people must wait.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from scheduling.compile import Person, Problem
from scheduling.program import Program

MOST_SLOTS = 10
MOST_WAYS = 60_000


class Way(NamedTuple):
    """Busy in exactly these slots; `price` is what waiting costs then, in points."""

    slots: frozenset[int]
    price: int


class Day(NamedTuple):
    """One participant in one block: the slots that they could be busy in, and all ways to be."""

    person: int
    block: int
    slots: tuple[int, ...]
    ways: tuple[Way, ...]


def list_days(problem: Problem) -> tuple[Day, ...]:
    """All days on which somebody might have to wait; none where they are too many to list."""
    usable = [0] * len(problem.people)
    for option in problem.options:
        usable[option.first] |= 1 << option.slot
        usable[option.second] |= 1 << option.slot
    found: list[Day] = []
    ways = 0
    for number in range(len(problem.people)):
        for block in range(len(problem.blocks)):
            slots = tuple(t for t in problem.blocks[block] if usable[number] >> t & 1)
            if len(slots) > MOST_SLOTS:
                return ()
            day = Day(number, block, slots, tuple(_ways(problem, number, block, slots)))
            ways += len(day.ways)
            if ways > MOST_WAYS:
                return ()
            if any(way.price for way in day.ways):
                found.append(day)
    return tuple(found)


def add_days(program: Program, problem: Problem, listed: Sequence[Day]) -> None:
    """One way for every day, in step with the options: columns 0, 1 … of the program."""
    at: dict[tuple[int, int], list[int]] = {}
    for number, option in enumerate(problem.options):
        at.setdefault((option.first, option.slot), []).append(number)
        at.setdefault((option.second, option.slot), []).append(number)
    for day in listed:
        columns = [program.add_column(-way.price) for way in day.ways]
        program.add_row(columns, low=1, high=1)
        for slot in day.slots:
            busy = [c for c, way in zip(columns, day.ways, strict=True) if slot in way.slots]
            here = at[day.person, slot]
            program.add_row(here, minus=busy, low=0)
            together = problem.people[day.person].parallel == 1
            for meetings in [here] if together else [[one] for one in here]:
                program.add_row(meetings, minus=busy, high=0)


def _ways(problem: Problem, number: int, block: int, slots: tuple[int, ...]) -> Iterator[Way]:
    person = problem.people[number]
    for busy in _subsets(slots):
        if _is_allowed(person, problem.blocks[block], busy):
            yield Way(frozenset(busy), _price(problem, person, problem.blocks[block], busy))


def _subsets(slots: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for bits in range(1 << len(slots)):
        yield tuple(slot for rank, slot in enumerate(slots) if bits >> rank & 1)


def _is_allowed(person: Person, block: tuple[int, ...], busy: tuple[int, ...]) -> bool:
    """Whether somebody's own limits let them be busy in exactly these slots."""
    if len(busy) > min(person.max_per_block, person.max_meetings):
        return False
    row = 0
    for slot in block:
        row = row + 1 if slot in busy else 0
        if row > person.max_consecutive:
            return False
    return True


def _price(problem: Problem, person: Person, block: tuple[int, ...], busy: tuple[int, ...]) -> int:
    """What waiting costs on such a day, as `objective` counts idle slots and idle groups."""
    if not busy:
        return 0
    inside = block[block.index(busy[0]) : block.index(busy[-1])]
    idle = sum(slot not in busy and bool(person.available >> slot & 1) for slot in inside)
    groups = sum(one in busy and other not in busy for one, other in pairwise(inside))
    goals = problem.instance.goals
    return goals.idle_slot * idle + goals.idle_group * groups
