"""An INSERT that may meet a row that is there already, on both engines."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.extensions import Model, db


def insert_into(model: type[Model]) -> Any:
    """The engine's own INSERT, which knows `on_conflict_do_nothing` and `on_conflict_do_update`.

    Both engines' statements offer the two alike, but share no type that does.
    """
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    return insert(model)
