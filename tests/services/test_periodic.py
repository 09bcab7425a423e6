"""Periodic tasks: once a window whoever works, and a fault stops no other."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import RateCount
from app.services.periodic import Rounds, Task, forget_old_counts
from app.services.transaction import writing
from tests.services.at_once import at_once


def test_many_workers_do_a_task_once_a_window(app: Flask, now: datetime) -> None:
    done: list[datetime] = []

    def note(at: datetime) -> int:
        done.append(at)
        return 1

    task = Task("note", timedelta(minutes=10), note)
    at_once(app, [lambda: Rounds([task]).go(now)] * 8)
    assert len(done) == 1
    # 09:00 begins a window of ten minutes; 09:09 lies in it, 09:10 does not.
    rounds = Rounds([task])
    assert not rounds.go(now + timedelta(minutes=9))
    assert rounds.go(now + timedelta(minutes=10))
    assert len(done) == 2


def test_a_task_that_fails_stops_no_other(app: Flask, now: datetime) -> None:
    def break_down(_now: datetime) -> int:
        raise RuntimeError("a fault of ours")

    hour = timedelta(hours=1)
    with writing():
        db.session.add(RateCount(key="old", window_starts_at=now, number=1, expires_at=now))
    later = now + hour
    assert Rounds([Task("broken", hour, break_down), Task("forget", hour, forget_old_counts)]).go(
        later
    )
    assert db.session.get(RateCount, ("old", now)) is None


def test_old_counts_go(app: Flask, now: datetime) -> None:
    Rounds([Task("note", timedelta(hours=1), lambda _now: 0)]).go(now)
    # The window of an hour from 09:00 is looked at until 11:00.
    assert forget_old_counts(now + timedelta(hours=2)) == 0
    assert forget_old_counts(now + timedelta(hours=2, seconds=1)) == 1
    assert db.session.scalar(select(func.count()).select_from(RateCount)) == 0
