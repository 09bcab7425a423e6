"""Takes rules of the database away, as a bad migration would, and puts them back."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.extensions import db

KEY_OF_OCCUPIED = "pk_occupied"
PARTIAL = {  # name → what a hand at the database might make instead
    "uq_living_request_of_pair": "meeting_request (edition_id)",
    "uq_live_version": "schedule_version (edition_id, kind)",
}


def run(*statements: str) -> None:
    """Change the schema for good."""
    db.session.remove()
    with db.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@contextmanager
def without_key_of_occupied(engine_name: str) -> Iterator[None]:
    """Nothing refuses a second meeting; a SQLite file is thrown away after its test."""
    if engine_name == "sqlite":
        run(
            "DROP TABLE occupied",
            "CREATE TABLE occupied (edition_id INTEGER NOT NULL, holder VARCHAR(32) NOT NULL, "
            "tick INTEGER NOT NULL, meeting_id INTEGER NOT NULL)",
        )
        yield
        return
    run(f"ALTER TABLE occupied DROP CONSTRAINT {KEY_OF_OCCUPIED}")
    try:
        yield
    finally:
        run(
            "DELETE FROM occupied",
            f"ALTER TABLE occupied ADD CONSTRAINT {KEY_OF_OCCUPIED} "
            "PRIMARY KEY (edition_id, holder, tick)",
        )


@contextmanager
def without_index(name: str, engine_name: str, *, instead: bool = False) -> Iterator[None]:
    """A unique index is gone, or one for all rows is there `instead`."""
    wanted = db.session.connection().exec_driver_sql(
        f"SELECT sql FROM sqlite_master WHERE name = '{name}'"  # noqa: S608 - a test's own words
        if engine_name == "sqlite"
        else f"SELECT indexdef FROM pg_indexes WHERE indexname = '{name}'"  # noqa: S608
    )
    definition = str(wanted.scalar_one())
    run(f"DROP INDEX {name}")
    if instead:
        run(f"CREATE UNIQUE INDEX {name} ON {PARTIAL[name]}")
    try:
        yield
    finally:
        run(f"DROP INDEX IF EXISTS {name}", definition)
