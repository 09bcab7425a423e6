"""`flask backup`, `flask restore` and `flask release-mails`."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from tests.factory import Factory
from tests.services.test_backup import elsewhere
from tests.services.test_sending import post

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


def test_out_of_one_place_and_into_another(
    app: Flask, factory: Factory, tmp_path: Path, now: datetime
) -> None:
    post("a@b.example", now=now, edition=factory.edition(slug="spring"))
    file = tmp_path / "made.backup"
    told = app.test_cli_runner().invoke(args=["backup", str(file)])
    assert told.output.startswith(f"{file}: 0.")

    with elsewhere(tmp_path / "other") as other:
        runner = other.test_cli_runner()
        lines = runner.invoke(args=["restore", str(file)]).output.splitlines()
        assert lines[-3].startswith("Restored as of 20")
        assert lines[-2].startswith("1 mails are held and every event's mails are stopped")
        assert lines[-1].startswith("0 calendar entries count as unknown")

        again = runner.invoke(args=["restore", str(file)])
        assert (again.exit_code, again.output[:37]) == (2, "Error: There is a database already: a")
        released = runner.invoke(args=["release-mails", "spring"])
        assert released.output.endswith("\n1 mails may go now.\n")
        assert runner.invoke(args=["release-mails", "none"]).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["restore", "missing.backup"],
            "Error: This file is no backup of Hubmeet, or it is damaged.",
        ),
        (["backup", "no-such-folder/x"], "Error: Cannot write no-such-folder/x: "),
    ],
)
def test_what_cannot_be_is_said_in_one_line(app: Flask, arguments: list[str], words: str) -> None:
    told = app.test_cli_runner().invoke(args=arguments)
    assert told.exit_code == 2
    assert told.output.startswith(words)
    assert told.output.count("\n") == 1


def test_an_empty_place_has_nothing_to_back_up(app: Flask, tmp_path: Path) -> None:
    with elsewhere(tmp_path / "other") as other:
        told = other.test_cli_runner().invoke(args=["backup", str(tmp_path / "x")])
    assert (told.exit_code, told.output[:34]) == (2, "Error: There is nothing to back up")
