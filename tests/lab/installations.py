"""An empty, migrated installation for a measurement, on either engine; gone afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask_migrate import upgrade

from app import create_app
from app.extensions import db
from tests.conftest import LOCAL_POSTGRESQL, settings


@contextmanager
def installation(folder: Path, engine: str) -> Iterator[str]:
    """Inside its application's context; gives the database's address."""
    if engine == "sqlite":
        url = f"sqlite:///{folder / 'hubmeet.db'}"
        with _migrated(folder, url):
            yield url
        return
    server = os.environ.get("TEST_DATABASE_URL", LOCAL_POSTGRESQL)
    name = f"hubmeet_lab_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    try:
        url = server.rsplit("/", 1)[0] + f"/{name}"
        with _migrated(folder, url):
            yield url
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _migrated(folder: Path, url: str) -> Iterator[None]:
    app = create_app(settings(folder, url))
    with app.app_context():
        upgrade()
        db.session.rollback()
        yield
        db.session.remove()
        db.engine.dispose()
