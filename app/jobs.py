"""The worker: takes waiting work from the database, one piece at a time.

Rows are the truth; this loop only asks for the next one. A queue that wakes workers up can take
the loop's place later without touching a service.
"""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import structlog
from flask import current_app

from app.clock import now_utc
from app.domain.states import WorkState
from app.errands import read_what_comes_back, run_errands
from app.extensions import db
from app.mailing import inbox_is_read
from app.models import PrintJob, SolveRun
from app.services import print_jobs, print_work, solving, work_queue
from app.services.transaction import writing

IDLE_SECONDS = 0.5
UNEXPECTED = "Something went wrong that should not have; nothing was changed. It is in the log."


class Leaving:
    """Becomes true when the process is told to end; work is then given back."""

    def __init__(self) -> None:
        self._told = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._tell)

    def __call__(self) -> bool:
        return self._told

    def _tell(self, _number: int, _frame: FrameType | None) -> None:
        self._told = True


def work_forever() -> None:
    """Work until told to end."""
    leaving = Leaving()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy has it
    # Daemons: when the long work ends by a fault, the process ends and is started again.
    loops = (run_errands, *((read_what_comes_back,) if inbox_is_read() else ()))
    beside = [threading.Thread(target=one, args=(app, leaving), daemon=True) for one in loops]
    for thread in beside:
        thread.start()
    structlog.get_logger().info("worker started")
    while not leaving():
        if not work_once(leaving):
            time.sleep(IDLE_SECONDS)
        db.session.remove()
    for thread in beside:
        thread.join()


def work_once(leaving: Callable[[], bool] = lambda: False) -> bool:
    """Do the next piece of work, if any; whether there was one."""
    run = work_queue.claim(SolveRun, now=now_utc())
    if run is not None:
        with _failing(SolveRun, *run):
            solving.work_on(*run, clock=now_utc, leaving=leaving)
        return True
    job = work_queue.claim(PrintJob, now=now_utc(), terms=print_work.terms(now=now_utc()))
    if job is not None:
        with _failing(PrintJob, *job):
            print_work.work_on(*job, clock=now_utc, folder=prints_folder(), leaving=leaving)
        return True
    return False


@contextmanager
def _failing(model: type[work_queue.Job], job: work_queue.Job, token: str) -> Iterator[None]:
    """Whatever goes wrong unexpectedly fails this piece of work and no other."""
    job_id = job.id
    try:
        yield
    except Exception as error:
        structlog.get_logger().error("work failed", kind=model.__name__, error=error)
        with writing():
            work_queue.finish(
                model, job_id, token, WorkState.FAILED, now=now_utc(), message=UNEXPECTED
            )


def prints_folder() -> Path:
    """Where finished prints lie until they are cleared away."""
    data: Path = current_app.config["HUBMEET_DATA"]
    return data / print_jobs.FOLDER
