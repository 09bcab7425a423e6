"""A process that is started again whenever it ends, and leaves nothing behind once stopped."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

TOP = Path(__file__).resolve().parent.parent
SET_PARENT_DEATH_SIGNAL = 1  # Linux: prctl(PR_SET_PDEATHSIG)


@dataclass(frozen=True)
class Backoff:
    """How long to wait before starting again: twice as long each time, until a long life."""

    first_seconds: float = 0.5
    most_seconds: float = 30.0
    forgiven_after_seconds: float = 60.0

    def wait_seconds(self, failures: int) -> float:
        """The wait after the `failures`-th death in a row (1, 2, …)."""
        doublings = min(failures - 1, 16)
        return min(self.first_seconds * 2.0**doublings, self.most_seconds)


class ChildProcess:
    """One process and all that it starts, in a process group of its own.

    A group of its own means that Ctrl-C in a terminal reaches the supervisor alone, which then
    stops its children in order.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        keeps_open: tuple[int, ...] = (),
        backoff: Backoff | None = None,
    ) -> None:
        self.name = name
        self._command = tuple(command)
        self._keeps_open = keeps_open
        self._backoff = backoff or Backoff()
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at_seconds = 0.0
        self._start_again_at_seconds: float | None = None
        self._failures = 0

    @property
    def pid(self) -> int | None:
        """The process's number while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Start the process; it is asked to end when this process dies, however it dies."""
        self._process = subprocess.Popen(  # noqa: S603 - the command is our own, never a visitor's
            self._command,
            cwd=TOP,
            stdin=subprocess.DEVNULL,
            pass_fds=self._keeps_open,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
        self._started_at_seconds = time.monotonic()
        self._start_again_at_seconds = None

    def tend(self) -> None:
        """Call this often: notices that the process has ended, and starts it again in due time."""
        now = time.monotonic()
        if self._start_again_at_seconds is not None:
            if now >= self._start_again_at_seconds:
                self.start()
        elif self.pid is None:
            self._start_again_at_seconds = now + self._note_death(now)

    def _note_death(self, now_seconds: float) -> float:
        """Record a death; returns the seconds to wait before starting again."""
        self._signal_group(signal.SIGTERM)
        if now_seconds - self._started_at_seconds >= self._backoff.forgiven_after_seconds:
            self._failures = 0
        self._failures += 1
        wait_seconds = self._backoff.wait_seconds(self._failures)
        structlog.get_logger().warning(
            "process ended, starts again",
            process=self.name,
            exit_status=self._process.returncode if self._process else None,
            wait_seconds=wait_seconds,
        )
        return wait_seconds

    def ask_to_end(self) -> None:
        """Ask the process to finish what it does and end."""
        if self.pid is not None:
            os.kill(self.pid, signal.SIGTERM)

    def wait_for_end(self, until_seconds: float) -> None:
        """Wait until that monotonic instant, then kill it and all that it started."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, until_seconds - time.monotonic()))
        self._signal_group(signal.SIGKILL)
        self._process.wait()

    def _signal_group(self, number: signal.Signals) -> None:
        """Reach whatever is left of the process group."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)


def _end_with_parent() -> None:
    """Runs in the child: ask the kernel for SIGTERM when the parent dies, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
