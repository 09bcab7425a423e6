"""How many requests could get a meeting at best: a quick answer for who has not run a search.

It forgets the slots and sums everybody's and every table's time, so that no schedule can hold
more, and a real one may hold fewer.
"""

from collections.abc import Collection
from dataclasses import replace

from scheduling.bound import solve_linear, summed
from scheduling.compile import compile_problem
from scheduling.instance import Instance
from scheduling.parts import Participant
from scheduling.result import Settings
from scheduling.spots import Detail
from scheduling.watch import Watch

Sides = tuple[tuple[str, ...], tuple[str, ...]]


def most_meetings(instance: Instance) -> int:
    """No schedule holds more requests than this; 0 where none holds what it must."""
    model = summed(compile_problem(instance, Detail.COUNT))
    requests = len(model.keys)
    costs = model.program.costs
    model.program.costs = [int(column < requests) for column in range(len(costs))]
    solved = solve_linear(model, Watch(Settings()))
    return min(solved.bound, len(instance.requests)) if solved is not None else 0


def without_limits(instance: Instance, people: Collection[str]) -> Instance:
    """The same question where these people may have as many meetings as there are slots."""
    freed = tuple(
        replace(one, max_meetings=None, max_per_block=None) if one.id in people else one
        for one in instance.participants
    )
    return replace(instance, participants=freed)


def with_one_more(instance: Instance) -> Instance:
    """The same question where everybody with a limit may have one meeting more."""
    freed = tuple(
        one if one.max_meetings is None else replace(one, max_meetings=one.max_meetings + 1)
        for one in instance.participants
    )
    return replace(instance, participants=freed)


def with_colleague(instance: Instance, people: Collection[str]) -> Instance:
    """The same question where one more may go to every request that any of these may go to."""
    new = Participant("one more", max_per_block=_limit_of_one(instance, people))
    team = frozenset(people)
    requests = tuple(
        replace(one, sides=_joined(one.sides, team, new.id)) if one.pinned is None else one
        for one in instance.requests
    )
    return replace(instance, participants=(*instance.participants, new), requests=requests)


def with_tables(instance: Instance, number: int) -> Instance:
    """The same question where the place with most tables has so many more."""
    sizes = [len(place.tables or ()) for place in instance.places]
    if not any(sizes):
        return instance
    largest = sizes.index(max(sizes))
    more = tuple(f"one more {n}" for n in range(number))
    places = tuple(
        replace(place, tables=(*(place.tables or ()), *more)) if n == largest else place
        for n, place in enumerate(instance.places)
    )
    return replace(instance, places=places)


def _joined(sides: Sides, team: frozenset[str], new: str) -> Sides:
    """The sides with the new one beside the whole team."""
    first, second = sides
    return (
        (*first, new) if team <= set(first) else first,
        (*second, new) if team <= set(second) else second,
    )


def _limit_of_one(instance: Instance, people: Collection[str]) -> int | None:
    return next((one.max_per_block for one in instance.participants if one.id in people), None)
