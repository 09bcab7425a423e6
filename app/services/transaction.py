"""One transaction for one use case."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.extensions import WRITES, db


def begin_writing() -> None:
    """Start the session's transaction as a writer; what was read before is read anew.

    On SQLite this takes the write lock at once, so that a check and the write that follows it
    see the same rows.
    """
    db.session.rollback()
    db.session.connection(execution_options={WRITES: True})


@contextmanager
def writing() -> Iterator[Session]:
    """A block that commits once at its end, or changes nothing if anything in it raises.

    A session that already writes (an unsafe web request) is used as it is.
    """
    connection = db.session.connection() if db.session().in_transaction() else None
    if connection is None or not connection.get_execution_options().get(WRITES, False):
        begin_writing()
    try:
        yield db.session()
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
