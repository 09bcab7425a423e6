"""The engine against all schedules of random tiny instances: nothing better exists than it says."""

from dataclasses import replace

from hypothesis import given, settings

from scheduling.check import check
from scheduling.instance import Instance
from scheduling.objective import score
from scheduling.result import Settings, Status
from scheduling.solve import solve
from tests.scheduling.brute_force import best_worth, worth
from tests.scheduling.tiny import TINY

QUICK = Settings(iterations=300)


@settings(max_examples=60, derandomize=True)
@given(TINY)
def test_the_engine_finds_the_best_of_all_schedules(instance: Instance) -> None:
    best = best_worth(instance)
    result = solve(instance, QUICK)

    if best is None:
        assert result.status is Status.INFEASIBLE
        assert best_worth(_with_only(instance, result.conflict)) is None
        return
    assert result.status is Status.OPTIMAL
    assert result.schedule is not None
    assert check(instance, result.schedule) == ()
    assert result.score == score(instance, result.schedule)
    assert result.counts.reached == result.counts.reached_bound
    assert worth(instance, result.schedule) == best
    assert result.bound == best[1]


def _with_only(instance: Instance, bound: tuple[str, ...]) -> Instance:
    """The same instance, with nothing but these requests mandatory or pinned."""
    requests = (
        one if one.id in bound else replace(one, mandatory=False, pinned=None)
        for one in instance.requests
    )
    return replace(instance, requests=tuple(requests))
