"""Makes two steps meet: each waits between looking and writing, and before it commits.

And takes the locks away, for the controls: a race that shows nothing without its guard would
show nothing with it either.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from sqlite3 import Connection as SQLiteConnection
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from app import extensions
from app.extensions import db
from app.services import edition_lock, person_locks

WRITING = ("INSERT", "UPDATE", "DELETE")
COMMIT_SECONDS = 0.06


_pace = threading.local()


def paced(step: Callable[[], object], seconds: float) -> Callable[[], object]:
    """The step, waiting `seconds` between its first look and its first write."""

    def run() -> object:
        _pace.seconds = seconds
        return step()

    return run


@contextmanager
def slowly() -> Iterator[None]:
    """Paced steps wait before they first write, and everybody who wrote before the commit."""
    engine = db.engine

    def begin(connection: Connection) -> None:
        connection.info["wrote"] = False

    def execute(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(WRITING) and not connection.info.get("wrote"):
            connection.info["wrote"] = True
            time.sleep(getattr(_pace, "seconds", 0))

    def commit(connection: Connection) -> None:
        if connection.info.get("wrote"):
            time.sleep(COMMIT_SECONDS)

    listeners: dict[str, Callable[..., Any]] = {
        "begin": begin,
        "before_cursor_execute": execute,
        "commit": commit,
    }
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners.items():
            event.remove(engine, name, listener)


def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody holds an edition or a person: what is left is the SQLite writer's lock."""
    monkeypatch.setattr(edition_lock, "hold", lambda edition: None)
    monkeypatch.setattr(person_locks, "hold_ids", lambda ids: None)


@contextmanager
def sqlite_transactions(begin: str | None) -> Iterator[None]:
    """SQLite transactions begin with the statement `begin` instead of the writer's lock.

    None is what Python's driver does by itself: it reads outside of transactions, and begins one
    at the first write.
    """

    def start(connection: Connection) -> None:
        if connection.dialect.name == "sqlite" and begin is not None:
            connection.exec_driver_sql(begin)

    def connect(connection: Any, _record: Any) -> None:
        if isinstance(connection, SQLiteConnection) and begin is None:
            connection.isolation_level = "DEFERRED"

    engine = db.engine
    event.remove(Engine, "begin", extensions._begin)
    event.listen(engine, "begin", start)
    event.listen(engine, "connect", connect)
    try:
        yield
    finally:
        event.remove(engine, "connect", connect)
        event.remove(engine, "begin", start)
        event.listen(Engine, "begin", extensions._begin)


@contextmanager
def unguarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No locks on either engine: only the checks of the code and the database's own rules."""
    without_locks(monkeypatch)
    with sqlite_transactions(None):
        yield
