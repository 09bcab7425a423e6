"""Runs the search in a process of its own: killable at once, and its memory is given back."""

import multiprocessing
import os
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

from scheduling.result import Progress, Result, Settings
from scheduling.serialise import instance_from_text, result_from_text, result_to_text

POLL_SECONDS = 0.2
STOP = "stop"
# After a stop the search hands in its best within half a second; the check takes longer.
GRACE_SECONDS = 20.0


class SearchDiedError(Exception):
    """The search's process ended without an answer, or did not stop when told to."""


def solve_in_child(
    instance: str,
    settings: Settings,
    *,
    on_progress: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> Result:
    """Solve the instance text in a child process; raises SearchDiedError if it dies.

    `on_progress` is called here, in the parent, for each report; `should_stop` about five times
    a second, and once it says yes the child keeps its best and ends.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=_search, args=(there, instance, settings), daemon=True)
    child.start()
    there.close()
    try:
        return _listen(here, on_progress, should_stop)
    except (EOFError, ConnectionResetError) as error:
        child.join(1)
        raise SearchDiedError(f"the search ended with exit code {child.exitcode}") from error
    finally:
        child.kill()
        child.join()
        here.close()


def _listen(
    pipe: Connection, on_progress: Callable[[Progress], None], should_stop: Callable[[], bool]
) -> Result:
    """Pass on reports until the answer comes."""
    deadline: float | None = None
    while True:
        if pipe.poll(POLL_SECONDS):
            kind, content = pipe.recv()
            if kind == "result":
                return result_from_text(content)
            on_progress(content)
        if deadline is None and should_stop():
            with suppress(BrokenPipeError):  # it is over: its answer, or nothing, comes next
                pipe.send(STOP)
            deadline = time.monotonic() + GRACE_SECONDS
        if deadline is not None and time.monotonic() > deadline:
            raise SearchDiedError("the search did not stop when told to")


def _search(pipe: Connection, instance: str, settings: Settings) -> None:
    """The child: solve, report, and end when told to or when the parent is gone."""
    from scheduling.solve import solve  # noqa: PLC0415 - loads OR-Tools, wanted in the child only

    parent = os.getppid()

    def should_stop() -> bool:
        if os.getppid() != parent:
            os._exit(1)
        return pipe.poll() and bool(pipe.recv())

    def report(progress: Progress) -> None:
        pipe.send(("progress", progress))

    result = solve(
        instance_from_text(instance), settings, on_progress=report, should_stop=should_stop
    )
    pipe.send(("result", result_to_text(result)))
