"""Sessions end by themselves, one by one, or all at once."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.errors import NotFoundError
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import Account
from app.services import accounts, sessions
from app.services.transaction import writing
from tests.factory import Factory


@pytest.fixture
def engine_name() -> str:
    """Nothing here waits for a lock."""
    return "sqlite"


def begin(account: Account, now: datetime, user_agent: str = "Firefox") -> Viewer:
    with writing():
        known = db.session.get_one(Account, account.id)
        return sessions.start_session(known, user_agent=user_agent, now=now)


def lives(viewer: Viewer, now: datetime) -> bool:
    return sessions.viewer_of(viewer.token, now=now) is not None


def test_twelve_hours_unused_end_it(app: Flask, factory: Factory, now: datetime) -> None:
    viewer = begin(factory.account(), now)
    assert lives(viewer, now + timedelta(hours=12))
    assert not lives(viewer, now + timedelta(hours=12, seconds=1))
    sessions.note_use(viewer, now=now + timedelta(minutes=9))  # too soon to be worth a write
    assert not lives(viewer, now + timedelta(hours=12, minutes=9))
    sessions.note_use(viewer, now=now + timedelta(minutes=10))
    assert lives(viewer, now + timedelta(hours=12, minutes=10))


def test_seven_days_end_it_however_much_it_is_used(
    app: Flask, factory: Factory, now: datetime
) -> None:
    viewer = begin(factory.account(), now)
    for hours in range(10, 7 * 24 + 10, 10):
        sessions.note_use(viewer, now=now + timedelta(hours=hours))
    assert lives(viewer, now + timedelta(days=7))
    assert not lives(viewer, now + timedelta(days=7, seconds=1))


def test_the_owner_sees_and_ends_their_own(app: Flask, factory: Factory, now: datetime) -> None:
    ada, eve = factory.account(), factory.account()
    this, phone = begin(ada, now, "Chrome"), begin(ada, now + timedelta(hours=1), "Phone")
    strange = begin(eve, now)
    later = now + timedelta(hours=2)
    shown = sessions.own_sessions(this, now=later)
    assert [(one.user_agent, one.is_this) for one in shown] == [("Chrome", True), ("Phone", False)]
    stranger = sessions.own_sessions(strange, now=later)[0].number
    with pytest.raises(NotFoundError):
        sessions.end_one(this, stranger, now=later)
    sessions.end_one(this, shown[1].number, now=later)
    assert (lives(this, later), lives(phone, later), lives(strange, later)) == (True, False, True)
    begin(ada, later)
    assert sessions.end_others(this, now=later) == 1
    assert len(sessions.own_sessions(this, now=later)) == 1


def test_disabling_ends_all(app: Flask, factory: Factory, now: datetime) -> None:
    account = factory.account()
    viewers = [begin(account, now) for _ in range(2)]
    accounts.disable(account.email, now=now)
    assert [lives(viewer, now) for viewer in viewers] == [False, False]
