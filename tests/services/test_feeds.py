"""Subscribed calendars: who opens them, and what is noted of it."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import extensions
from app.domain.errors import ForbiddenError, TooManyTriesError
from app.domain.states import RegistrationState
from app.extensions import db
from app.models import FeedToken, Registration
from app.services import cancelling, feeds
from app.services.privacy import erasure
from tests.factory import Factory
from tests.services.at_once import at_once

ONLY_SQLITE = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture
def person(factory: Factory) -> Registration:
    account = factory.account()
    return factory.registration(factory.edition(), account=account)


def living(token: str) -> FeedToken:
    found = feeds.opened_by(token)
    assert found is not None
    return found


@ONLY_SQLITE
def test_the_database_holds_no_token(app: Flask, person: Registration, now: datetime) -> None:
    token = feeds.make(person, now=now)

    with closing(sqlite3.connect(Path(app.config["HUBMEET_DATA"]) / "hubmeet.db")) as connection:
        dump = "\n".join(connection.iterdump())
    assert len(token) >= 22  # 128 bits in letters of 6 bits
    assert feeds.hashed(token) in dump
    assert token not in dump


def test_a_new_one_ends_the_one_before_and_nobody_elses(
    factory: Factory, person: Registration, now: datetime
) -> None:
    other = factory.registration(person.edition)
    theirs, first = feeds.make(other, now=now), feeds.make(person, now=now)
    assert living(first).registration.id == person.id

    second = feeds.make(person, now=now)

    assert feeds.opened_by(first) is None
    assert living(second).registration.id == person.id
    feeds.switch_off(person, now=now)
    assert feeds.opened_by(second) is None
    assert feeds.feed_of(person) is None
    assert living(theirs).registration.id == other.id


@ONLY_SQLITE
@pytest.mark.parametrize("token", ["", "x", "\ud800", "é" * 500, "a\nb"])
def test_what_is_no_token_opens_nothing(person: Registration, now: datetime, token: str) -> None:
    feeds.make(person, now=now)
    assert feeds.opened_by(token) is None


def test_who_has_gone_has_no_feed(
    factory: Factory, person: Registration, now: datetime, tmp_path: Path
) -> None:
    erased = factory.registration(person.edition)
    disabled = factory.registration(person.edition, account=factory.account())
    tokens = {one.id: feeds.make(one, now=now) for one in (person, erased, disabled)}

    cancelling.cancel(person, by=None, now=now)
    erasure.erase_registration(
        person.edition, erased.public_id, by_account_id=None, now=now, data=tmp_path
    )
    assert disabled.account is not None
    disabled.account.disabled_at = now
    factory.add(disabled.account)

    assert [feeds.opened_by(token) for token in tokens.values()] == [None, None, None]
    for gone in (person, erased):
        with pytest.raises(ForbiddenError):
            feeds.make(gone, now=now)


@ONLY_SQLITE
def test_who_is_marked_as_erased_has_none_even_if_the_row_were_left(
    factory: Factory, person: Registration, now: datetime
) -> None:
    token = feeds.make(person, now=now)
    person.erased_at = now
    factory.add(person)
    assert feeds.opened_by(token) is None


@ONLY_SQLITE
def test_who_still_waits_for_a_place_has_one(
    factory: Factory, person: Registration, now: datetime
) -> None:
    person.state = RegistrationState.WAITLISTED
    factory.add(person)
    assert living(feeds.make(person, now=now)).registration.id == person.id


def test_being_read_is_noted_once_an_hour_and_when_something_changed(
    person: Registration, now: datetime
) -> None:
    token = feeds.make(person, now=now)

    def read(content: str, minutes: float) -> tuple[datetime | None, datetime | None]:
        """Since when, and when it was noted last."""
        db.session.expire_all()
        since = feeds.note_read(living(token), content, now=now + timedelta(minutes=minutes))
        db.session.expire_all()
        return since, living(token).read_at

    assert read("a", 0) == (now, now)
    assert read("a", 59) == (now, now)
    assert read("a", 60) == (now, now + timedelta(minutes=60))
    changed = now + timedelta(minutes=61)
    assert read("b", 61) == (changed, changed)
    # Two changes within a second: an answer's date has whole seconds, so it must be a later one.
    assert read("c", 61)[0] == changed + timedelta(seconds=1)
    assert read("d", 61)[0] == changed + timedelta(seconds=2)


@ONLY_SQLITE
def test_a_busy_database_fails_no_feed(
    app: Flask, person: Registration, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = living(feeds.make(person, now=now))
    monkeypatch.setattr(extensions, "WRITERS_WAIT_MILLISECONDS", 1)
    db.session.remove()
    file = Path(app.config["HUBMEET_DATA"]) / "hubmeet.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert feeds.note_read(found, "a", now=now) is None
        other.execute("ROLLBACK")
    assert feeds.note_read(found, "a", now=now) == now


@ONLY_SQLITE
def test_who_tries_many_is_told_to_wait_before_a_thousand(
    person: Registration, now: datetime
) -> None:
    for _number in range(300):
        feeds.count_unknown("192.0.2.1", now=now)
    with pytest.raises(TooManyTriesError):
        feeds.count_unknown("192.0.2.1", now=now)
    feeds.count_unknown("192.0.2.2", now=now)
    feeds.count_unknown("192.0.2.1", now=now + timedelta(minutes=2))


def test_two_made_at_once_leave_one(app: Flask, person: Registration, now: datetime) -> None:
    number = person.id

    def make() -> None:
        feeds.make(db.session.get_one(Registration, number), now=now)

    assert at_once(app, [make, make, make]) == {"done": 3}
    alive = select(func.count()).where(
        FeedToken.registration_id == number, FeedToken.revoked_at.is_(None)
    )
    assert db.session.scalar(alive) == 1
