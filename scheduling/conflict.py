"""When what must be cannot be: a small set of requests and pins that exclude each other."""

from collections.abc import Sequence
from dataclasses import replace

from scheduling.compile import Problem
from scheduling.cpsat.model import Model
from scheduling.cpsat.run import Budget, run
from scheduling.watch import Watch


def small_conflict(problem: Problem, watch: Watch, budget: Budget) -> tuple[str, ...]:
    """Request ids of which not all can hold; smallest as far as the time went.

    Chunks are left out as long as the rest still conflicts, then single requests.
    """
    kept = [request for request, must in enumerate(problem.must) if must]
    alone = next((one for one in kept if not problem.options_of[one]), None)
    if alone is not None:
        return (problem.instance.requests[alone].id,)
    size = max(1, len(kept) // 2)
    while size and not watch.stopping():
        for start in range(0, len(kept), size):
            rest = kept[:start] + kept[start + size :]
            if not watch.stopping() and _conflicts(problem, rest, watch, budget):
                kept = rest
                break
        else:
            size //= 2
    return tuple(problem.instance.requests[one].id for one in kept)


def _conflicts(problem: Problem, requests: Sequence[int], watch: Watch, budget: Budget) -> bool:
    wanted = set(requests)
    only = replace(problem, must=tuple(one in wanted for one in range(len(problem.must))))
    free = [number for one in requests for number in problem.options_of[one]]
    answer = run(Model(only, free, [], []), watch, budget)
    return answer.chosen is None and answer.proved
