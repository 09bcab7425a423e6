"""Fixtures: an application on a database of its own, on SQLite and where reachable PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings as hypothesis_settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, NullPool, delete, event

import config
from app import create_app
from app.extensions import Base, db
from tests.factory import Factory

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
LOCAL_POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"

# `pytest --hypothesis-profile=nightly tests/services/test_random_steps.py`: see there.
hypothesis_settings.register_profile("nightly", max_examples=500, stateful_step_count=60)


@event.listens_for(Engine, "connect")
def _hurry(connection: Any, _record: Any) -> None:
    """Nobody needs the tests' data after a power cut, so SQLite need not wait for the disk."""
    if isinstance(connection, SQLiteConnection):
        connection.execute("PRAGMA synchronous=OFF")


def settings(data: Path, url: str | None = None) -> dict[str, Any]:
    """Test settings with their own data folder, and `url` as the database."""
    values = {"HUBMEET_ENV": "test", "HUBMEET_DATA": str(data), "SECRET_KEY": "only for tests"}
    if url:
        values["DATABASE_URL"] = url
    made = config.settings_from(values)
    made["WTF_CSRF_ENABLED"] = False  # tests/web/test_csrf.py switches it on
    made["SQLALCHEMY_ENGINE_OPTIONS"] = {"hide_parameters": True, "poolclass": NullPool}
    return made


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy from."""
    folder = tmp_path_factory.mktemp("template")
    app = create_app(settings(folder))
    with app.app_context():
        upgrade()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    return folder / "hubmeet.db"


@pytest.fixture(scope="session")
def postgresql_url(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated PostgreSQL database of this test process, dropped at the end."""
    server = os.environ.get("TEST_DATABASE_URL", LOCAL_POSTGRESQL)
    name = f"hubmeet_test_{os.getpid()}_{worker_id}"
    try:
        admin = psycopg.connect(server, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL is reachable (TEST_DATABASE_URL)")
    with admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        # Nobody needs the tests' data after a power cut.
        admin.execute(f'ALTER DATABASE "{name}" SET synchronous_commit TO off')
    url = server.rsplit("/", 1)[0] + f"/{name}"
    with create_app(settings(tmp_path_factory.mktemp("pg"), url)).app_context():
        upgrade()
    yield url
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for compiled templates."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each database test runs on both engines."""
    name: str = request.param
    return name


@pytest.fixture
def app(
    engine_name: str, request: pytest.FixtureRequest, tmp_path: Path, compiled_templates: Path
) -> Iterator[Flask]:
    """An application on an empty, migrated database, inside its context."""
    if engine_name == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "hubmeet.db")
        made = create_app(settings(tmp_path))
    else:
        made = create_app(settings(tmp_path, request.getfixturevalue("postgresql_url")))
    # Each test has an application of its own; they share the templates' compiled code.
    made.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled_templates))
    with made.app_context():
        yield made
        db.session.remove()
        if engine_name == "postgresql":
            empty_all_tables()
        db.engine.dispose()


def empty_all_tables() -> None:
    """Delete row by row: for a handful of rows much faster than TRUNCATE of thirty tables."""
    with db.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()


@pytest.fixture
def factory(app: Flask) -> Factory:
    """Makes rows with sensible values."""
    return Factory(NOW)


@pytest.fixture
def now() -> datetime:
    """The instant that tests call now: Monday 1 March 2027, 09:00 UTC."""
    return NOW
