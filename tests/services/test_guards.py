"""A rule that the database lost is noticed: no page is served without it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.commands import serving
from app.extensions import db
from app.services.guards import missing_guards
from app.services.health import health, reason_not_to_start
from tests.lost_guards import (
    KEY_OF_OCCUPIED,
    PARTIAL,
    without_index,
    without_key_of_occupied,
)


def missing() -> tuple[str, ...]:
    db.session.rollback()
    return missing_guards(db.session.connection())


def test_a_migrated_database_has_them_all(app: Flask) -> None:
    assert missing() == ()
    assert reason_not_to_start() == ""


def test_without_its_key_the_double_booking_guard_is_missed(app: Flask, engine_name: str) -> None:
    with without_key_of_occupied(engine_name):
        assert KEY_OF_OCCUPIED in missing()
        assert not health().is_good


@pytest.mark.parametrize("name", PARTIAL)
def test_an_index_that_is_gone_or_another_one_is_missed(
    app: Flask, engine_name: str, name: str
) -> None:
    with without_index(name, engine_name):
        assert missing() == (f"{name} (partial)",)
    with without_index(name, engine_name, instead=True):
        assert missing() == (f"{name} (partial)",)
    assert missing() == ()


def test_without_a_guard_nothing_is_served(
    app: Flask, client: FlaskClient, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither is the worker started."""
    monkeypatch.setattr(serving, "serve", lambda *_, **__: pytest.fail("it serves"))
    with without_index("uq_live_version", engine_name):
        answer = client.get("/healthz")
        runs = [app.test_cli_runner().invoke(args=[command]) for command in ("serve", "worker")]
    assert answer.status_code == 503
    assert answer.get_json()["guarded"] is False
    assert [run.exit_code for run in runs] == [1, 1]
    assert {run.output for run in runs} == {
        "Hubmeet cannot start: integrity guard missing: uq_live_version (partial). Run `flask db "
        "upgrade`; if it stays, restore the schema before anybody is let in.\n"
    }


def test_a_database_that_is_away_may_come_back(
    app: Flask, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.guards.SQLITE", "SELECT nothing FROM nowhere")
    monkeypatch.setattr("app.services.guards.POSTGRESQL", "SELECT nothing FROM nowhere")
    assert reason_not_to_start() == ""
    assert not health().database_reachable
