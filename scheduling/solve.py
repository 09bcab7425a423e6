"""The pipeline: bound, construct, improve, prove, seat, check, explain."""

from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version

from scheduling import objective
from scheduling.check import check
from scheduling.compact import move_together, round_off
from scheduling.compile import is_bound
from scheduling.conflict import small_conflict
from scheduling.construct import construct
from scheduling.cpsat.prove import find_any, prove
from scheduling.cpsat.run import Budget
from scheduling.draft import Draft
from scheduling.explain import explain
from scheduling.improve import Annealing
from scheduling.instance import Instance
from scheduling.result import Progress, Result, Settings, Status, StoppedBy
from scheduling.search import Search, with_levels_first
from scheduling.watch import Watch

# Effort → (steps of annealing for each request, deterministic seconds of CP-SAT).
EFFORTS = {"quick": (30, 5.0), "normal": (200, 60.0), "best": (1000, 600.0)}
FEWEST_STEPS, MOST_STEPS = 20_000, 3_000_000
FEASIBILITY_SECONDS = 30.0


class FaultySearchError(Exception):
    """The search made a schedule that the independent checker refuses: a fault of ours."""


def solve(
    instance: Instance,
    settings: Settings | None = None,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Result:
    """The best schedule that the settings allow, judged, with its bound and its reasons.

    `on_progress` is called at least twice a second, `should_stop` more often; both in the
    caller's thread. "No schedule" is a status, never an exception.
    """
    settings = settings or Settings()
    steps = settings.iterations or _steps(instance, settings)
    settings = replace(settings, iterations=steps)
    watch = Watch(settings, on_progress, should_stop)
    return watch.run(lambda: _Run(instance, settings, watch).result())


def _steps(instance: Instance, settings: Settings) -> int:
    per_request = EFFORTS[settings.effort][0]
    return min(MOST_STEPS, max(FEWEST_STEPS, per_request * len(instance.requests)))


class _Run:
    """One run, a method a stage."""

    def __init__(self, instance: Instance, settings: Settings, watch: Watch) -> None:
        self.instance, self.settings, self.watch = instance, settings, watch
        self.search = Search(instance, watch)
        self.budget = Budget(
            EFFORTS[settings.effort][1], settings.seed, core=_is_about_interruptions(instance)
        )

    def result(self) -> Result:
        """Go through all stages."""
        self.watch.stage("bound")
        relaxed = self.search.relax()
        conflict = self._first_schedule(relaxed.columns if relaxed is not None else ())
        if conflict is not None:
            return self._without_schedule(conflict)
        self._improve()
        self._prove()
        return self._judged()

    def _first_schedule(self, columns: tuple[float, ...]) -> tuple[str, ...] | None:
        """Construct a schedule; a conflict (perhaps empty) where there is none."""
        self.watch.stage("construct")
        problem = self.search.problem
        wished = columns[: len(problem.options)]
        draft = construct(
            with_levels_first(problem),
            wished if self.search.is_timed else (),
            self.watch.stopping,
        )
        missing = [one for one in draft.left_out() if problem.must[one]]
        if not missing and self.search.offer(draft.options()):
            if self.search.is_timed:
                round_off(self.search, wished, self.budget)
            return None
        if self.watch.stopping():
            return ()
        budget = replace(self.budget, seconds=FEASIBILITY_SECONDS)
        answer = find_any(self.search, budget)
        if answer.chosen is not None:
            self.search.offer(answer.chosen)
            return None
        if not answer.proved:
            return ()
        return small_conflict(problem, self.watch, budget) or ("",)

    def _improve(self) -> None:
        """Move together and anneal, unless nothing that these know of can get any better."""
        self.search.tighten()
        if self.search.is_proved or _is_about_seats_only(self.instance):
            return
        self.watch.stage("improve")
        move_together(self.search, self.budget)
        if self.search.is_proved or self.watch.stopping() or self.search.chosen is None:
            return
        problem = with_levels_first(self.search.problem)
        start = self.search.score.total
        annealing = Annealing(Draft(problem, self.search.chosen), self.settings.seed)
        reports_points = not self.search.levels and _knows_every_goal(self.instance)

        def report(gain: int) -> None:
            if reports_points:
                self.watch.found(start + gain)

        enough = float("inf")
        if reports_points and self.search.bound is not None:
            enough = self.search.bound - start
        annealing.run(
            self.settings.iterations, stop=self.watch.stopping, report=report, enough=enough
        )
        self.search.offer(annealing.best)

    def _prove(self) -> None:
        """Close the bound: linear first, then the exact model where the size allows it."""
        search = self.search
        search.tighten()
        if search.is_proved or self.watch.stopping() or not search.is_exact_size:
            return
        self.watch.stage("prove")
        prove(search, self.budget)

    def _judged(self) -> Result:
        search = self.search
        assert search.schedule is not None  # noqa: S101 - a conflict would have ended the run
        faults = check(self.instance, search.schedule)
        if faults:
            raise FaultySearchError(faults[0].message)
        self.watch.stage("explain")
        proved = search.is_proved
        counts = replace(
            objective.counts(self.instance, search.schedule),
            reached=search.reached,
            reached_bound=search.reached_bound,
        )
        return self._result(
            status=self._status(),
            schedule=search.schedule,
            score=search.score,
            counts=counts,
            bound=search.bound,
            gap=_gap(search.score.total, search.bound),
            unscheduled=explain(self.instance, search.schedule, proved=proved),
        )

    def _status(self) -> Status:
        if self.search.is_proved:
            return Status.OPTIMAL
        return Status.CANCELLED if self.watch.stopped_by is StoppedBy.CANCEL else Status.FEASIBLE

    def _without_schedule(self, conflict: tuple[str, ...]) -> Result:
        if conflict:
            named = tuple(one for one in conflict if one)
            return self._result(status=Status.INFEASIBLE, conflict=named)
        cancelled = self.watch.stopped_by is StoppedBy.CANCEL
        return self._result(status=Status.CANCELLED if cancelled else Status.UNKNOWN)

    def _result(self, **found: object) -> Result:
        over = self.search.is_proved or found["status"] is Status.INFEASIBLE
        stopped_by = StoppedBy.OPTIMAL if over else self.watch.stopped_by or StoppedBy.BUDGET
        return Result(
            **found,  # type: ignore[arg-type]  # every caller names fields of Result
            progress=tuple(self.watch.progress),
            seconds=round(self.watch.elapsed, 3),
            stopped_by=stopped_by,
            settings=self.settings,
            versions={"ortools": version("ortools")},
        )


def _is_about_seats_only(instance: Instance) -> bool:
    """Everything must take place and only idle groups, tables and zones tell schedules apart."""
    goals = instance.goals
    bound = all(is_bound(request) for request in instance.requests)
    one_way = all(len(side) == 1 for request in instance.requests for side in request.sides)
    return bound and one_way and not (goals.idle_slot or (goals.change and instance.published))


def _knows_every_goal(instance: Instance) -> bool:
    """Whether the annealing counts all that the total counts."""
    goals = instance.goals
    return not (goals.idle_group or goals.table_move or goals.zone_hop)


def _is_about_interruptions(instance: Instance) -> bool:
    """Everything is mandatory and only interruptions cost, as in the published benchmark."""
    return bool(instance.goals.idle_group) and all(one.mandatory for one in instance.requests)


def _gap(total: int, limit: int | None) -> float | None:
    if limit is None or limit <= 0:
        return 0.0 if limit == total else None
    return (limit - total) / limit
