"""The application that servers and commands start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from tests.lost_guards import without_index

TOP = Path(__file__).resolve().parent.parent


def started(
    tmp_path: Path, command: list[str], **settings: str
) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE")}
    return subprocess.run(  # noqa: S603 - our own words
        [sys.executable, *command],
        cwd=TOP,
        env={"HUBMEET_DATA": str(tmp_path), **kept, **settings},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("command", [["-m", "flask", "serve"], ["-c", "import wsgi"]])
@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "SECRET_KEY is missing"),
        (
            {"HUBMEET_ENV": "demo", "HUBMEET_PORT": "high"},
            "HUBMEET_PORT must be a number from 1 to 65535",
        ),
    ],
)
def test_a_setting_that_will_not_do_is_named_in_one_line(
    tmp_path: Path, command: list[str], settings: dict[str, str], words: str
) -> None:
    run = started(tmp_path, command, **settings)
    assert (run.returncode, run.stdout, run.stderr) == (1, "", f"Hubmeet cannot start: {words}\n")


def test_the_application_is_found(tmp_path: Path) -> None:
    run = started(tmp_path, ["-c", "import wsgi; print(wsgi.application.name)"], HUBMEET_ENV="test")
    assert (run.returncode, run.stdout, run.stderr) == (0, "app\n", "")


def test_production_does_not_start_without_a_guard(
    app: Flask, engine_name: str, tmp_path: Path
) -> None:
    """A server is refused; a command is not, for it may be what mends the database."""
    settings = {
        "HUBMEET_ENV": "production",
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "SECRET_KEY": "a-secret-of-this-test-only-0123456789",
        "BASE_URL": "https://meet.example.org",
        "TRUSTED_HOSTS": "meet.example.org",
        "SMTP_URL": "smtp://127.0.0.1:2525",
        "MAIL_FROM": "events@example.org",
    }
    with without_index("uq_live_version", engine_name):
        server = started(tmp_path, ["-c", "import wsgi"], **settings)
    why = "Hubmeet cannot start: integrity guard missing: uq_live_version (partial)."
    assert (server.returncode, server.stderr[: len(why)]) == (1, why)
    if engine_name == "sqlite":
        with without_index("uq_live_version", engine_name):
            command = started(tmp_path, ["-m", "flask", "--app", "wsgi", "codes"], **settings)
        assert command.returncode == 0, command.stderr
