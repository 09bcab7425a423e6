"""Every schedule of a tiny instance, judged one by one: an answer beyond doubt."""

from collections.abc import Iterator
from itertools import product
from math import prod

from scheduling.check import check
from scheduling.instance import Instance, Request
from scheduling.objective import reached, score
from scheduling.schedule import Meeting, Schedule

Worth = tuple[tuple[int, ...], int]
"""How many people have 1, 2 … `reach` meetings, and the total: compared in this order."""


def worth(instance: Instance, schedule: Schedule) -> Worth:
    """What a schedule is worth."""
    levels = range(1, instance.goals.reach + 1)
    people = tuple(reached(instance, schedule, level) for level in levels)
    return people, score(instance, schedule).total


def best_worth(instance: Instance) -> Worth | None:
    """The worth of the best schedule that keeps all rules; None where there is none."""
    kept = (one for one in every_schedule(instance) if not check(instance, one))
    return max((worth(instance, one) for one in kept), default=None)


def number_of_schedules(instance: Instance) -> int:
    """How many schedules `every_schedule` gives."""
    return prod(1 + len(possible_meetings(instance, one)) for one in instance.requests)


def every_schedule(instance: Instance) -> Iterator[Schedule]:
    """All ways to hold some of the requests, without those that one meeting alone rules out."""
    choices = [(None, *possible_meetings(instance, request)) for request in instance.requests]
    for chosen in product(*choices):
        yield Schedule(tuple(meeting for meeting in chosen if meeting is not None))


def possible_meetings(instance: Instance, request: Request) -> list[Meeting]:
    """All ways to hold one request that break no rule as long as nothing else takes place."""
    seats = _seats(instance)
    every = (
        Meeting(request.id, slot.id, place, table, pair)
        for slot in instance.slots
        for pair in product(*request.sides)
        for place, table in seats
    )
    return [one for one in every if not _is_at_fault(instance, one)]


def _seats(instance: Instance) -> list[tuple[str | None, str | None]]:
    if not instance.places:
        return [(None, None)]
    pools = [(place.id, table) for place in instance.places for table in place.tables or (None,)]
    return list(dict.fromkeys([*pools, *instance.owners]))


def _is_at_fault(instance: Instance, meeting: Meeting) -> bool:
    broken = check(instance, Schedule((meeting,)))
    return any(meeting.request in one.requests for one in broken)
