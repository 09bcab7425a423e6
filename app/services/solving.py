"""The work of a run: search in a child process, judge the answer, make it the draft."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from scheduling.serialise import instance_from_text, result_to_text

from app.domain.states import WorkState
from app.extensions import db
from app.models import SolveRun
from app.services import draft_schedule, work_queue
from app.services.solve_runs import settings_of
from app.services.transaction import writing
from scheduling.check import check
from scheduling.child import SearchDiedError, solve_in_child
from scheduling.objective import score
from scheduling.result import Progress, Result

BEAT_SECONDS = 0.5
MAX_POINTS = 400
DIED = "The solver's process ended unexpectedly; nothing was changed."
FAULTY = "The schedule did not pass the independent check, so it was thrown away."


class LostRunError(Exception):
    """Another worker holds the run now, or this worker shuts down."""


def work_on(
    run: SolveRun,
    token: str,
    *,
    clock: Callable[[], datetime],
    leaving: Callable[[], bool] = lambda: False,
) -> None:
    """Do a claimed run to its end; `leaving` says that this worker shuts down."""
    beat = _Beat(run, token, clock, leaving)
    try:
        result = solve_in_child(
            run.instance,
            settings_of(run.settings),
            on_progress=beat.note,
            should_stop=beat.should_stop,
        )
    except SearchDiedError as error:
        structlog.get_logger().error("solver died", run=run.public_id, error=error)
        _fail(run, token, DIED, now=clock())
        return
    except LostRunError:
        work_queue.put_back(SolveRun, run.id, token)
        return
    _hand_in(run, token, result, beat.points, now=clock())


class _Beat:
    """Writes progress and extends the lease at most twice a second; hears of a wish to stop."""

    def __init__(
        self,
        run: SolveRun,
        token: str,
        clock: Callable[[], datetime],
        leaving: Callable[[], bool],
    ) -> None:
        self.points: list[list[Any]] = []
        self._run_id, self._token, self._clock, self._leaving = run.id, token, clock, leaving
        self._last, self._stop = 0.0, False

    def note(self, progress: Progress) -> None:
        """Remember one report."""
        if len(self.points) >= MAX_POINTS:
            self.points = self.points[::2]
        self.points.append(
            [round(progress.seconds, 2), progress.stage, progress.total, progress.bound]
        )
        self.should_stop()

    def should_stop(self) -> bool:
        """Whether somebody asked to stop; raises LostRunError when the run is not ours."""
        if self._leaving():
            raise LostRunError
        if time.monotonic() - self._last >= BEAT_SECONDS:
            self._last = time.monotonic()
            wanted = work_queue.keep(
                SolveRun, self._run_id, self._token, now=self._clock(), progress=self.points
            )
            if wanted is None:
                raise LostRunError
            self._stop = wanted
        return self._stop


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
