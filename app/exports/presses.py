"""Processes that lay batches out side by side. They are started afresh, never forked.

Fonts that were loaded before a fork cannot be used after it. A process ends with the one that
started it, however that one ends, and gives way to the pages of the web.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Pipe, wait
from pathlib import Path
from types import TracebackType
from typing import Self

from app.exports.batches import Batch, Made
from app.exports.fonts import use_our_fonts

TOP = Path(__file__).resolve().parents[2]
# A printing process needs none of what `import app` loads, the whole web application: without it
# the process begins three times as fast, and is smaller.
START = """
import sys, types
sys.modules["app"] = package = types.ModuleType("app")
package.__path__ = ["app"]
from app.exports.press import begin
begin(*sys.argv[1:])
"""
BEAT_SECONDS = 0.25
LONGEST_SECONDS = 300.0
"""Without a sign of life for so long, a process hangs on what it prints."""


class PressError(Exception):
    """A printing process failed, hung or was killed."""


def cores() -> int:
    """How many processes this machine can run side by side."""
    return len(os.sched_getaffinity(0))


class Presses:
    """Use it with `with`: on leaving, its processes are gone, whatever they were at."""

    def __init__(self, number: int) -> None:
        self._presses = [_Press() for _ in range(number)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        for press in self._presses:
            press.kill()
        for press in self._presses:
            press.process.wait()

    def made(self, batches: Iterator[Batch], tick: Callable[[int], None]) -> Iterator[Made]:
        """What the batches become, in their order; `tick(documents done)` at least every beat.

        No press gets far ahead: what is ready before its turn stays in memory.
        """
        ready: dict[int, Made] = {}
        handed, given = 0, 0
        while True:
            for press in self._presses:
                if press.is_idle and handed < given + 2 * len(self._presses):
                    batch = next(batches, None)
                    if batch is not None:
                        press.begin(batch)
                        handed += 1
            if given == handed:
                return
            tick(0)
            for press in self._heard():
                press.hear(ready, tick)
            while given in ready:
                yield ready.pop(given)
                given += 1

    def _heard(self) -> list["_Press"]:
        busy = {press.wire: press for press in self._presses if not press.is_idle}
        heard = [busy[wire] for wire in wait(list(busy), BEAT_SECONDS) if wire in busy]
        for press in busy.values():
            if press not in heard and press.silent_seconds() > LONGEST_SECONDS:
                raise PressError("a printing process hangs")
        return heard


class _Press:
    """One process, and the wire to it."""

    def __init__(self) -> None:
        self.wire, theirs = Pipe()
        command = [sys.executable, "-c", START, str(theirs.fileno()), str(os.getpid())]
        command.append(str(use_our_fonts()))
        self.process = subprocess.Popen(  # noqa: S603 - the command is our own, never a visitor's
            command, cwd=TOP, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
        )
        theirs.close()
        self._at: int | None = None
        self._heard_at_seconds = time.monotonic()

    @property
    def is_idle(self) -> bool:
        """Whether it waits for a batch."""
        return self._at is None

    def silent_seconds(self) -> float:
        """Since when nothing was heard of it."""
        return time.monotonic() - self._heard_at_seconds

    def begin(self, batch: Batch) -> None:
        """Give it work."""
        self._at, self._heard_at_seconds = batch.number, time.monotonic()
        try:
            self.wire.send(batch)
        except OSError as error:
            raise PressError("a printing process ended") from error

    def hear(self, ready: dict[int, Made], tick: Callable[[int], None]) -> None:
        """Take what it says: that a document is laid out, or the whole batch."""
        try:
            said = self.wire.recv()
        except (EOFError, OSError) as error:
            raise PressError("a printing process ended") from error
        self._heard_at_seconds = time.monotonic()
        if isinstance(said, int):
            tick(said)
        elif isinstance(said, str):
            raise PressError(said)
        elif self._at is not None:
            ready[self._at] = said
            self._at = None

    def kill(self) -> None:
        """At once; nothing of its work is needed any more."""
        self.process.kill()
        self.wire.close()
