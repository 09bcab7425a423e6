"""Every migration goes up and down on both engines and keeps the rows and the guards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from app import create_app
from app.extensions import Base, db
from app.services.health import MIGRATIONS
from tests.conftest import settings
from tests.models.rows import Rows, differences, fill, rows


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
        with db.engine.begin() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(table.delete())
        db.engine.dispose()


@pytest.mark.slow
def test_each_step_up_and_down_keeps_every_row_and_the_guard(migrated: Flask) -> None:
    """Rows in all tables: those of the step before go up, those of the step go down and up."""
    downgrade(revision="base")
    assert _tables() == set()
    before: Rows = {}
    for revision, previous in _steps():
        upgrade(revision=revision)
        assert differences(before, rows()) == []
        fill()
        filled = rows()
        assert {table: len(its) for table, its in filled.items()} == dict.fromkeys(_tables(), 2)
        refuse_a_double_booking()
        downgrade(revision=previous)
        assert differences(filled, rows()) == []
        upgrade(revision=revision)
        refuse_a_double_booking()
        fill()
        before = rows()
    assert _tables() == {table.name for table in Base.metadata.sorted_tables}


def _tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def _steps() -> list[tuple[str, str]]:
    """Every revision with the one before it, oldest first."""
    found = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    return [(one.revision, str(one.down_revision or "base")) for one in reversed(list(found))]


def refuse_a_double_booking() -> None:
    """One more meeting for a desk that has one then, past all our code."""
    with db.engine.connect() as connection:
        if not connection.scalar(text("SELECT count(*) FROM meeting")):
            return  # the step down took all rows with it
        taken = "INSERT INTO occupied (edition_id, holder, tick, meeting_id) VALUES (1, 'r1.1', 7, "
        connection.execute(text(taken + "1)"))
        with pytest.raises(IntegrityError):
            connection.execute(text(taken + "2)"))
        connection.rollback()


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_step_that_loses_something_is_seen(migrated: Flask) -> None:
    """The control: one value less, and the two sides differ."""
    fill()
    filled = rows()
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE edition SET venue = 'elsewhere' WHERE id = 2"))
    assert [text.partition(":")[0] for text in differences(filled, rows())] == ["edition"]
