"""The whole installation in one file, and back."""

import os
import sqlite3
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select, table

from app.domain.errors import ConflictError, InvalidInputError
from app.extensions import Base, db
from app.services import audit
from app.services.access import edition_by_slug
from app.services.backup import archive, postgresql, sqlite
from app.services.backup.calming import Calmed, calm, release
from app.services.backup.retelling import tell_again
from app.services.health import is_known_schema
from app.services.transaction import writing

NOTHING = "There is nothing to back up yet: the database has no tables."
NOT_EMPTY = (
    "There is a database already: add --replace to lose what is in it, or name another one "
    "(HUBMEET_DATA, DATABASE_URL)."
)
OTHER_ENGINE = "This backup is of %s, and this installation's database is %s."
OTHER_KEY = (
    "The backup was made with another SECRET_KEY. Set that one, or add --other-key: then everybody "
    "who is signed in is signed out, and links in mails that were sent open nothing any more."
)
NEWER = "The backup is of a newer Hubmeet (%s): install that version first."
COUNTS = "rate_count"  # counts of tries, which come by themselves


@dataclass(frozen=True)
class Restored:
    """What was restored, and what was done so that it stays quiet."""

    made_at: datetime
    calmed: Calmed


def backup(out: Path, *, secret_key: str, now: datetime) -> None:
    """Write all that is kept into the new file `out`; others may read and write meanwhile.

    Prints and the mails in the demo's folder are not kept; they can be made again.
    """
    schema = _schema()
    if not schema:
        raise InvalidInputError(NOTHING)
    if out.exists():
        raise InvalidInputError(f"{out} exists: name a new file.")
    try:
        with _scratch(out.resolve().parent) as folder:
            copy, whole = Path(folder, "copy"), Path(folder, "whole")
            (sqlite.copy_out if _engine() == "sqlite" else postgresql.dump)(copy)
            archive.write(whole, copy, engine=_engine(), schema=schema, key=secret_key, now=now)
            os.replace(whole, out)  # so that `out` is whole or not there
    except (OSError, sqlite3.Error) as error:
        raise InvalidInputError(f"Cannot write {out}: {error}.") from error


def restore(
    file: Path, *, secret_key: str, replace: bool, other_key: bool, scratch: Path, now: datetime
) -> Restored:
    """Put a backup in the database's place; until it is known to be good nothing is changed.

    `scratch` is a folder with room for a copy. Raises InvalidInputError for a file that cannot be
    used, ConflictError where there is something already, or somebody at work.
    """
    if not replace and _holds_anything():
        raise ConflictError(NOT_EMPTY)
    with _scratch(scratch) as folder:
        copy = Path(folder, "copy")
        about = archive.read(file, copy)
        _refuse_unfit(about, None if other_key else secret_key)
        calmed = (_into_sqlite if about.engine == "sqlite" else _into_postgresql)(copy, about, now)
    return Restored(about.made_at, calmed)


def note_restore(done: Restored, *, now: datetime) -> None:
    """Note in the log that it was; once the tables are those of this version."""
    with writing():
        numbers = {"mails": done.calmed.mails, "entries": done.calmed.entries}
        audit.note("backup.restore", by=None, now=now, details=numbers)


def release_mails(slug: str | None, *, invites: bool, now: datetime) -> int:
    """Let the mails that are held go: of one edition, or all; how many.

    `invites`: and mail every calendar of which nobody knows what it was told what is so now.
    """
    edition = edition_by_slug(slug) if slug else None
    with writing():
        if invites:
            tell_again(edition, now=now)
        number = release(edition)
        about = edition.id if edition else None
        audit.note("mail.release", by=None, now=now, edition_id=about, details={"mails": number})
    return number


def _into_sqlite(copy: Path, about: archive.About, now: datetime) -> Calmed:
    """The copy is quiet before it takes the database's place, so no worker sees it otherwise."""
    sqlite.refuse_broken(copy)
    with sqlite.changing(copy) as connection:
        calmed = calm(connection, made_at=about.made_at, now=now)
    sqlite.copy_in(copy)
    return calmed


def _into_postgresql(copy: Path, about: archive.About, now: datetime) -> Calmed:
    postgresql.refuse_company()
    postgresql.load(copy)
    with db.engine.begin() as connection:
        return calm(connection, made_at=about.made_at, now=now)


def _refuse_unfit(about: archive.About, secret_key: str | None) -> None:
    if about.engine != _engine():
        raise InvalidInputError(OTHER_ENGINE % (about.engine, _engine()))
    if not is_known_schema(about.schema):
        raise InvalidInputError(NEWER % about.schema)
    if secret_key is not None and not about.is_of_key(secret_key):
        raise InvalidInputError(OTHER_KEY)


def _holds_anything() -> bool:
    with db.engine.connect() as connection:
        there = set(inspect(connection).get_table_names()) & set(Base.metadata.tables) - {COUNTS}
        return any(
            connection.execute(select(1).select_from(table(name)).limit(1)).first()
            for name in there
        )


def _schema() -> str:
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def _engine() -> str:
    return db.engine.dialect.name


def _scratch(folder: Path) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(dir=folder, prefix=".backup-")
