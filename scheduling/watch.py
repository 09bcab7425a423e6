"""Watches over a run: the caller's thread keeps the clock and reports; another one searches."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from scheduling.result import Progress, Settings, StoppedBy

POLL_SECONDS = 0.05
REPORT_SECONDS = 0.25

Answer = TypeVar("Answer")


class Watch:
    """One run's clock, best figures and stop signal.

    `on_progress` and `should_stop` are only ever called in the thread that called `run`.
    """

    def __init__(
        self,
        settings: Settings,
        on_progress: Callable[[Progress], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        self.started = time.monotonic()
        self.seconds = settings.seconds
        self.stopped_by: StoppedBy | None = None
        self.progress: list[Progress] = []
        self._on_progress = on_progress or (lambda progress: None)
        self._should_stop = should_stop or (lambda: False)
        self._interrupt: Callable[[], object] | None = None
        self._stage = "start"
        self._total: int | None = None
        self._bound: int | None = None
        self._reported = -REPORT_SECONDS
        self._lock = threading.Lock()

    @property
    def elapsed(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.started

    def stopping(self) -> bool:
        """Whether the search must hand in its best now."""
        return self.stopped_by is not None

    def stage(self, stage: str) -> None:
        """The search begins something new."""
        self._note(stage, self._total, self._bound)

    def found(self, total: int) -> None:
        """A schedule of this total is the best so far."""
        self._note(self._stage, total, self._bound)

    def bounded(self, bound: int) -> None:
        """No schedule is worth more than this."""
        self._note(self._stage, self._total, bound)

    @contextmanager
    def interruptible(self, interrupt: Callable[[], object]) -> Iterator[None]:
        """While inside, a stop calls `interrupt`, again and again until the search has left."""
        with self._lock:
            self._interrupt = interrupt
        try:
            yield
        finally:
            with self._lock:
                self._interrupt = None

    def run(self, search: Callable[[], Answer]) -> Answer:
        """Search in a thread of its own, reporting and polling from this one until it is done."""
        outcome: _Outcome[Answer] = _Outcome(search)
        thread = threading.Thread(target=outcome.work, name="search", daemon=True)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(POLL_SECONDS)
                self._poll()
        except BaseException:
            self._stop(StoppedBy.CANCEL)
            thread.join()
            raise
        self._report(self.elapsed)
        return outcome.answer()

    def _poll(self) -> None:
        if self.stopped_by is None and self._should_stop():
            self._stop(StoppedBy.CANCEL)
        elif self.stopped_by is None and self.elapsed >= self.seconds:
            self._stop(StoppedBy.CLOCK)
        elif self.stopped_by is not None:
            self._stop(self.stopped_by)
        if self.elapsed - self._reported >= REPORT_SECONDS:
            self._report(self.elapsed)

    def _stop(self, reason: StoppedBy) -> None:
        with self._lock:
            self.stopped_by = reason
            if self._interrupt is not None:
                self._interrupt()

    def _note(self, stage: str, total: int | None, bound: int | None) -> None:
        with self._lock:
            if (stage, total, bound) == (self._stage, self._total, self._bound):
                return
            self._stage, self._total, self._bound = stage, total, bound
            self.progress.append(Progress(round(self.elapsed, 3), stage, total, bound))

    def _report(self, now: float) -> None:
        self._reported = now
        with self._lock:
            progress = Progress(round(now, 3), self._stage, self._total, self._bound)
        self._on_progress(progress)


class _Outcome(Generic[Answer]):
    """What a thread gives back: its answer, or the exception that ended it."""

    def __init__(self, search: Callable[[], Answer]) -> None:
        self._search = search
        self._answers: list[Answer] = []
        self._error: BaseException | None = None

    def work(self) -> None:
        """Run the search; whatever goes wrong is kept for the caller's thread."""
        try:
            self._answers.append(self._search())
        except BaseException as error:
            self._error = error

    def answer(self) -> Answer:
        """The answer, or raise what the search raised."""
        if self._error is not None:
            raise self._error
        return self._answers[0]
