"""Whether this installation can serve pages."""

from pathlib import Path

from flask import Flask

from app import create_app
from app.extensions import db
from app.services.health import Health, health
from tests.conftest import settings


def test_a_migrated_database_is_healthy(app: Flask) -> None:
    found = health()

    assert found == Health(database_reachable=True, schema_current=True)
    assert found.is_good


def test_a_missing_migration_is_noticed(app: Flask) -> None:
    _set_version("0000_before")

    found = health()

    _set_version(None)
    assert found == Health(database_reachable=True, schema_current=False)
    assert not found.is_good


_HEAD: list[str] = []


def _set_version(version: str | None) -> None:
    """Write another version (None: the one that was there before)."""
    db.session.rollback()
    with db.engine.begin() as connection:
        if version is not None:
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
            _HEAD[:] = [found.scalar_one()]
        wanted = version or _HEAD[0]
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{wanted}'")  # noqa: S608 - a test's own words


def test_a_database_that_is_away_is_no_crash(tmp_path: Path) -> None:
    app = create_app(settings(tmp_path, f"sqlite:///{tmp_path / 'no-folder' / 'hubmeet.db'}"))

    with app.app_context():
        found = health()

    assert found == Health(database_reachable=False, schema_current=False)
    assert not found.is_good
