"""A backup holds all that was there; what is restored from it stays quiet."""

import json
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.states import WorkState
from app.extensions import db
from app.models import CalendarIdentity, Edition, OutgoingMail, Series
from app.services import backup
from app.services.backup import archive, postgresql
from app.services.guards import missing_guards
from app.services.transaction import writing
from tests.conftest import settings
from tests.factory import Factory
from tests.services.published import PublishedEvent
from tests.services.test_sending import post, send_all, worker

KEY = "only for tests"
ON_SQLITE = pytest.mark.parametrize("engine_name", ["sqlite"])


@contextmanager
def elsewhere(folder: Path, url: str | None = None) -> Iterator[Flask]:
    """An installation of its own, with nothing in it yet."""
    folder.mkdir(exist_ok=True)
    other = create_app(settings(folder, url))
    with other.app_context():
        yield other
        db.session.remove()
        db.engine.dispose()


def restore(file: Path, scratch: Path, now: datetime, **choices: bool) -> backup.Restored:
    wanted = {"replace": False, "other_key": False, **choices}
    return backup.restore(file, secret_key=KEY, scratch=scratch, now=now, **wanted)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return tmp_path / "made.backup"


@ON_SQLITE
def test_a_backup_amid_writing_has_every_acknowledged_row(
    app: Flask, made: Path, tmp_path: Path, now: datetime
) -> None:
    acknowledged: list[int] = []
    enough, go_on = threading.Event(), threading.Event()
    go_on.set()

    def write() -> None:
        with sqlite3.connect(tmp_path / "hubmeet.db", isolation_level=None) as own:
            own.execute("PRAGMA wal_autocheckpoint=0")
            number = 0
            while go_on.is_set():
                number += 1
                values = (number, f"Series {number}", f"s{number}", now.isoformat())
                own.execute(
                    "INSERT INTO series (id, name, slug, created_at) VALUES (?,?,?,?)", values
                )
                acknowledged.append(number)
                if number == 200:
                    enough.set()
        own.close()

    writer = threading.Thread(target=write)
    writer.start()
    enough.wait(timeout=20)
    before = len(acknowledged)
    shutil.copy(tmp_path / "hubmeet.db", tmp_path / "plain.db")  # the control: without its log
    backup.backup(made, secret_key=KEY, now=now)
    go_on.clear()
    writer.join()

    with sqlite3.connect(tmp_path / "plain.db") as plain:
        assert plain.execute("SELECT count(*) FROM series").fetchone() < (before,)
    plain.close()

    with elsewhere(tmp_path / "other"):
        restore(made, tmp_path, now)
        kept = db.session.scalars(select(Series.id).order_by(Series.id)).all()
    assert list(kept) == list(range(1, len(kept) + 1))  # none is missing between
    assert before <= len(kept) <= len(acknowledged)


@ON_SQLITE
def test_nothing_leaves_until_it_is_released(
    app: Flask, factory: Factory, made: Path, tmp_path: Path, now: datetime
) -> None:
    edition = factory.edition(slug="spring")
    post("a@b.example", "c@b.example", now=now)
    post("e@b.example", now=now, edition=edition)
    post("g@b.example", now=now, kind="code.sign_in")
    with writing() as session:
        (one, *_rest) = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
        one.state, one.lease_token, one.lease_until = WorkState.RUNNING, "x", now
    backup.backup(made, secret_key=KEY, now=now)

    later = now + timedelta(hours=1)
    with elsewhere(tmp_path / "other"), worker() as (sink, work):
        assert restore(made, tmp_path, later).calmed.mails == 3
        assert send_all(work, later) == 0
        post("new@b.example", now=later, edition=db.session.scalar(select(Edition)))
        assert send_all(work, later) == 0  # a reminder that left once already, perhaps
        assert sink.received == []
        assert backup.release_mails(None, invites=False, now=later) == 3
        send_all(work, later)
        assert [to for to, _data in sink.received] == [
            "a@b.example",
            "c@b.example",
            "e@b.example",
            "new@b.example",
        ]


@ON_SQLITE
def test_one_events_mails_are_released_alone(
    app: Flask, factory: Factory, made: Path, tmp_path: Path, now: datetime
) -> None:
    for slug in ("spring", "autumn"):
        post(f"{slug}@b.example", now=now, edition=factory.edition(slug=slug))
    backup.backup(made, secret_key=KEY, now=now)
    with elsewhere(tmp_path / "other"), worker() as (sink, work):
        restore(made, tmp_path, now)
        assert backup.release_mails("autumn", invites=False, now=now) == 1
        send_all(work, now)
        assert [to for to, _data in sink.received] == ["autumn@b.example"]


@ON_SQLITE
def test_every_living_calendar_entry_is_ahead_of_all_that_was_mailed(
    app: Flask, factory: Factory, made: Path, tmp_path: Path, now: datetime
) -> None:
    event = PublishedEvent(factory)
    # Told; not told; cancelled, and its calendar knows; cancelled, and that is still to be told.
    states = [("at ten", None), ("", None), ("", now), ("at ten", now)]
    with writing() as session:
        for number, (told, cancelled_at) in enumerate(states):
            session.add(
                CalendarIdentity(
                    request_id=event.requests[0].id,
                    registration_id=[event.visitors[0], event.hub][number % 2].id,
                    uid=f"{number}@hubmeet.example",
                    sequence=7,
                    changed_at=now,
                    told=told,
                    cancelled_at=cancelled_at,
                )
            )
    backup.backup(made, secret_key=KEY, now=now)

    for minutes in (1, 2):  # 7 + 1000 + the seconds since the backup
        with elsewhere(tmp_path / f"other{minutes}"):
            restore(made, tmp_path, now + timedelta(minutes=minutes))
            rows = db.session.scalars(select(CalendarIdentity).order_by(CalendarIdentity.uid)).all()
            ahead = 1007 + 60 * minutes
            assert [(row.sequence, row.told) for row in rows] == [
                (ahead, "at ten?"),
                (ahead, ""),
                (7, ""),
                (ahead, "at ten?"),
            ]


@ON_SQLITE
def test_what_is_there_is_lost_only_on_demand(
    app: Flask, factory: Factory, made: Path, tmp_path: Path, now: datetime
) -> None:
    backup.backup(made, secret_key=KEY, now=now)
    factory.edition()
    with pytest.raises(ConflictError, match="--replace"):
        restore(made, tmp_path, now)
    assert db.session.scalar(select(func.count()).select_from(Series)) == 1
    restore(made, tmp_path, now, replace=True)
    assert db.session.scalar(select(func.count()).select_from(Series)) == 0
    with pytest.raises(InvalidInputError, match="exists"):
        backup.backup(made, secret_key=KEY, now=now)


@ON_SQLITE
def test_another_key_is_refused_and_the_backup_does_not_hold_it(
    app: Flask, made: Path, tmp_path: Path, now: datetime
) -> None:
    backup.backup(made, secret_key="another key", now=now)
    with zipfile.ZipFile(made) as whole:
        assert b"another key" not in whole.read(archive.ABOUT) + whole.read(archive.DATABASE)
    assert made.stat().st_mode & 0o777 == 0o600
    with elsewhere(tmp_path / "other"):
        with pytest.raises(InvalidInputError, match="SECRET_KEY"):
            restore(made, tmp_path, now)
        restore(made, tmp_path, now, other_key=True)


def spoil(made: Path, database: bytes, now: datetime, **about: str) -> bytes:
    """A backup of another database, itself whole."""
    inner, out = made.with_name("inner"), made.with_name("spoilt.backup")
    inner.write_bytes(database)
    with zipfile.ZipFile(made) as whole:
        schema = json.loads(whole.read(archive.ABOUT))["schema"]
    said = {"engine": "sqlite", "schema": schema, **about}
    archive.write(out, inner, **said, key=KEY, now=now)
    return out.read_bytes()


@ON_SQLITE
def test_damaged_backups_change_nothing(
    app: Flask, factory: Factory, made: Path, tmp_path: Path, now: datetime
) -> None:
    factory.edition()
    backup.backup(made, secret_key=KEY, now=now)
    data = made.read_bytes()
    with zipfile.ZipFile(made) as whole:
        database = whole.read(archive.DATABASE)
    (tmp_path / "orphan.db").write_bytes(database)
    with sqlite3.connect(tmp_path / "orphan.db") as orphan:
        orphan.execute("UPDATE edition SET series_id = 77")
    orphan.close()
    files = {
        "damaged": b"PK not at all",
        "or it is damaged": data[: len(data) // 2],
        "it is damaged": data[:2000] + bytes([data[2000] ^ 1]) + data[2001:],
        "is broken": spoil(made, database[:8192] + b"x" * 8192 + database[16384:], now),
        "belongs to none of series": spoil(made, (tmp_path / "orphan.db").read_bytes(), now),
        "is of postgresql": spoil(made, database, now, engine="postgresql"),
        "newer Hubmeet (0099)": spoil(made, database, now, schema="0099"),
    }
    for words, bad in files.items():
        file = tmp_path / "bad.backup"
        file.write_bytes(bad)
        with pytest.raises(InvalidInputError) as caught:
            restore(file, tmp_path, now, replace=True)
        assert words in caught.value.message
    assert db.session.scalar(select(func.count()).select_from(Series)) == 1
    assert not list(tmp_path.glob(".backup-*"))


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_postgresql_comes_back_whole_and_quiet(
    app: Flask, factory: Factory, made: Path, tmp_path: Path, now: datetime
) -> None:
    if shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not there (PostgreSQL's client programs)")
    edition = factory.edition()
    post("a@b.example", now=now, edition=edition)
    backup.backup(made, secret_key=KEY, now=now)
    factory.edition()
    with pytest.raises(ConflictError, match="--replace"):
        restore(made, tmp_path, now)
    with db.engine.connect(), pytest.raises(ConflictError, match="Stop the server first: 1 other"):
        restore(made, tmp_path, now, replace=True)
    assert restore(made, tmp_path, now, replace=True).calmed.mails == 1
    assert db.session.scalars(select(Edition.id)).all() == [edition.id]
    assert db.session.scalars(select(OutgoingMail.held)).all() == [True]
    assert missing_guards(db.session.connection()) == ()


def test_no_command_line_shows_the_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg://me:se%3Acret@127.0.0.1/x"
    with elsewhere(tmp_path / "other", url), postgresql.address() as address:
        assert "cret" not in address
        parts = urlsplit(address)
        (kept,) = parse_qs(parts.query)["passfile"]
        assert Path(kept).read_text() == "*:*:*:*:se\\:cret\n"
        assert Path(kept).stat().st_mode & 0o777 == 0o600
        assert (parts.scheme, parts.netloc, parts.path) == ("postgresql", "me@127.0.0.1", "/x")
