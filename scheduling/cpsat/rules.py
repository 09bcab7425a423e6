"""Every hard rule as a CP-SAT constraint; those on one meeting are settled by the options."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from scheduling import caps
from scheduling.compile import UNLIMITED
from scheduling.cpsat.variables import Literal, Variables, negated

Rule = Callable[[Variables], None]


def once(made: Variables) -> None:
    """A request is scheduled once at most, and a mandatory or pinned one for certain."""
    fixed = {made.problem.options[n].request for n in made.fixed}
    for request, group in _options_by_request(made).items():
        if request in fixed:
            made.require_at_most([True, *group], 1)
        elif made.problem.must[request]:
            made.model.add_exactly_one(group)
        else:
            made.model.add_at_most_one(group)
    for request, must in enumerate(made.problem.must):
        if must and request not in fixed and not made.problem.options_of[request]:
            made.model.add_bool_or([])


def parallel_desks(made: Variables) -> None:
    """Nobody has more meetings at a time than desks."""
    _cap(made, caps.desks(made.problem, made.active))


def max_meetings(made: Variables) -> None:
    """Nobody has more meetings than their maximum."""
    _cap(made, caps.meetings(made.problem, made.active))


def max_per_block(made: Variables) -> None:
    """Nobody has more meetings in a block than their maximum for a block."""
    _cap(made, caps.meetings_per_block(made.problem, made.active))


def max_consecutive(made: Variables) -> None:
    """Nobody is busy in more adjacent slots of a block than their maximum in a row."""
    for number, person in enumerate(made.problem.people):
        if person.max_consecutive == UNLIMITED:
            continue
        for row in caps.rows(made.problem, person.max_consecutive):
            busy = [made.busy(number, slot) for slot in row]
            if all(one is not False for one in busy):
                made.require_any(negated(one) for one in busy)


def busy_slots(made: Variables) -> None:
    """Who must attend so many meetings is busy in so many slots: said again for the proof."""
    certain = _certain_meetings(made)
    for person, limits in enumerate(made.problem.people):
        if certain[person] is not None and limits.parallel == 1:
            slots = range(len(made.problem.block_of))
            busy = [made.busy(person, slot) for slot in slots]
            made.model.add(sum(one for one in busy if one is not False) == certain[person])


def tables(made: Variables) -> None:
    """No slot has more meetings than there are desks at the tables that they may use."""
    _cap(made, caps.rooms(made.problem, made.active))


def order(made: Variables) -> None:
    """A request that comes after another is in a later slot, where both are scheduled."""
    by_request = _active_by_request(made)
    for earlier, later in made.problem.after:
        for slot in range(len(made.problem.block_of)):
            from_here = _in_slots(made, by_request.get(earlier, ()), range(slot, slot + 1))
            up_to_here = _in_slots(made, by_request.get(later, ()), range(slot + 1))
            if from_here and up_to_here:
                made.require_at_most([made.any_of(from_here), made.any_of(up_to_here)], 1)


RULES: tuple[Rule, ...] = (
    once,
    parallel_desks,
    max_meetings,
    max_per_block,
    max_consecutive,
    busy_slots,
    tables,
    order,
)


def _certain_meetings(made: Variables) -> list[int | None]:
    """How many meetings everybody has whatever the schedule; None where that is open."""
    problem = made.problem
    found: list[int | None] = [0] * len(problem.people)
    for request, numbers in _active_by_request(made).items():
        attending = Counter(
            one for n in numbers for one in (problem.options[n].first, problem.options[n].second)
        )
        for person, options in attending.items():
            so_far = found[person]
            if problem.must[request] and options == len(numbers) and so_far is not None:
                found[person] = so_far + 1
            else:
                found[person] = None
    return found


def _cap(made: Variables, found: Iterator[caps.Cap]) -> None:
    for cap in found:
        if any(number not in made.fixed for number in cap.options):
            made.require_at_most([made.chosen[number] for number in cap.options], cap.limit)


def _options_by_request(made: Variables) -> dict[int, list[Literal]]:
    found: dict[int, list[Literal]] = {}
    for number in made.free:
        found.setdefault(made.problem.options[number].request, []).append(made.chosen[number])
    return found


def _active_by_request(made: Variables) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for number in made.active:
        found.setdefault(made.problem.options[number].request, []).append(number)
    return found


def _in_slots(made: Variables, numbers: Sequence[int], slots: range) -> list[Literal]:
    return [made.chosen[n] for n in numbers if made.problem.options[n].slot in slots]
