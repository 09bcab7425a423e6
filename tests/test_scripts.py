"""script/demo, script/test and .ci/run: what they start, in which order."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.stand_in import PYTHON, SCRIPTS, TOP, Machine


@pytest.fixture
def ready(tmp_path: Path) -> Machine:
    """A machine on which script/setup has nothing to do, and .venv/bin/python only records."""
    machine = Machine(tmp_path)
    machine.write(machine.project / "script/setup", '#!/bin/sh\necho "setup $*" >>"$LOG"\n')
    machine.write(machine.project / ".venv/bin/python", PYTHON)
    return machine


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_can_be_run_and_read_by_a_plain_shell(script: str) -> None:
    assert os.access(TOP / script, os.X_OK)
    assert (TOP / script).read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    subprocess.run(["/bin/sh", "-n", str(TOP / script)], check=True)  # noqa: S603 - our own script


def test_the_demo_loads_then_serves(ready: Machine) -> None:
    ready.write(
        ready.project / ".venv/bin/python",
        '#!/bin/sh\necho "$HUBMEET_ENV $HUBMEET_DATA $*" >>"$LOG"\n',
    )
    ready.run("script/demo", HUBMEET_DATA="event")
    data = ready.folder / "event"  # as seen from where the person stands
    assert ready.done() == [
        "setup ",
        f"demo {data} -m flask --app wsgi demo",
        f"demo {data} -m flask --app wsgi serve",
    ]


def test_a_demo_that_cannot_be_loaded_is_not_served(ready: Machine) -> None:
    ready.has("fails-flask")
    assert ready.run("script/demo").returncode == 1
    assert ready.done() == ["setup ", "python -m flask --app wsgi demo"]


CHECKS = [
    "python -m ruff check .",
    "python -m ruff format --check .",
    "python -m mypy",
    "python -m pytest -n 2 -r s --cov=app --cov=scheduling --cov-report=term:skip-covered"
    " --cov-fail-under=90",
]


@pytest.mark.parametrize("script", ["script/test", ".ci/run"])
def test_all_checks_run(ready: Machine, script: str) -> None:
    run = ready.run(script)
    assert (run.returncode, run.stderr) == (0, "")
    assert ready.done() == ["setup --tests", *CHECKS]


@pytest.mark.parametrize(
    ("tools", "words"),
    [
        ("ruff", "script/test: failed before the tests: ruff check ., ruff format --check .\n"),
        ("mypy", "script/test: failed before the tests: mypy\n"),
        ("pytest", ""),  # its own last line says so
        ("mypy pytest", "script/test: failed before the tests: mypy\n"),
    ],
)
def test_one_failed_check_fails_the_run_after_all_others(
    ready: Machine, tools: str, words: str
) -> None:
    ready.has(*(f"fails-{tool}" for tool in tools.split()))
    run = ready.run("script/test")
    assert (run.returncode, run.stderr) == (1, words)
    assert ready.done() == ["setup --tests", *CHECKS]


def test_some_tests_can_be_run_alone(ready: Machine) -> None:
    ready.run("script/test", "tests/web", "-k", "sign in")
    assert ready.done() == ["setup --tests", "python -m pytest -r s tests/web -k sign in"]
