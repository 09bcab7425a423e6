"""What one run knows while it searches: its problem, its best schedule and the best bound."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scheduling import bound, objective
from scheduling.attendance import Attendance
from scheduling.bound import Relaxation
from scheduling.compile import Person, Problem, compile_problem
from scheduling.days import Day, add_days
from scheduling.instance import Instance
from scheduling.result import Score
from scheduling.schedule import Schedule
from scheduling.spots import counting_detail, needed_detail
from scheduling.tables import seat
from scheduling.watch import Watch

MOST_TIMED_OPTIONS = 150_000
MOST_EXACT_OPTIONS = 8_000


class Search:
    """One run's problem and its best answer so far.

    Better is: more people reached, level by level, and then a higher total.
    """

    def __init__(self, instance: Instance, watch: Watch) -> None:
        problem = compile_problem(instance, needed_detail(instance))
        if len(problem.options) > MOST_EXACT_OPTIONS:
            problem = compile_problem(instance, counting_detail(instance))
        self.instance = instance
        self.watch = watch
        self.problem = problem
        self.chosen: list[int] | None = None
        self.schedule: Schedule | None = None
        self.score = Score()
        self.reached: tuple[int, ...] = ()
        self.reached_bound = (len(instance.participants),) * instance.goals.reach
        self.bound: int | None = None
        self._aims: tuple[int, ...] = ()

    @property
    def levels(self) -> int:
        """How many meetings everybody shall have before anything else counts."""
        return self.instance.goals.reach

    @property
    def is_exact_size(self) -> bool:
        """Whether CP-SAT may take the problem whole."""
        return len(self.problem.options) <= MOST_EXACT_OPTIONS

    @property
    def is_timed(self) -> bool:
        """Whether the linear bound has a column for every option."""
        return len(self.problem.options) <= MOST_TIMED_OPTIONS

    @property
    def is_proved(self) -> bool:
        """Whether nothing better exists."""
        return (
            self.schedule is not None
            and self.score.total == self.bound
            and self.reached == self.reached_bound
        )

    def offer(self, chosen: Iterable[int]) -> bool:
        """Keep this schedule if it is the best so far; whether it was."""
        options = sorted(chosen)
        schedule = seat(self.problem, options)
        if not self._keeps_groups_close(schedule):
            return False
        found = objective.score(self.instance, schedule)
        reached = tuple(
            objective.reached(self.instance, schedule, level + 1) for level in range(self.levels)
        )
        best = (self.reached, self.score.total) if self.schedule is not None else None
        if best is not None and (reached, found.total) <= best:
            return False
        self.chosen, self.schedule, self.score, self.reached = options, schedule, found, reached
        self.watch.found(found.total)
        return True

    def prove(self, limit: int) -> None:
        """No schedule that reaches as many people has a total above this."""
        if self.bound is None or limit < self.bound:
            self.bound = limit
            self.watch.bounded(limit)

    def relax(self) -> Relaxation | None:
        """The linear bounds before there is a schedule; None where nothing is feasible.

        The columns are those of a schedule that reaches as many people as the relaxation can,
        level by level. That need not be possible: only the first level's number is a bound, and
        for all the rest the levels before them must not be held.
        """
        aims: list[int] = []
        for level in range(self.levels):
            found = self._relax_level(self._model(), level, aims)
            if found is None:
                return None
            aims.append(found.bound)
        self._aims = tuple(aims)
        alone = (self._relax_level(bound.summed(self.problem), n, ()) for n in range(self.levels))
        bounds = [len(self.problem.people) if one is None else one.bound for one in alone]
        self.reached_bound = (*aims[:1], *bounds[1:])
        guide = self._relax_total(aims)
        free = self._relax_total(()) if aims else guide
        if free is not None:
            self.prove(free.bound + self.problem.base)
        return guide

    def tighten(self) -> None:
        """Bounds that hold because the schedule reaches as many people as anybody could."""
        held = 0
        while held < len(self._aims) and self.reached[:held] == self._aims[:held]:
            self.reached_bound = _with(self.reached_bound, held, self._aims[held])
            held += 1
        if held and not self.is_proved:
            self.tighten_total(self.reached[:held])

    def tighten_total(self, reached: Iterable[int], days: Sequence[Day] = ()) -> None:
        """Prove the bound on the total of all schedules that reach at least so many people.

        With everybody's days it counts what waiting costs.
        """
        found = self._relax_total(reached, days)
        if found is not None:
            self.prove(found.bound + self.problem.base)

    def _relax_total(self, reached: Iterable[int], days: Sequence[Day] = ()) -> Relaxation | None:
        model = self._model()
        add_days(model.program, self.problem, days)
        model.hold(tuple(reached))
        return bound.solve_linear(model, self.watch)

    def _relax_level(
        self, model: bound.Model, level: int, held: Iterable[int]
    ) -> Relaxation | None:
        model.hold(tuple(held))
        model.aim_at_level(level)
        return bound.solve_linear(model, self.watch)

    def _model(self) -> bound.Model:
        return bound.timed(self.problem) if self.is_timed else bound.summed(self.problem)

    def _keeps_groups_close(self, schedule: Schedule) -> bool:
        """The one hard rule that drafts know nothing of."""
        most = self.instance.max_idle_group_difference
        if most is None:
            return True
        groups = Attendance.of(self.instance, schedule.meetings).idle_groups().values()
        return max(groups, default=0) - min(groups, default=0) <= most


def _with(numbers: tuple[int, ...], index: int, limit: int) -> tuple[int, ...]:
    """The numbers, the one at `index` at most `limit`."""
    return (*numbers[:index], min(numbers[index], limit), *numbers[index + 1 :])


def with_levels_first(problem: Problem) -> Problem:
    """The same problem, with rewards so high that no points outweigh one more person reached."""
    levels = problem.instance.goals.reach
    if not levels:
        return problem
    most = 1 + sum(problem.worth) + sum(sum(person.rewards) for person in problem.people)
    goals = problem.instance.goals
    most += (goals.idle_slot + goals.change) * len(problem.options)
    steps = [most * (len(problem.people) + 1) ** (levels - 1 - level) for level in range(levels)]

    def raised(person: Person) -> Person:
        extra = zip(person.rewards, steps + [0] * len(person.rewards), strict=False)
        return replace(person, rewards=tuple(reward + step for reward, step in extra))

    return replace(problem, people=tuple(raised(person) for person in problem.people))
