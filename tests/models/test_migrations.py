"""Migrations go up and down on both engines, and end where the models are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app import create_app
from app.extensions import Base, db
from tests.conftest import settings


@pytest.fixture
def migrated(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application whose database is at head; PostgreSQL's is brought back to head."""
    url = request.getfixturevalue("postgresql_url") if engine_name == "postgresql" else None
    app = create_app(settings(tmp_path, url))
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        upgrade()
        db.engine.dispose()


def _tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_up_down_up(migrated: Flask) -> None:
    everything = {table.name for table in Base.metadata.sorted_tables}
    assert _tables() == everything
    downgrade(revision="base")
    assert _tables() == set()
    upgrade()
    assert _tables() == everything


def test_the_head_is_what_the_models_say(migrated: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_constraint_has_a_name(migrated: Flask) -> None:
    """Alembic's batch mode on SQLite drops a CHECK without a name."""
    nameless = [
        (table.name, constraint)
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert nameless == []


def test_states_are_held_by_checks_in_the_database(migrated: Flask) -> None:
    checks = {
        check["name"]
        for table in _tables()
        for check in inspect(db.engine).get_check_constraints(table)
    }
    expected = {
        str(constraint.name)
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if str(constraint.name).startswith("ck_")
    }
    assert checks == expected
