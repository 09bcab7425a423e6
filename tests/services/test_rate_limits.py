"""Limits on how often something may be tried, shared by everybody who counts."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import TooManyTriesError
from app.extensions import db
from app.models import AuditEntry, RateCount
from app.services import rate_limits
from app.services.rate_limits import Limit
from app.services.transaction import writing
from tests.services.at_once import at_once

QUARTER = Limit("test.quarter", 5, timedelta(minutes=15))
DAY = Limit("test.day", 7, timedelta(days=1))
BOTH = (QUARTER, DAY)


def tries(number: int, now: datetime, who: str = "ada@example.org") -> None:
    for _ in range(number):
        rate_limits.take(BOTH, who, now=now)


def test_the_sixth_try_waits_until_the_first_is_forgotten(app: Flask, now: datetime) -> None:
    tries(5, now)
    with pytest.raises(TooManyTriesError) as caught:
        tries(1, now + timedelta(minutes=1))
    # 09:00 begins a step of 15 s; its tries are forgotten at 09:15:15, 14:15 after 09:01.
    assert caught.value.retry_after_seconds == 855
    assert caught.value.message == "Too many tries. Try again in 15 minutes."
    tries(1, now, who="eve@example.org")
    tries(1, now + timedelta(minutes=15, seconds=15))


def test_the_slower_limit_counts_too_and_refused_tries_do_not(app: Flask, now: datetime) -> None:
    tries(5, now)
    for _ in range(3):
        with pytest.raises(TooManyTriesError):
            tries(1, now)
    later = now + timedelta(minutes=20)
    tries(2, later)  # 5 + 2 = 7, the whole day's
    with pytest.raises(TooManyTriesError) as caught:
        tries(1, later)
    # 09:00 is the end of a step of 24 minutes that began at 08:48 or so: within the day's length.
    assert 23 * 3600 < caught.value.retry_after_seconds <= 24 * 3600 + 24 * 60


def test_a_try_can_be_given_back(app: Flask, now: datetime) -> None:
    tries(5, now)
    with writing():
        rate_limits.give_back(BOTH, "ada@example.org", taken_at=now)
    tries(1, now)
    with pytest.raises(TooManyTriesError):
        tries(1, now)


def test_sixteen_at_once_are_five(app: Flask, now: datetime) -> None:
    results = at_once(app, [lambda: rate_limits.take(BOTH, "ada", now=now)] * 16)
    assert results == {"done": 5, "TooManyTriesError": 11}


def test_a_reached_limit_is_noted_once_a_window_without_the_address(
    app: Flask, now: datetime
) -> None:
    tries(5, now)
    for _ in range(2):
        with pytest.raises(TooManyTriesError):
            tries(1, now)
    entries = db.session.scalars(select(AuditEntry)).all()
    assert [(one.action, one.object_id, one.result) for one in entries] == [
        ("limit.reach", "test.quarter", "refused")
    ]
    assert not any("ada" in key for key in db.session.scalars(select(RateCount.key)))
