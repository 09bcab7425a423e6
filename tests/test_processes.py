"""Processes that come back, and that leave nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from app.processes import TOP, Backoff, ChildProcess

SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")
AT_ONCE = Backoff(first_seconds=0.0, most_seconds=0.0)


def eventually(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether `true()` comes true within `seconds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.02)
    return False


def runs(pid: int) -> bool:
    """Whether a process of that number runs (one that ended and is not yet reaped does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def started(command: tuple[str, ...], backoff: Backoff = AT_ONCE) -> tuple[ChildProcess, int]:
    child = ChildProcess("test", command, backoff=backoff)
    child.start()
    assert child.pid is not None
    return child, child.pid


@pytest.fixture
def sleeper() -> Iterator[tuple[ChildProcess, int]]:
    child, pid = started(SLEEPS)
    yield child, pid
    child.wait_for_end(0)


def test_a_killed_process_is_started_again(sleeper: tuple[ChildProcess, int]) -> None:
    child, first_pid = sleeper
    os.kill(first_pid, signal.SIGKILL)
    assert eventually(lambda: child.pid is None)

    child.tend()  # notices the death
    assert child.pid is None
    child.tend()  # the wait of 0 s is over

    assert child.pid is not None
    assert child.pid != first_pid


def test_a_living_process_is_left_alone(sleeper: tuple[ChildProcess, int]) -> None:
    child, pid = sleeper
    child.tend()
    child.tend()
    assert child.pid == pid


def test_it_waits_before_it_starts_again() -> None:
    child, pid = started(SLEEPS, Backoff(first_seconds=0.3, most_seconds=0.3))
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: child.pid is None)
    child.tend()
    child.tend()
    assert child.pid is None  # 0.3 s are not over
    time.sleep(0.35)
    child.tend()
    assert child.pid is not None
    child.wait_for_end(0)


def test_the_wait_doubles_up_to_a_limit() -> None:
    backoff = Backoff(first_seconds=0.5, most_seconds=3.0)
    # 0.5, 0.5 x 2, 0.5 x 4 = 2, and 0.5 x 8 = 4 is cut to 3
    assert [backoff.wait_seconds(failures) for failures in (1, 2, 3, 4, 1000)] == [0.5, 1, 2, 3, 3]


def deaths(child: ChildProcess, number: int) -> None:
    for _ in range(number):
        child.start()
        assert eventually(lambda: child.pid is None)
        child.tend()


@pytest.mark.parametrize(
    ("forgiven_after_seconds", "waits_seconds"),
    [(60.0, [0.01, 0.02]), (0.0, [0.01, 0.01])],  # doubled after the second death, or forgiven
)
def test_a_long_life_forgives_earlier_deaths(
    forgiven_after_seconds: float, waits_seconds: list[float]
) -> None:
    backoff = Backoff(0.01, 1.0, forgiven_after_seconds)
    child = ChildProcess("short", (sys.executable, "-c", "raise SystemExit(3)"), backoff=backoff)
    with capture_logs() as noted:
        deaths(child, 2)
    assert [(note["process"], note["exit_status"], note["wait_seconds"]) for note in noted] == [
        ("short", 3, wait) for wait in waits_seconds
    ]


def with_grandchild(rest: str) -> tuple[str, ...]:
    """A process that starts another one, prints its number, then does `rest`."""
    text = f"import subprocess, sys, time, signal; p = subprocess.Popen({SLEEPS!r})"
    return (sys.executable, "-c", f"{text}; print(p.pid, flush=True); {rest}")


def printed_number(capfd: pytest.CaptureFixture[str]) -> int:
    text = ""
    until = time.monotonic() + 10
    while not text.endswith("\n") and time.monotonic() < until:
        text += capfd.readouterr().out
        time.sleep(0.02)
    return int(text)


def test_what_a_dead_process_had_started_ends_too(capfd: pytest.CaptureFixture[str]) -> None:
    child, pid = started(with_grandchild("time.sleep(60)"))
    grandchild = printed_number(capfd)
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: child.pid is None)
    assert runs(grandchild)
    child.tend()
    assert eventually(lambda: not runs(grandchild))


def test_the_end_takes_everything_along(capfd: pytest.CaptureFixture[str]) -> None:
    child, _ = started(with_grandchild("time.sleep(60)"))
    grandchild = printed_number(capfd)
    child.ask_to_end()
    child.wait_for_end(time.monotonic() + 10)
    assert child.pid is None
    assert eventually(lambda: not runs(grandchild))


def test_a_process_that_will_not_end_is_killed(capfd: pytest.CaptureFixture[str]) -> None:
    deaf = "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    child, pid = started(
        (sys.executable, "-c", f"{deaf}; print(os.getpid(), flush=True)\n" + SLEEP)
    )
    assert printed_number(capfd) == pid
    child.ask_to_end()
    child.wait_for_end(time.monotonic() + 0.2)
    assert not runs(pid)


SLEEP = "import time; time.sleep(60)"


def test_it_ends_when_the_supervisor_is_killed() -> None:
    script = (
        "import sys, time; from app.processes import ChildProcess;"
        f"child = ChildProcess('orphan', {SLEEPS!r}); child.start();"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=-1, cwd=TOP) as supervisor:  # noqa: S603 - our own words
        assert supervisor.stdout is not None
        pid = int(supervisor.stdout.readline())
        assert runs(pid)
        supervisor.kill()
    assert eventually(lambda: not runs(pid))


def test_a_process_never_started_has_nothing_to_end() -> None:
    child = ChildProcess("never", SLEEPS)
    child.ask_to_end()
    child.wait_for_end(0)
    assert child.pid is None
