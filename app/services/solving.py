"""The work of a run: search in a child process, judge the answer, make it the draft."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog

from app.domain.states import WorkState
from app.domain.words import later
from app.extensions import db
from app.models import SolveRun
from app.services import draft_schedule, work_queue
from app.services.beat import Beat, LostWorkError
from app.services.solve_runs import settings_of
from app.services.transaction import writing
from scheduling.check import check
from scheduling.child import SearchDiedError, solve_in_child
from scheduling.objective import score
from scheduling.result import Progress, Result
from scheduling.serialise import instance_from_text, result_to_text

MAX_POINTS = 400
DIED = later("The solver's process ended unexpectedly; nothing was changed.")
FAULTY = later("The schedule did not pass the independent check, so it was thrown away.")


def work_on(
    run: SolveRun,
    token: str,
    *,
    clock: Callable[[], datetime],
    leaving: Callable[[], bool] = lambda: False,
) -> None:
    """Do a claimed run to its end; `leaving` says that this worker shuts down."""
    beat = Beat(SolveRun, run.id, token, clock, leaving)
    reports = _Reports(beat)
    try:
        result = solve_in_child(
            run.instance,
            settings_of(run.settings),
            on_progress=reports.add,
            should_stop=beat.should_stop,
        )
    except SearchDiedError as error:
        structlog.get_logger().error("solver died", run=run.public_id, error=error)
        _fail(run, token, DIED, now=clock())
        return
    except LostWorkError:
        work_queue.put_back(SolveRun, run.id, token)
        return
    _hand_in(run, token, result, reports.points, now=clock())


class _Reports:
    """The run's reports, thinned where they are many, handed to its heartbeat."""

    def __init__(self, beat: Beat[SolveRun]) -> None:
        self.points: list[list[Any]] = []
        self._beat = beat

    def add(self, progress: Progress) -> None:
        """Remember one report."""
        if len(self.points) >= MAX_POINTS:
            self.points = self.points[::2]
        self.points.append(
            [round(progress.seconds, 2), progress.stage, progress.total, progress.bound]
        )
        self._beat.note(progress=list(self.points))


def _hand_in(
    run: SolveRun, token: str, result: Result, points: list[list[Any]], *, now: datetime
) -> None:
    """Judge the answer once more, store it, and make it the edition's draft."""
    instance = instance_from_text(run.instance)
    if result.schedule is not None and (
        check(instance, result.schedule) or score(instance, result.schedule) != result.score
    ):
        _fail(run, token, FAULTY, now=now)
        return
    stopped = result.schedule is None and _was_stopped(run)
    state = WorkState.CANCELLED if stopped else WorkState.DONE
    with writing():
        ours = work_queue.finish(
            SolveRun,
            run.id,
            token,
            state,
            now=now,
            result=result_to_text(result),
            progress=points,
        )
        if ours and result.schedule is not None:
            draft_schedule.adopt(run, instance, result.schedule, now=now)


def _was_stopped(run: SolveRun) -> bool:
    """Whether somebody asked this run to stop."""
    db.session.refresh(run, ["cancel_requested"])
    return run.cancel_requested


def _fail(run: SolveRun, token: str, message: str, *, now: datetime) -> None:
    with writing():
        work_queue.finish(SolveRun, run.id, token, WorkState.FAILED, now=now, message=message)
