"""The migrations end in the schema that `schema.txt` shows, on both engines, rule by rule."""

from flask import Flask

from app.extensions import db
from tests.lost_guards import without_index
from tests.models.schema import GOLDEN, schema


def shown() -> list[str]:
    with db.engine.connect() as connection:
        return schema(connection).splitlines()


def test_the_schema_is_the_one_that_was_looked_at(app: Flask) -> None:
    expected = GOLDEN.read_text(encoding="utf-8").splitlines()
    assert shown() == expected, "if this is wanted: .venv/bin/python -m tests.models.schema"


def test_an_index_for_all_rows_instead_of_some_is_seen(app: Flask, engine_name: str) -> None:
    """The control: alembic's own comparison does not look at a WHERE."""
    expected = GOLDEN.read_text(encoding="utf-8").splitlines()
    with without_index("uq_live_version", engine_name, instead=True):
        assert set(shown()) ^ set(expected) == {
            "  unique index uq_live_version (edition_id) WHERE kind = 'live'",
            "  unique index uq_live_version (edition_id, kind)",
        }
