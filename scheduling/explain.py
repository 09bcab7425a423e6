"""Why a request is not scheduled, and the smallest change that would place it.

For every request left out the slots are gone through: what stands in the way of the two sides in
each of them? Where the least stands in the way, removing it is the smallest change. Ids in the
sentences stand in backquotes, so that an application can put names in their place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from scheduling.compile import Problem, compile_problem, pairs_of, possible_slots
from scheduling.draft import NOT_CHOSEN, Draft
from scheduling.instance import Instance
from scheduling.result import Reason, Unscheduled
from scheduling.schedule import Meeting, Schedule
from scheduling.spots import counting_detail


class Kind(StrEnum):
    """What can stand in the way of a meeting in one slot."""

    ABSENT = "absent"
    LIMIT = "limit"
    BLOCK_LIMIT = "block limit"
    ROW = "row"
    BUSY = "busy"
    TABLE = "table"
    ORDER = "order"


@dataclass(frozen=True)
class Obstacle:
    """One thing in the way; `person` is a number, or -1 where it is no person's."""

    kind: Kind
    person: int = -1


@dataclass(frozen=True)
class Chance:
    """A slot and a pair for a request, with all that stands in their way."""

    slot: int
    first: int
    second: int
    obstacles: tuple[Obstacle, ...]

    def blocks_side(self, side: int) -> bool:
        """Whether the person of this side (0 or 1) is taken or has reached a limit."""
        person = (self.first, self.second)[side]
        return any(one.person == person and one.kind is not Kind.ABSENT for one in self.obstacles)

    def has(self, kind: Kind) -> bool:
        """Whether something of this kind is in the way."""
        return any(one.kind is kind for one in self.obstacles)


def explain(
    instance: Instance, schedule: Schedule, *, proved: bool = False
) -> tuple[Unscheduled, ...]:
    """A reason for every request that the schedule leaves out, in the instance's order.

    `proved` says that no schedule scores higher: then every reason is certain. Otherwise only the
    structural ones are, those that hold whatever the schedule.
    """
    problem = compile_problem(instance, counting_detail(instance))
    draft = Draft(problem, _options(problem, schedule.meetings))
    return tuple(_explain(draft, request, proved) for request in draft.left_out())


def _options(problem: Problem, meetings: Iterable[Meeting]) -> Iterator[int]:
    """The option of every meeting, as far as the problem knows it."""
    requests = {one.id: number for number, one in enumerate(problem.instance.requests)}
    people = {one.id: number for number, one in enumerate(problem.instance.participants)}
    slots = problem.instance.slot_positions
    for meeting in meetings:
        wanted = (slots[meeting.slot], *(people[one] for one in meeting.participants))
        options = problem.options_of[requests[meeting.request]]
        found = [n for n in options if problem.options[n][1:4] == wanted]
        yield from found[:1]


def _explain(draft: Draft, request: int, proved: bool) -> Unscheduled:
    problem = draft.problem
    chances = list(_chances(draft, request))
    present = [one for one in chances if not one.has(Kind.ABSENT)]
    reason = _reason(present)
    best = min(
        chances, key=lambda one: (len(one.obstacles), one.has(Kind.ABSENT), one.slot), default=None
    )
    return Unscheduled(
        request=problem.instance.requests[request].id,
        reason=reason,
        blocked_by=_in_the_way(draft, reason, present, best),
        fix=_fix(problem, reason, best),
        certain=proved or reason is Reason.NO_COMMON_SLOT,
    )


def _reason(present: list[Chance]) -> Reason:
    if not present:
        return Reason.NO_COMMON_SLOT
    if any(not one.obstacles for one in present):
        return Reason.NOT_WORTH
    if all(one.has(Kind.LIMIT) for one in present):
        return Reason.PARTICIPANT_FULL
    if any({item.kind for item in one.obstacles} == {Kind.TABLE} for one in present):
        return Reason.TABLES_FULL
    if any(all(one.blocks_side(side) for one in present) for side in (0, 1)):
        return Reason.SIDE_FULL
    return Reason.CONFLICT


def _chances(draft: Draft, request: int) -> Iterator[Chance]:
    problem = draft.problem
    asked = problem.instance.requests[request]
    numbers = {one.id: number for number, one in enumerate(problem.instance.participants)}
    for pair in pairs_of(asked):
        first, second = numbers[pair[0]], numbers[pair[1]]
        for slot in possible_slots(problem.instance, asked):
            obstacles = tuple(_obstacles(draft, request, slot, first, second))
            yield Chance(slot, first, second, obstacles)


def _obstacles(
    draft: Draft, request: int, slot: int, first: int, second: int
) -> Iterator[Obstacle]:
    problem = draft.problem
    block = problem.block_of[slot]
    for person in (first, second):
        limits = problem.people[person]
        if not limits.available >> slot & 1:
            yield Obstacle(Kind.ABSENT, person)
        elif not draft.has_desk(person, slot):
            yield Obstacle(Kind.BUSY, person)
        elif draft.row_with(person, slot) > limits.max_consecutive:
            yield Obstacle(Kind.ROW, person)
        if draft.count[person] >= limits.max_meetings:
            yield Obstacle(Kind.LIMIT, person)
        elif draft.in_block[person][block] >= limits.max_per_block:
            yield Obstacle(Kind.BLOCK_LIMIT, person)
    options = [
        number
        for number in problem.options_of[request]
        if problem.options[number][1:4] == (slot, first, second)
    ]
    both = problem.people[first].available & problem.people[second].available
    if both >> slot & 1 and all(draft.full_rooms(number) for number in options):
        yield Obstacle(Kind.TABLE)
    if any(any(draft.out_of_order(number)) for number in options):
        yield Obstacle(Kind.ORDER)


def _in_the_way(
    draft: Draft, reason: Reason, present: list[Chance], best: Chance | None
) -> tuple[str, ...]:
    """The requests whose meetings stand in the way, in the instance's order."""
    found: set[int] = set()
    if reason is Reason.PARTICIPANT_FULL:
        people = {
            one.person for chance in present for one in chance.obstacles if one.kind is Kind.LIMIT
        }
        found = {one for person in people for at in draft.at[person] for one in at}
    elif reason is Reason.TABLES_FULL:
        slots = {one.slot for one in present if one.has(Kind.TABLE)}
        taken = (number for number in draft.chosen if number != NOT_CHOSEN)
        found = {
            draft.problem.options[number].request
            for number in taken
            if draft.problem.options[number].slot in slots
        }
    elif best is not None and reason in (Reason.SIDE_FULL, Reason.CONFLICT):
        for chance in present if reason is Reason.SIDE_FULL else [best]:
            for one in chance.obstacles:
                if one.kind is Kind.BUSY:
                    found.update(draft.at[one.person][chance.slot])
    return tuple(draft.problem.instance.requests[one].id for one in sorted(found))


def _fix(problem: Problem, reason: Reason, best: Chance | None) -> str:
    """The smallest change as a sentence; every part of it is needed."""
    if best is None:
        return "Allow it a slot in which both sides could meet."
    if reason is Reason.NOT_WORTH:
        slot = problem.instance.slots[best.slot].id
        return f"It fits at `{slot}`: make it mandatory, or lower the price of waiting."
    parts = [_change(problem, best.slot, one) for one in best.obstacles]
    text = " and ".join(parts)
    return text[:1].upper() + text[1:] + "."


def _change(problem: Problem, slot: int, obstacle: Obstacle) -> str:
    at = f"`{problem.instance.slots[slot].id}`"
    if obstacle.kind is Kind.TABLE:
        return f"add a table at {at}"
    if obstacle.kind is Kind.ORDER:
        return "give up the order in which it must come"
    who = problem.instance.participants[obstacle.person]
    name = f"`{who.id}`"
    return {
        Kind.ABSENT: f"free {name} at {at}",
        Kind.BUSY: f"give {name} a second desk or a colleague at {at}",
        Kind.ROW: f"let {name} have {_next(who.max_consecutive)} meetings in a row",
        Kind.LIMIT: f"raise the limit of {name} to {_next(who.max_meetings)} meetings",
        Kind.BLOCK_LIMIT: f"let {name} have {_next(who.max_per_block)} meetings in that block",
    }[obstacle.kind]


def _next(limit: int | None) -> int:
    return (limit or 0) + 1
