"""The heartbeat of a piece of work: extends its lease and hears of a wish to stop."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic

from app.services import work_queue
from app.services.work_queue import Job

BEAT_SECONDS = 0.5


class LostWorkError(Exception):
    """Another worker holds the work now, or this worker shuts down."""


class Beat(Generic[Job]):
    """Writes what was noted and extends the lease, at most twice a second."""

    def __init__(
        self,
        model: type[Job],
        job_id: int,
        token: str,
        clock: Callable[[], datetime],
        leaving: Callable[[], bool],
    ) -> None:
        self._model: type[Job] = model
        self._job_id, self._token = job_id, token
        self._clock, self._leaving = clock, leaving
        self._noted: dict[str, Any] = {}
        self._last, self._stop = 0.0, False

    def note(self, **values: Any) -> None:
        """Remember columns to write at the next beat."""
        self._noted |= values

    def should_stop(self) -> bool:
        """Whether somebody asked to stop; raises LostWorkError when the work is not ours."""
        if self._leaving():
            raise LostWorkError
        if time.monotonic() - self._last >= BEAT_SECONDS:
            self._last = time.monotonic()
            wanted = work_queue.keep(
                self._model, self._job_id, self._token, now=self._clock(), **self._noted
            )
            if wanted is None:
                raise LostWorkError
            self._stop = wanted
        return self._stop
