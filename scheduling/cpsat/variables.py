"""The variables of one exact search, each with its value in the schedule at hand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from scheduling.compile import Problem

Literal = Any
"""A CP-SAT literal, or True or False where the answer is known."""


class Variables:
    """A yes-or-no variable per free option, and those that rules and goals make from them.

    `fixed` options are chosen for good; those that are neither free nor fixed are out of the
    search. `hinted` is the schedule at hand: every variable gets its value there as a hint, since
    CP-SAT makes little of a hint that is not complete.
    """

    def __init__(
        self, problem: Problem, free: Sequence[int], fixed: Sequence[int], hinted: Iterable[int]
    ) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415 - see the package's docstring

        self.problem = problem
        self.free = tuple(free)
        self.fixed = frozenset(fixed)
        self.active = (*self.free, *sorted(self.fixed))
        self.model = cp_model.CpModel()
        self._hints: dict[int, bool] = {}
        self._busy: dict[tuple[int, int], Literal] = {}
        at_hand = set(hinted)
        self.chosen: dict[int, Literal] = {n: self.new(n in at_hand) for n in self.free}
        self.chosen.update(dict.fromkeys(self.fixed, True))
        self.options_at = self._options_at()
        self.interruptions: dict[tuple[int, tuple[int, ...]], list[Literal]] = {}

    def new(self, hint: bool) -> Literal:
        """A new yes-or-no variable whose value in the schedule at hand is `hint`."""
        literal = self.model.new_bool_var("")
        self._hints[literal.index] = hint
        self.model.add_hint(literal, hint)
        return literal

    def hint(self, literal: Literal) -> bool:
        """The value of a literal in the schedule at hand."""
        if isinstance(literal, bool):
            return literal
        value = self._hints[literal.index if literal.index >= 0 else -literal.index - 1]
        return value if literal.index >= 0 else not value

    def require_any(self, literals: Iterable[Literal]) -> None:
        """At least one of these is true."""
        kept = [literal for literal in literals if literal is not False]
        if not any(literal is True for literal in kept):
            self.model.add_bool_or(kept)

    def require_at_most(self, literals: Sequence[Literal], limit: int) -> None:
        """At most `limit` of these are true."""
        variables = [literal for literal in literals if not isinstance(literal, bool)]
        left = limit - sum(literal is True for literal in literals)
        if left < 0:
            self.model.add_bool_or([])
        elif left == 1:
            self.model.add_at_most_one(variables)
        elif left < len(variables):
            self.model.add(sum(variables) <= left)

    def any_of(self, literals: Sequence[Literal], *, exact: bool = True) -> Literal:
        """A literal that is true where one of these is (and, if exact, only there)."""
        kept = list(dict.fromkeys(literal for literal in literals if literal is not False))
        if any(literal is True for literal in kept):
            return True
        if len(kept) < 2:
            return kept[0] if kept else False
        found = self.new(any(self.hint(literal) for literal in kept))
        for literal in kept:
            self.model.add_implication(literal, found)
        if exact:
            self.model.add_bool_or([*kept, ~found])
        return found

    def busy(self, person: int, slot: int) -> Literal:
        """Whether the person has a meeting in the slot."""
        if (person, slot) not in self._busy:
            literals = [self.chosen[n] for n in self.options_at.get((person, slot), ())]
            if self.problem.people[person].parallel == 1:
                self._busy[person, slot] = self._sum_of(literals)
            else:
                self._busy[person, slot] = self.any_of(literals)
        return self._busy[person, slot]

    def _sum_of(self, literals: list[Literal]) -> Literal:
        """As any_of, for literals of which at most one is true: tighter for the linear bound."""
        if len(literals) < 2 or any(literal is True for literal in literals):
            return self.any_of(literals)
        found = self.new(any(self.hint(literal) for literal in literals))
        self.model.add_exactly_one([*literals, ~found])
        return found

    def _options_at(self) -> dict[tuple[int, int], list[int]]:
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number in self.active:
            option = self.problem.options[number]
            found[option.first, option.slot].append(number)
            found[option.second, option.slot].append(number)
        return found


def negated(literal: Literal) -> Literal:
    """The literal that is true where this one is not."""
    return not literal if isinstance(literal, bool) else ~literal
