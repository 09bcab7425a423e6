"""Why a request is not scheduled, and the smallest change that would place it.

For every request left out the slots are gone through: what stands in the way of the two sides in
each of them? Where the least stands in the way, removing it is the smallest change. Ids in the
sentences stand in backquotes, so that an application can put names in their place.
"""

from collections.abc import Iterable, Iterator

from scheduling.compile import Problem, compile_problem
from scheduling.draft import NOT_CHOSEN, Draft
from scheduling.instance import Instance
from scheduling.obstacles import SEATS, Chance, Kind, Obstacle, chances
from scheduling.result import Reason, Unscheduled
from scheduling.schedule import Meeting, Schedule
from scheduling.spots import counting_detail


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
        yield from sorted(found, key=lambda n: not _is_at(problem, n, meeting))[:1]


def _is_at(problem: Problem, number: int, meeting: Meeting) -> bool:
    spot = problem.spots.spots[problem.options[number].spot]
    return meeting.place in spot.places and spot.table in (None, meeting.table)


def _explain(draft: Draft, request: int, proved: bool) -> Unscheduled:
    problem = draft.problem
    every = list(chances(draft, request))
    present = [one for one in every if Kind.ABSENT not in one.kinds]
    reason = _reason(present)
    best = min(
        every,
        key=lambda one: (len(one.obstacles), Kind.ABSENT in one.kinds, one.slot),
        default=None,
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
    if all(Kind.LIMIT in one.kinds for one in present):
        return Reason.PARTICIPANT_FULL
    if any(one.kinds <= SEATS for one in present):
        return Reason.TABLES_FULL
    if any(all(one.blocks_side(side) for one in present) for side in (0, 1)):
        return Reason.SIDE_FULL
    return Reason.CONFLICT


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
        slots = {one.slot for one in present if one.kinds & SEATS}
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
    name = f"`{problem.instance.participants[obstacle.person].id}`"
    return {
        Kind.ABSENT: f"free {name} at {at}",
        Kind.BUSY: f"give {name} one more desk or a colleague at {at}",
        Kind.ROW: f"let {name} have {obstacle.needed} meetings in a row around {at}",
        Kind.LIMIT: f"raise the limit of {name} to {obstacle.needed} meetings",
        Kind.BLOCK_LIMIT: f"let {name} have {obstacle.needed} meetings in the block of {at}",
        Kind.TABLE: f"add a table at {at}",
        Kind.OWN_TABLE: f"let the table of {name} hold one more meeting at {at}",
        Kind.CLOSED: f"open the table of {name} at {at}",
        Kind.PLACE: "allow it a place with a free table",
        Kind.ORDER: "give up the order in which it must come",
    }[obstacle.kind]
