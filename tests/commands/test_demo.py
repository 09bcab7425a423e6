"""`flask demo` on a fresh data folder and again."""

import json
import stat
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import Edition
from app.services.demo_logins import demo_logins


def test_demo_prints_and_keeps_its_logins(app: Flask) -> None:
    folder: Path = app.config["HUBMEET_DATA"]
    first = app.test_cli_runner().invoke(args=["demo"])
    assert first.exit_code == 0, first.output
    logins = demo_logins(folder)
    assert [login.role for login in logins] == ["organiser", "SME", "hub", "exhibitor"]
    assert len({login.password for login in logins}) == 4
    assert all(login.password in first.output for login in logins)
    assert stat.S_IMODE((folder / "demo-logins.json").stat().st_mode) == 0o600
    again = app.test_cli_runner().invoke(args=["demo"])
    assert again.output == first.output
    assert db.session.scalar(select(func.count()).select_from(Edition)) == 2


def test_demo_is_refused_in_production(app: Flask) -> None:
    app.config["HUBMEET_ENV"] = "production"
    done = app.test_cli_runner().invoke(args=["demo"])
    assert (done.exit_code, done.stderr) == (
        2,
        "Error: The demo has logins that everybody knows: not in production.\n",
    )
    assert db.session.scalar(select(func.count()).select_from(Edition)) == 0


def test_logins_are_plain_json(app: Flask) -> None:
    app.test_cli_runner().invoke(args=["demo"])
    rows = json.loads((app.config["HUBMEET_DATA"] / "demo-logins.json").read_text("utf-8"))
    assert set(rows[0]) == {"role", "email", "password", "name"}
