"""An SQLite database out of its file and into it, while others may read and write."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine

from app.domain.errors import InvalidInputError
from app.extensions import WRITES, db

BROKEN = "The database in this backup is broken: %s"


def copy_out(target: Path) -> None:
    """A whole copy of the database at one instant: what is not yet in its main file, too."""
    with closing(sqlite3.connect(_own_file())) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def refuse_broken(file: Path) -> None:
    """InvalidInputError where pages are damaged, or rows point to rows that are not there."""
    with closing(sqlite3.connect(file)) as copy:
        try:
            (found,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
            orphan = copy.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.DatabaseError as error:
            raise InvalidInputError(BROKEN % error) from error
    if found != "ok":
        raise InvalidInputError(BROKEN % found)
    if orphan is not None:
        raise InvalidInputError(BROKEN % f"a row of {orphan[0]} belongs to none of {orphan[2]}")


@contextmanager
def changing(file: Path) -> Iterator[Connection]:
    """A transaction on another SQLite file."""
    engine: Engine = create_engine(f"sqlite:///{file}")
    try:
        with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            yield connection
    finally:
        engine.dispose()


def copy_in(source: Path) -> None:
    """Replace the whole database in one transaction; who has it open sees the new one next."""
    db.session.remove()
    db.engine.dispose()
    with closing(sqlite3.connect(source)) as fresh, closing(sqlite3.connect(_own_file())) as own:
        fresh.backup(own)


def _own_file() -> str:
    file = db.engine.url.database
    if not file:
        raise InvalidInputError("A database in memory cannot be backed up.")
    return file
