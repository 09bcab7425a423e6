"""From the linear bound to a schedule: round it, then move its meetings together.

The bound's choice of requests is nearly whole, so CP-SAT settles the rest of it at once. With
the requests chosen, nobody needs to wait if only their slots are right; CP-SAT finds that out
block by block, core first, in seconds where it would search for minutes over everything.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from scheduling.compile import Problem
from scheduling.construct import insert
from scheduling.cpsat import goals
from scheduling.cpsat.model import Model
from scheduling.cpsat.run import Answer, Budget, run
from scheduling.draft import Draft
from scheduling.search import Search, with_levels_first

SURE = 1 - 1e-6
MOST_FREE_OPTIONS = 25_000
LEAST_SECONDS = 0.5
OPTIONS_PER_SECOND = 2_000


def round_off(search: Search, wished: Sequence[float], budget: Budget) -> None:
    """Choose what the linear bound is sure of, and of what it leaves open the most valuable."""
    problem = with_levels_first(search.problem)
    draft = Draft(problem)
    for number, share in enumerate(wished):
        if share > SURE and draft.fits(number):
            draft.put(number)
    fixed = draft.options()
    rest = draft.left_out()
    free = [number for request in rest for number in problem.options_of[request]]
    for request in sorted(rest, key=lambda request: -problem.worth[request]):
        insert(draft, request)
    model = Model(problem, free, fixed, draft.options(), waiting=goals.no_waiting)
    _offer(search, _maximise(search, model, len(free), budget))


def move_together(search: Search, budget: Budget) -> None:
    """Move the scheduled meetings to slots where nobody waits, as far as that can be seen."""
    prices = search.instance.goals
    if not (prices.idle_slot or prices.idle_group):
        return
    for slots in _neighbourhoods(search.problem):
        if search.is_proved or search.watch.stopping():
            return
        _repack(search, slots, budget)


def _neighbourhoods(problem: Problem) -> Iterator[set[int]]:
    """Every block by itself, then every two of them."""
    for block in problem.blocks:
        yield set(block)
    for one, other in combinations(problem.blocks, 2):
        yield {*one, *other}


def _repack(search: Search, slots: set[int], budget: Budget) -> None:
    """Find better slots among these for the meetings in them; all other meetings stay."""
    problem = with_levels_first(search.problem)
    chosen = search.chosen or []
    here = [number for number in chosen if problem.options[number].slot in slots]
    requests = {problem.options[number].request for number in here}
    free = [
        number
        for request in sorted(requests)
        for number in problem.options_of[request]
        if problem.options[number].slot in slots
    ]
    if not len(here) < len(free) <= MOST_FREE_OPTIONS:
        return
    stays = replace(problem, must=tuple(n in requests for n in range(len(problem.must))))
    fixed = [number for number in chosen if problem.options[number].slot not in slots]
    model = Model(stays, free, fixed, here)
    _offer(search, _maximise(search, model, len(free), replace(budget, core=True)))


def _maximise(search: Search, model: Model, options: int, budget: Budget) -> Answer:
    seconds = min(budget.seconds, LEAST_SECONDS + options / OPTIONS_PER_SECOND)
    model.aim_at_total()
    return run(model, search.watch, replace(budget, seconds=seconds))


def _offer(search: Search, answer: Answer) -> None:
    if answer.chosen is not None:
        search.offer(answer.chosen)
