"""The rules that cap a group of options; the linear bound and CP-SAT both read them here.

A cap says: of these options at most `limit` may be chosen. Caps that can never bind are left out.
`active` are the numbers of the options in question: all of them, or a neighbourhood's.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from scheduling.compile import UNLIMITED, Option, Problem


class Cap(NamedTuple):
    """At most `limit` of these options."""

    options: tuple[int, ...]
    limit: int


def desks(problem: Problem, active: Iterable[int]) -> Iterator[Cap]:
    """Nobody has more meetings in a slot than desks."""
    for (person, _), group in by_person(problem, active, lambda option: option.slot).items():
        yield from _cap(problem, group, problem.people[person].parallel)


def meetings(problem: Problem, active: Iterable[int]) -> Iterator[Cap]:
    """Nobody has more meetings than their maximum."""
    for (person, _), group in by_person(problem, active, lambda option: 0).items():
        yield from _cap(problem, group, problem.people[person].max_meetings)


def meetings_per_block(problem: Problem, active: Iterable[int]) -> Iterator[Cap]:
    """Nobody has more meetings in a block than their maximum per block."""
    groups = by_person(problem, active, lambda option: problem.block_of[option.slot])
    for (person, _), group in groups.items():
        yield from _cap(problem, group, problem.people[person].max_per_block)


def meetings_in_row(problem: Problem, active: Iterable[int]) -> Iterator[Cap]:
    """Of any row of slots one longer than somebody's maximum, one stays free.

    Exact for participants with one desk; with more it is only implied, so CP-SAT says it again.
    """
    limited = {n for n, person in enumerate(problem.people) if person.max_consecutive < UNLIMITED}
    groups = by_person(problem, active, lambda option: option.slot, limited)
    for number in sorted(limited):
        person = problem.people[number]
        for row in rows(problem, person.max_consecutive):
            group = [option for slot in row for option in groups.get((number, slot), ())]
            yield from _cap(problem, group, person.max_consecutive * person.parallel)


def rooms(problem: Problem, active: Iterable[int]) -> Iterator[Cap]:
    """No slot has more meetings than there are desks at the tables that they may use."""
    by_slot: dict[int, list[int]] = defaultdict(list)
    for number in active:
        by_slot[problem.options[number].slot].append(number)
    for slot, numbers in by_slot.items():
        for room in problem.rooms[slot]:
            inside = [n for n in numbers if problem.options[n].spot in room.spots]
            yield from _cap(problem, inside, room.limit)


RULES = (desks, meetings, meetings_per_block, meetings_in_row, rooms)


def rows(problem: Problem, length: int) -> Iterator[tuple[int, ...]]:
    """Every row of `length` + 1 adjacent slots of a block."""
    for block in problem.blocks:
        for start in range(len(block) - length):
            yield block[start : start + length + 1]


def by_person(
    problem: Problem,
    active: Iterable[int],
    key: Callable[[Option], int],
    people: Iterable[int] | None = None,
) -> dict[tuple[int, int], list[int]]:
    """The options of each participant, told apart by `key`."""
    wanted = None if people is None else set(people)
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number in active:
        option = problem.options[number]
        for person in (option.first, option.second):
            if wanted is None or person in wanted:
                groups[person, key(option)].append(number)
    return groups


def _cap(problem: Problem, group: list[int], limit: int) -> Iterator[Cap]:
    """The cap, unless so few requests are in the group that it cannot bind."""
    if len(group) > limit and len({problem.options[n].request for n in group}) > limit:
        yield Cap(tuple(group), limit)
