"""The search in a real process of its own: its answer, its death, and its end on demand."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scheduling import child
from scheduling.child import SearchDiedError, solve_in_child
from scheduling.generate import generate
from scheduling.result import Progress, Settings, Status
from scheduling.serialise import instance_to_text
from tests.scheduling.builders import ask, instance, people

SMALL = instance_to_text(instance({"A": 1}, *people("p1 h1"), ask("r1", "p1", "h1")))
LONG = instance_to_text(generate(80, 400, 10))

SOLVES_FOR_LONG = """
import multiprocessing
from scheduling.child import solve_in_child
from scheduling.generate import generate
from scheduling.result import Settings
from scheduling.serialise import instance_to_text

def say(progress):
    print(multiprocessing.active_children()[0].pid, flush=True)

if __name__ == "__main__":
    text = instance_to_text(generate(80, 400, 10))
    solve_in_child(text, Settings(600), on_progress=say, should_stop=lambda: False)
"""


def kill(progress: Progress) -> None:
    """Kill the child, which is this test's only one."""
    for one in multiprocessing.active_children():
        one.kill()


def test_the_answer_comes_from_the_child() -> None:
    heard: list[Progress] = []
    result = solve_in_child(
        SMALL, Settings(seed=5), on_progress=heard.append, should_stop=lambda: False
    )

    assert result.status is Status.OPTIMAL
    assert result.score.total == 121  # weight 1, and 60 for each one's first meeting
    assert result.settings.seed == 5
    assert heard[-1].total == 121
    assert multiprocessing.active_children() == []


def test_a_stop_keeps_the_best() -> None:
    heard: list[Progress] = []
    result = solve_in_child(
        LONG, Settings(), on_progress=heard.append, should_stop=lambda: bool(heard)
    )

    assert result.status is Status.CANCELLED
    assert result.schedule is not None
    assert multiprocessing.active_children() == []


def test_a_child_that_is_killed() -> None:
    with pytest.raises(SearchDiedError, match="exit code -9"):
        solve_in_child(LONG, Settings(), on_progress=kill, should_stop=lambda: False)

    assert multiprocessing.active_children() == []


def test_a_child_that_is_killed_while_it_is_told_to_stop() -> None:
    heard: list[Progress] = []

    def should_stop() -> bool:
        for progress in heard:
            kill(progress)
        return bool(heard)

    with pytest.raises(SearchDiedError, match="exit code -9"):
        solve_in_child(LONG, Settings(), on_progress=heard.append, should_stop=should_stop)


def test_a_child_that_fails(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SearchDiedError, match="exit code 1"):
        solve_in_child("{", Settings(), on_progress=kill, should_stop=lambda: False)

    assert "FormatError" in capfd.readouterr().err


def test_a_child_that_does_not_stop_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "GRACE_SECONDS", -1.0)
    heard: list[Progress] = []

    with pytest.raises(SearchDiedError, match="did not stop"):
        solve_in_child(LONG, Settings(), on_progress=heard.append, should_stop=lambda: bool(heard))

    assert multiprocessing.active_children() == []


def test_an_error_of_the_listener_ends_the_child() -> None:
    def complain(progress: Progress) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        solve_in_child(LONG, Settings(), on_progress=complain, should_stop=lambda: False)

    assert multiprocessing.active_children() == []


def test_a_child_without_a_parent_ends(tmp_path: Path) -> None:
    script = tmp_path / "solves_for_long.py"
    script.write_text(SOLVES_FOR_LONG)
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as parent:
        assert parent.stdout is not None
        assert parent.stderr is not None
        number = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        assert parent.stderr.read() == ""  # the child holds it open until it ends, quietly

    deadline = time.monotonic() + 10
    while _is_running(number) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_running(number)


def _is_running(number: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        status = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
