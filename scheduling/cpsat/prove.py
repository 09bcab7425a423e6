"""Exact search over a whole problem: levels first, then the total, each as far as it goes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from scheduling.cpsat import day_goals, goals
from scheduling.cpsat.goals import Goal
from scheduling.cpsat.model import Model
from scheduling.cpsat.run import Answer, Budget, run
from scheduling.days import Day, list_days
from scheduling.search import Search


def prove(search: Search, budget: Budget) -> None:
    """Improve the search's schedule and bounds until proved, stopped, or out of budget."""
    held: list[int] = []
    for level in range(search.levels):
        best = _best_of_level(search, level, held, budget)
        if best is None:
            return
        held.append(best)
    search.reached_bound = tuple(held)
    days = list_days(search.problem)
    search.tighten_total(held, days)
    for waiting, share in _attempts(days, budget):
        if search.is_proved or search.watch.stopping():
            return
        _prove_total(search, held, waiting, share)


def _attempts(days: Sequence[Day], budget: Budget) -> Iterator[tuple[Goal, Budget]]:
    """How to say what waiting costs, and how to search then: what is quick where it works first."""
    if budget.core:
        yield goals.waiting, replace(budget, seconds=budget.seconds / (4 if days else 1))
    from_above = replace(budget, core=False, from_above=True)
    if days:
        yield partial(day_goals.waiting, listed=days), from_above
    elif not budget.core:
        yield goals.waiting, from_above


def _prove_total(search: Search, held: list[int], waiting: Goal, budget: Budget) -> None:
    model = _model(search, held, waiting)
    model.aim_at_total()
    if search.reached == search.reached_bound:
        model.require(search.score.total - search.problem.base)
    answer = _run(search, model, budget)
    if answer.chosen is not None:
        search.offer(answer.chosen)
        search.prove(answer.bound + search.problem.base)


def find_any(search: Search, budget: Budget) -> Answer:
    """Any schedule that keeps all rules, or the proof that there is none."""
    return _run(search, _model(search, []), budget)


def _best_of_level(search: Search, level: int, held: list[int], budget: Budget) -> int | None:
    """The most people who can have level + 1 meetings, while `held` holds; None if not proved."""
    most = search.reached_bound[level]
    if search.reached[: level + 1] == (*held, most):
        return most
    model = _model(search, held)
    model.aim_at_level(level)
    answer = _run(search, model, budget)
    if answer.chosen is not None:
        search.offer(answer.chosen)
    return answer.objective if answer.proved else None


def _model(search: Search, held: list[int], waiting: Goal = goals.no_waiting) -> Model:
    every = range(len(search.problem.options))
    model = Model(search.problem, every, [], search.chosen or [], waiting=waiting)
    for level, number in enumerate(held):
        model.hold(level, number)
    return model


def _run(search: Search, model: Model, budget: Budget) -> Answer:
    return run(model, search.watch, budget)
