"""Seats the meetings of every slot: from "at one of these places" to a table with a name.

The search kept Hall's condition, so every slot can be seated; among the ways to do it, people stay
at the table where they sat in the slot before, where that is possible.
"""

from collections.abc import Iterable, Sequence

from scheduling.compile import Problem
from scheduling.schedule import Meeting, Schedule
from scheduling.spots import Spot, Where, pool_tables


class SeatingError(Exception):
    """A slot could not be seated: the search broke its promise."""


def seat(problem: Problem, chosen: Iterable[int]) -> Schedule:
    """The schedule of these options, every meeting with its place and table."""
    by_slot: list[list[int]] = [[] for _ in problem.block_of]
    for number in sorted(chosen):
        by_slot[problem.options[number].slot].append(number)
    before: dict[int, Where] = {}
    seats: dict[int, tuple[str | None, str | None]] = {}
    for slot, numbers in enumerate(by_slot):
        found = _seat_slot(problem, slot, numbers, before)
        seats.update(found)
        before = _who_sits_where(problem, found)
    return Schedule(tuple(_meeting(problem, number, seats[number]) for number in sorted(seats)))


def _seat_slot(
    problem: Problem, slot: int, numbers: Sequence[int], before: dict[int, Where]
) -> dict[int, tuple[str | None, str | None]]:
    """Option → place and table: named tables first, then the pool by augmenting paths."""
    slot_id = problem.instance.slots[slot].id
    found: dict[int, tuple[str | None, str | None]] = {}
    free: dict[Where, int] = {}
    pool: list[tuple[int, list[Where]]] = []
    settled: set[int] = set()
    for number in numbers:
        option = problem.options[number]
        spot = problem.spots.spots[option.spot]
        if spot.limited and spot.table is None:
            liked = [before.get(option.first), before.get(option.second)]
            tables = _tables(problem, spot, slot_id)
            pool.append((number, sorted(tables, key=lambda where: where not in liked)))
            settled.update([number] if any(where in liked for where in tables) else [])
            free.update((where, problem.spots.capacity(where, slot_id)) for where in tables)
        else:
            found[number] = (spot.places[0] if spot.places else None, spot.table)
    for place, table in found.values():
        if place is not None and table is not None and (place, table) in free:
            free[place, table] -= 1
    pool.sort(key=lambda item: (item[0] not in settled, len(item[1]), item[0]))
    found.update(_match(pool, free))
    return found


def _tables(problem: Problem, spot: Spot, slot: str) -> list[Where]:
    return [
        (place, table)
        for place in spot.places
        for table in pool_tables(problem.instance, place)
        if problem.spots.capacity((place, table), slot)
    ]


def _match(pool: list[tuple[int, list[Where]]], free: dict[Where, int]) -> dict[int, Where]:
    """A table for every meeting of the pool; raises SeatingError where there are too few."""
    wishes = dict(pool)
    sitting: dict[Where, list[int]] = {where: [] for where in free}

    def place(number: int, tried: set[Where]) -> bool:
        for where in wishes[number]:
            if len(sitting[where]) < free[where]:
                sitting[where].append(number)
                return True
        for where in wishes[number]:
            if where in tried:
                continue
            tried.add(where)
            for other in sitting[where]:
                if place(other, tried):
                    sitting[where].remove(other)
                    sitting[where].append(number)
                    return True
        return False

    for number, _ in pool:
        if not place(number, set()):
            raise SeatingError("a slot has more meetings than tables")
    return {number: where for where, numbers in sitting.items() for number in numbers}


def _who_sits_where(
    problem: Problem, found: dict[int, tuple[str | None, str | None]]
) -> dict[int, Where]:
    seats: dict[int, Where] = {}
    for number, (place, table) in found.items():
        if place is not None and table is not None:
            option = problem.options[number]
            seats[option.first] = seats[option.second] = (place, table)
    return seats


def _meeting(problem: Problem, number: int, seat: tuple[str | None, str | None]) -> Meeting:
    option = problem.options[number]
    instance = problem.instance
    people = (instance.participants[option.first].id, instance.participants[option.second].id)
    request, slot = instance.requests[option.request].id, instance.slots[option.slot].id
    return Meeting(request, slot, seat[0], seat[1], people)
