"""A PostgreSQL database out and in, by PostgreSQL's own pg_dump and pg_restore."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from app.domain.errors import ConflictError, InvalidInputError
from app.extensions import db

OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


def dump(target: Path) -> None:
    """The whole database at one instant, in pg_dump's own compressed form."""
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def refuse_company() -> None:
    """ConflictError while others are connected: a worker among them would send what is restored."""
    db.session.rollback()
    others = db.session.scalar(OTHERS) or 0
    db.session.remove()
    if others:
        raise ConflictError(f"Stop the server first: {others} others are connected.")


def load(source: Path) -> None:
    """Replace the database by a dump, in one transaction, its keys checked as they are made."""
    db.session.remove()
    db.engine.dispose()
    options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction")
    _run("pg_restore", *options, "--exit-on-error", str(source))


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise InvalidInputError(f"{program} is needed: install PostgreSQL's client programs.")
    with address() as database:
        command = [found, *arguments, f"--dbname={database}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise InvalidInputError(f"{program} failed: {done.stderr.strip()}")


@contextmanager
def address() -> Iterator[str]:
    """The database's address; the password in a file, for a command line is read by anybody."""
    url = db.engine.url.set(drivername="postgresql")
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as kept:
        if url.password is not None:
            password = str(url.password).replace("\\", "\\\\").replace(":", "\\:")
            kept.write(f"*:*:*:*:{password}\n")
            kept.flush()
            url = url._replace(password=None).update_query_dict({"passfile": kept.name})
        yield url.render_as_string(hide_password=False)
