"""The linear bound on what any schedule can be worth, through OR-Tools' own LP solvers.

Two relaxations: *summed* forgets the slots and is solved in hundredths of a second; *timed* has a
column per option and also says when a meeting might be held. Idle slots, moves and hops only
cost, so both leave them out and stay valid.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from scheduling import caps
from scheduling.compile import Problem, longest_attendance
from scheduling.program import NO_LIMIT, Program
from scheduling.watch import Watch


@dataclass(frozen=True)
class Relaxation:
    """A solved relaxation: the proved bound on the total, and how much of each column it uses.

    `columns[n]` is the share of column n; what column n stands for is the maker's to know.
    """

    bound: int
    columns: tuple[float, ...]


@dataclass
class Model:
    """A program over one problem; `keys[n]` says of column n: request, option or -1, the two."""

    problem: Problem
    program: Program
    keys: list[tuple[int, int, int, int]]
    levels: list[list[int]]

    def hold(self, reached: Sequence[int]) -> None:
        """From now on at least reached[k - 1] participants have k meetings or more."""
        for level, number in zip(self.levels, reached, strict=False):
            self.program.add_row(level, low=number)

    def aim_at_level(self, level: int) -> None:
        """Maximise the number of participants with level + 1 meetings and nothing else."""
        wanted = set(self.levels[level])
        self.program.costs = [int(n in wanted) for n in range(len(self.program.costs))]


def summed(problem: Problem) -> Model:
    """A column per request and pair, with everybody's and every table's slots summed over time."""
    model = Model(problem, Program(), [], [[] for _ in range(problem.instance.goals.reach)])
    change = problem.instance.goals.change
    for request, numbers in enumerate(problem.options_of):
        pairs = dict.fromkeys(
            (problem.options[n].first, problem.options[n].second) for n in numbers
        )
        columns = []
        for first, second in pairs:
            kept = change if problem.keep[request] >= 0 else 0
            columns.append(model.program.add_column(problem.worth[request] + kept))
            model.keys.append((request, -1, first, second))
        _once(model, request, columns)
    of_person = _columns_of_people(model)
    for person, most in enumerate(_most_meetings(problem)):
        if len(of_person[person]) > most:
            model.program.add_row(of_person[person], high=most)
    for columns, limit in _summed_rooms(model):
        model.program.add_row(columns, high=limit)
    _rewards(model, of_person)
    return model


def timed(problem: Problem) -> Model:
    """A column per option: the whole model but idle slots, moves and strict order."""
    model = Model(problem, Program(), [], [[] for _ in range(problem.instance.goals.reach)])
    change = problem.instance.goals.change
    for request, numbers in enumerate(problem.options_of):
        for number in numbers:
            option = problem.options[number]
            kept = change if problem.keep[request] == option.slot else 0
            model.program.add_column(problem.worth[request] + kept)
            model.keys.append((request, number, option.first, option.second))
        _once(model, request, numbers)
    every = range(len(problem.options))
    for rule in caps.RULES:
        for cap in rule(problem, every):
            model.program.add_row(cap.options, high=cap.limit)
    _rewards(model, _columns_of_people(model))
    return model


def _once(model: Model, request: int, columns: Sequence[int]) -> None:
    low = 1 if model.problem.must[request] else -NO_LIMIT
    if columns or low == 1:
        model.program.add_row(columns, low=low, high=1)


def _columns_of_people(model: Model) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in model.problem.people]
    for column, (_, _, first, second) in enumerate(model.keys):
        found[first].append(column)
        found[second].append(column)
    return found


def _rewards(model: Model, of_person: list[list[int]]) -> None:
    """A column for everybody's first, second … meeting, as long as these are worth something."""
    for person, columns in zip(model.problem.people, of_person, strict=True):
        rewards = person.rewards[: len(columns)]
        steps = [model.program.add_column(reward) for reward in rewards]
        for level, step in zip(model.levels, steps, strict=False):
            level.append(step)
        for step, next_step in pairwise(steps[: len(model.levels)]):
            model.program.add_row((step,), minus=(next_step,), low=0)
        if steps:
            model.program.add_row(columns, minus=steps, low=0)


def _most_meetings(problem: Problem) -> Iterator[int]:
    """A bound on everybody's meetings from their limits and the slots of their options."""
    usable = [0] * len(problem.people)
    for option in problem.options:
        usable[option.first] |= 1 << option.slot
        usable[option.second] |= 1 << option.slot
    for person, slots in zip(problem.people, usable, strict=True):
        busy = (
            longest_attendance(slots, block, person.max_consecutive) for block in problem.blocks
        )
        held = sum(min(person.max_per_block, person.parallel * number) for number in busy)
        yield min(person.max_meetings, held)


def _summed_rooms(model: Model) -> Iterator[tuple[list[int], int]]:
    """The tables' desks summed over all slots, for every set of spots that has a limit anywhere."""
    problem = model.problem
    spots_of: dict[tuple[int, int, int], set[int]] = {}
    used: list[set[int]] = [set() for _ in problem.instance.slots]
    for option in problem.options:
        spots_of.setdefault((option.request, option.first, option.second), set()).add(option.spot)
        used[option.slot].add(option.spot)
    for spots in sorted({room.spots for rooms in problem.rooms for room in rooms}, key=sorted):
        limits = [_tightest(problem, slot, spots & here) for slot, here in enumerate(used)]
        inside = [
            column
            for column, (request, _, first, second) in enumerate(model.keys)
            if spots_of[request, first, second] <= spots
        ]
        total = sum(limits)
        if len(inside) > total:
            yield inside, total


def _tightest(problem: Problem, slot: int, spots: frozenset[int]) -> int:
    """Meetings that fit in this slot at these spots."""
    if not spots:
        return 0
    limits = [room.limit for room in problem.rooms[slot] if room.spots >= spots]
    return min(limits, default=len(problem.instance.requests))


def solve_linear(model: Model, watch: Watch) -> Relaxation | None:
    """Solve the relaxation; None where it has no solution.

    The bound leaves the problem's `base` out. Where the watch stops it, or the solver gives up,
    the bound is a weak one and there are no columns.
    """
    program = model.program
    if not program.costs:
        return None if any(low > 0 for low in program.row_lows) else Relaxation(0, ())
    weak = Relaxation(program.proved_bound([0.0] * len(program.row_lows)), ())
    return weak if watch.stopping() else _solved(program, watch, weak)


def _solved(program: Program, watch: Watch, weak: Relaxation) -> Relaxation | None:
    from ortools.math_opt.python import mathopt  # noqa: PLC0415 - see the package's docstring
    from ortools.util.python.solve_interrupter import SolveInterrupter  # noqa: PLC0415 - as above

    opt = _math_opt_model(program)
    interrupter = SolveInterrupter()
    with watch.interruptible(interrupter.interrupt):
        result = mathopt.solve(opt, mathopt.SolverType.GLOP, interrupter=interrupter)
    if result.termination.reason == mathopt.TerminationReason.INFEASIBLE:
        return None
    if not result.has_primal_feasible_solution() or not result.has_dual_feasible_solution():
        return weak
    values = result.variable_values(list(opt.variables()))
    duals = result.dual_values(list(opt.linear_constraints()))
    return Relaxation(program.proved_bound(duals), tuple(values))


def _math_opt_model(program: Program) -> Any:
    """The program as a MathOpt model, handed over in one piece: quicker than term by term."""
    from ortools.math_opt import model_pb2  # noqa: PLC0415 - see the package's docstring
    from ortools.math_opt.python import mathopt  # noqa: PLC0415 - as above

    proto = model_pb2.ModelProto()
    columns, rows = proto.variables, proto.linear_constraints
    columns.ids.extend(range(len(program.costs)))
    columns.lower_bounds.extend(map(float, program.lows))
    columns.upper_bounds.extend(map(float, program.highs))
    columns.integers.extend([False] * len(program.costs))
    proto.objective.maximize = True
    proto.objective.linear_coefficients.ids.extend(range(len(program.costs)))
    proto.objective.linear_coefficients.values.extend(map(float, program.costs))
    rows.ids.extend(range(len(program.row_lows)))
    rows.lower_bounds.extend(_float(low) for low in program.row_lows)
    rows.upper_bounds.extend(_float(high) for high in program.row_highs)
    matrix = proto.linear_constraint_matrix
    entries = sorted(
        zip(program.entry_rows, program.entry_columns, program.coefficients, strict=True)
    )
    matrix.row_ids.extend(row for row, _, _ in entries)
    matrix.column_ids.extend(column for _, column, _ in entries)
    matrix.coefficients.extend(float(coefficient) for _, _, coefficient in entries)
    return mathopt.Model.from_model_proto(proto)


def _float(limit: int) -> float:
    return math.copysign(math.inf, limit) if abs(limit) == NO_LIMIT else float(limit)
