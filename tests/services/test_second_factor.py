"""The second step: set up with a right code, asked for from then on, each code once."""

from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError, TooManyTriesError
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import Account, OutgoingMail
from app.services import second_factor, sessions
from app.services.password_sign_in import sign_in
from tests.factory import PASSWORD, Factory
from tests.services.at_once import at_once

HALF_A_MINUTE = timedelta(seconds=30)


def enter(account: Account, now: datetime) -> Viewer:
    return sign_in(account.email, PASSWORD, user_agent="", now=now)


def set_up(account: Account, now: datetime) -> tuple[pyotp.TOTP, Viewer]:
    """The account's app, and the browser where it was set up."""
    viewer = enter(account, now)
    second_factor.propose(viewer)
    proposed = second_factor.proposed(viewer)
    assert proposed
    secret, address = proposed
    assert address.startswith("otpauth://totp/Hubmeet:")
    app = pyotp.TOTP(secret)
    second_factor.confirm(viewer, app.at(now), now=now)
    return app, viewer


def test_nothing_changes_before_the_app_shows_a_right_code(
    app: Flask, factory: Factory, now: datetime
) -> None:
    account = factory.account()
    viewer = enter(account, now)
    second_factor.propose(viewer)
    with pytest.raises(InvalidInputError):
        second_factor.confirm(viewer, "000000", now=now)
    assert sessions.viewer_of(enter(account, now).token, now=now)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_from_then_on_the_password_alone_opens_nothing(
    app: Flask, factory: Factory, now: datetime
) -> None:
    account = factory.account()
    other = enter(account, now)
    totp, this = set_up(account, now)
    assert sessions.viewer_of(other.token, now=now) is None  # it has shown no second step
    known = sessions.viewer_of(this.token, now=now)
    assert known
    assert known.second_factor_shown
    half = enter(account, now)
    assert half.awaits_second_factor
    assert sessions.viewer_of(half.token, now=now) is None
    later = now + HALF_A_MINUTE
    shown = second_factor.show(half.token, totp.at(later), now=later)
    assert sessions.viewer_of(half.token, now=later) == shown
    with pytest.raises(ConflictError):
        second_factor.propose(shown)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_code_is_good_once_and_around_its_time(
    app: Flask, factory: Factory, now: datetime
) -> None:
    account = factory.account()
    totp, _ = set_up(account, now)
    with pytest.raises(InvalidInputError):  # it set the app up already
        second_factor.show(enter(account, now).token, totp.at(now), now=now)
    later = now + timedelta(minutes=5)
    for seconds, good in ((-60, False), (-30, True), (0, True), (60, False), (30, True)):
        half, code = enter(account, later), totp.at(later + timedelta(seconds=seconds))
        if good:
            assert second_factor.show(half.token, code, now=later)
        else:
            with pytest.raises(InvalidInputError):
                second_factor.show(half.token, code, now=later)
    with pytest.raises(InvalidInputError):  # a code of a step before the last one used
        second_factor.show(enter(account, later).token, totp.at(later), now=later)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_guessing_and_waiting_do_not_help(app: Flask, factory: Factory, now: datetime) -> None:
    account = factory.account()
    totp, _ = set_up(account, now)
    now += HALF_A_MINUTE
    half = enter(account, now)
    for _ in range(5):
        with pytest.raises(InvalidInputError):
            second_factor.show(half.token, "000000", now=now)
    with pytest.raises(TooManyTriesError):
        second_factor.show(half.token, totp.at(now), now=now)
    late = now + timedelta(minutes=10, seconds=1)
    with pytest.raises(NotFoundError, match="Begin again"):
        second_factor.show(half.token, totp.at(late), now=late)


def test_eight_browsers_with_one_code_at_once_are_one(
    app: Flask, factory: Factory, now: datetime
) -> None:
    account = factory.account()
    totp, _ = set_up(account, now)
    later = now + HALF_A_MINUTE
    tokens = [enter(account, later).token for _ in range(4)]

    def show(token: str) -> Viewer:
        return second_factor.show(token, totp.at(later), now=later)

    results = at_once(app, [lambda token=token: show(token) for token in tokens])  # type: ignore[misc]
    assert results == {"done": 1, "InvalidInputError": 3}


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_its_owner_is_told_when_it_is_removed(app: Flask, factory: Factory, now: datetime) -> None:
    account = factory.account()
    _, this = set_up(account, now)
    second_factor.remove(account.id, by=None, now=now)
    assert sessions.viewer_of(enter(account, now).token, now=now)
    assert sessions.viewer_of(this.token, now=now)
    assert db.session.scalars(select(OutgoingMail.subject)).all() == [
        "Your second step of signing in was removed"
    ]
    with pytest.raises(ConflictError):
        second_factor.remove(account.id, by=None, now=now)
