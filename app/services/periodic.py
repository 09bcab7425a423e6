"""What is done again and again: each task once in a window of time, whoever works."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import delete

from app.extensions import db
from app.models import RateCount
from app.services.transaction import writing
from app.services.upsert import insert_into

START = datetime(2001, 1, 1, tzinfo=UTC)  # a Monday: windows of days and weeks begin at midnight


@dataclass(frozen=True)
class Task:
    """A function of now that says how many things it changed; harmless when done once more."""

    name: str
    every: timedelta
    run: Callable[[datetime], int]

    def window(self, now: datetime) -> datetime:
        """When the window that holds `now` began."""
        return START + (now - START) // self.every * self.every


class Rounds:
    """Goes through the tasks; asks the database about each only once a window."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._tasks = tuple(tasks)
        self._seen: dict[str, datetime] = {}

    def go(self, now: datetime) -> bool:
        """Do all that is due and that no other worker does; whether anything was."""
        done = False
        for task in self._tasks:
            window = task.window(now)
            if self._seen.get(task.name) == window:
                continue
            if take(task, now):
                run(task, now)
                done = True
            self._seen[task.name] = window
        return done


def take(task: Task, now: datetime) -> bool:
    """Whether this worker is the one that does the task in this window."""
    window = task.window(now)
    with writing():
        taken = db.session.scalar(
            insert_into(RateCount)
            .values(
                key=f"periodic:{task.name}",
                window_starts_at=window,
                number=1,
                expires_at=window + 2 * task.every,
            )
            .on_conflict_do_nothing()
            .returning(RateCount.number)
        )
    return taken is not None


def run(task: Task, now: datetime) -> int | None:
    """Do the task; what goes wrong is logged and stops no other. None if it went wrong."""
    log = structlog.get_logger()
    try:
        changed = task.run(now)
    except Exception as error:
        db.session.rollback()
        log.error("periodic task failed", task=task.name, error=error)
        return None
    if changed:
        log.info("periodic task done", task=task.name, changed=changed)
    return changed


def forget_old_counts(now: datetime) -> int:
    """Delete counts (of tries and of windows) that nothing looks at any more."""
    with writing():
        gone = db.session.scalars(
            delete(RateCount)
            .where(RateCount.expires_at < now)
            .returning(RateCount.number)
            .execution_options(synchronize_session=False)
        ).all()
    return len(gone)
