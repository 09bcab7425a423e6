"""The exact model of a problem, or of a neighbourhood of a schedule, and how it is aimed."""

from collections.abc import Iterable, Sequence
from typing import Any

from scheduling.compile import Problem
from scheduling.cpsat import goals, rules
from scheduling.cpsat.goals import Goal, Term
from scheduling.cpsat.variables import Literal, Variables


class Model:
    """Rules and goals over the free options beside the fixed ones; `hinted` is at hand.

    `levels[k - 1]` has a literal per participant who might have k meetings. `terms` are the points
    of the total that are still open; what the fixed options bring is left out. `waiting` says what
    idle slots and groups cost.
    """

    def __init__(
        self,
        problem: Problem,
        free: Sequence[int],
        fixed: Sequence[int],
        hinted: Iterable[int],
        *,
        waiting: Goal = goals.waiting,
    ) -> None:
        self.made = Variables(problem, free, fixed, hinted)
        for rule in rules.RULES:
            rule(self.made)
        difference = problem.instance.max_idle_group_difference
        if difference is not None:
            goals.keep_groups_close(self.made, difference)
        steps = goals.steps(self.made)
        reach = problem.instance.goals.reach
        self.levels: list[list[Literal]] = [
            [of_person[level] for of_person in steps if level < len(of_person)]
            for level in range(reach)
        ]
        self.terms = [*_step_terms(problem, steps), *self._goal_terms(waiting)]

    def hold(self, level: int, number: int) -> None:
        """From now on at least this many participants have level + 1 meetings or more."""
        self.made.model.add(sum(self.levels[level]) >= number)

    def aim_at_level(self, level: int) -> None:
        """Maximise how many participants have level + 1 meetings or more, and nothing else."""
        self._aim([(literal, 1) for literal in self.levels[level]])

    def aim_at_total(self) -> None:
        """Maximise the points."""
        self._aim(self.terms)

    def _goal_terms(self, waiting: Goal) -> list[Term]:
        every = (*goals.GOALS, waiting)
        if self.made.problem.spots.detail != "count":
            every += goals.SEATED_GOALS
        return [term for goal in every for term in goal(self.made)]

    def require(self, total: int) -> None:
        """From now on the points are at least this many."""
        self.made.model.add(_sum(self.terms) >= total)

    def _aim(self, terms: Sequence[Term]) -> None:
        self.made.model.maximize(_sum(terms))


def _sum(terms: Sequence[Term]) -> Any:
    """The terms as one linear expression."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - see the package's docstring

    priced = [(literal, price) for literal, price in terms if price and literal is not False]
    constant = sum(price for literal, price in priced if literal is True)
    open_ = [(literal, price) for literal, price in priced if literal is not True]
    literals, prices = [one for one, _ in open_], [price for _, price in open_]
    return cp_model.LinearExpr.weighted_sum(literals, prices) + constant


def _step_terms(problem: Problem, steps: list[list[Literal]]) -> list[Term]:
    return [
        (literal, reward)
        for person, literals in zip(problem.people, steps, strict=True)
        for literal, reward in zip(literals, person.rewards, strict=False)
        if literal is not True
    ]
