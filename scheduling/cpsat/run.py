"""Runs CP-SAT on one worker with a deterministic budget, so that a run can be replayed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scheduling.cpsat.model import Model
from scheduling.watch import Watch


@dataclass(frozen=True)
class Answer:
    """How far CP-SAT came: `chosen` is None where it found nothing.

    `bound` is None where nothing was proved; `proved` says that no better answer exists, or none at
    all where `chosen` is None.
    """

    chosen: list[int] | None
    objective: int
    bound: int | None
    proved: bool
    values: list[int]


@dataclass(frozen=True)
class Budget:
    """Deterministic seconds of CP-SAT, and the seed of its choices."""

    seconds: float
    seed: int
    core: bool = False


def run(
    model: Model,
    watch: Watch,
    budget: Budget,
    *,
    enough: float = float("inf"),
    on_objective: Callable[[int], None] | None = None,
) -> Answer:
    """Maximise what the model is aimed at, and stop once the objective is `enough`."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - see the package's docstring

    solver = cp_model.CpSolver()
    _set(solver.parameters, budget)

    class Callback(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            objective = round(self.objective_value)
            if on_objective is not None:
                on_objective(objective)
            if objective >= enough:
                self.stop_search()

    with watch.interruptible(solver.stop_search):
        status = solver.solve(model.made.model, Callback())
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None, 0, None, status == cp_model.INFEASIBLE, [])
    values = list(solver.response_proto.solution)
    chosen = [n for n in model.made.free if solver.boolean_value(model.made.chosen[n])]
    return Answer(
        chosen=sorted([*model.made.fixed, *chosen]),
        objective=round(solver.objective_value),
        bound=int(solver.best_objective_bound // 1),
        proved=status == cp_model.OPTIMAL,
        values=values,
    )


def _set(parameters: Any, budget: Budget) -> None:
    parameters.num_workers = 1
    parameters.max_deterministic_time = budget.seconds
    parameters.random_seed = budget.seed
    # Without the linear relaxation of everything the bound of waiting times hardly moves: a
    # demo-sized event is proved in seconds with level 2, and not in a minute with level 1.
    parameters.linearization_level = 0 if budget.core else 2
    parameters.optimize_with_core = budget.core
