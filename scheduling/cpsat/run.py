"""Runs CP-SAT on one worker with a deterministic budget, so that a run can be replayed."""

import math
from dataclasses import dataclass
from typing import Any

from scheduling.cpsat.model import Model
from scheduling.watch import Watch


@dataclass(frozen=True)
class Answer:
    """How far CP-SAT came: `chosen` is None where it found nothing.

    `proved` says that no better answer exists, or none at all where `chosen` is None.
    """

    chosen: list[int] | None
    objective: int
    bound: int
    proved: bool


@dataclass(frozen=True)
class Budget:
    """Deterministic seconds of CP-SAT, the seed of its choices, and how it goes about them.

    `core` looks for what must cost something, `from_above` tries the best total that is possible
    first: both are for schedules that may be perfect already, and only lack the proof.
    """

    seconds: float
    seed: int
    core: bool = False
    from_above: bool = False


def run(model: Model, watch: Watch, budget: Budget) -> Answer:
    """Maximise what the model is aimed at."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - see the package's docstring

    solver = cp_model.CpSolver()
    _set(solver.parameters, budget)
    with watch.interruptible(solver.stop_search):
        status = solver.solve(model.made.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None, 0, 0, status == cp_model.INFEASIBLE)
    chosen = [n for n in model.made.free if solver.boolean_value(model.made.chosen[n])]
    return Answer(
        chosen=sorted([*model.made.fixed, *chosen]),
        objective=round(solver.objective_value),
        bound=math.floor(solver.best_objective_bound + 1e-6),
        proved=status == cp_model.OPTIMAL,
    )


def _set(parameters: Any, budget: Budget) -> None:
    parameters.num_workers = 1
    parameters.max_deterministic_time = budget.seconds
    parameters.random_seed = budget.seed
    # Without the linear relaxation of everything the bound of waiting times hardly moves: a
    # demo-sized event is proved in seconds with level 2, and not in a minute with level 1.
    parameters.linearization_level = 0 if budget.core else 2
    parameters.optimize_with_core = budget.core
    parameters.use_objective_lb_search = budget.from_above
