"""Exact search over a whole problem: levels first, then the total, each as far as it goes."""

from scheduling.cpsat.model import Model
from scheduling.cpsat.run import Answer, Budget, run
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
    search.tighten_total(held)
    if search.is_proved or search.watch.stopping():
        return
    model = _model(search, held)
    model.aim_at_total()
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


def _model(search: Search, held: list[int]) -> Model:
    every = range(len(search.problem.options))
    model = Model(search.problem, every, [], search.chosen or [])
    for level, number in enumerate(held):
        model.hold(level, number)
    return model


def _run(search: Search, model: Model, budget: Budget) -> Answer:
    return run(model, search.watch, budget)
