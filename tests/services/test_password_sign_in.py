"""Signing in with a password: how often it may be wrong, and what is renewed."""

from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from app.domain.errors import InvalidInputError, TooManyTriesError
from app.extensions import db
from app.models import Account, AuditEntry
from app.services.password_sign_in import sign_in
from tests.factory import PASSWORD, Factory
from tests.services.at_once import at_once

ADA = "ada@example.org"


def try_wrong(now: datetime, times: int, email: str = ADA) -> None:
    for _ in range(times):
        with pytest.raises(InvalidInputError):
            sign_in(email, "something else", user_agent="", now=now)


def assert_refused(now: datetime, email: str = ADA) -> None:
    with pytest.raises(TooManyTriesError):
        sign_in(email, PASSWORD, user_agent="", now=now)


def test_after_five_wrong_ones_the_right_one_waits_and_nobody_else_does(
    app: Flask, factory: Factory, now: datetime
) -> None:
    factory.account(ADA)
    factory.account("eve@example.org")
    sign_in(ADA, PASSWORD, user_agent="", now=now)  # right ones do not count
    try_wrong(now, 5)
    assert_refused(now)
    assert_refused(now + timedelta(minutes=14), " ADA@Example.org")
    assert sign_in("eve@example.org", PASSWORD, user_agent="", now=now)
    assert sign_in(ADA, PASSWORD, user_agent="", now=now + timedelta(minutes=16))


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_ten_a_day_and_the_same_for_nobodys_address(
    app: Flask, factory: Factory, now: datetime
) -> None:
    factory.account(ADA)
    for email in (ADA, "nobody@example.org"):
        try_wrong(now, 5, email)
        try_wrong(now + timedelta(hours=1), 5, email)
        assert_refused(now + timedelta(hours=2), email)
    notes = db.session.execute(
        select(AuditEntry.actor_account_id, AuditEntry.result).where(
            AuditEntry.action == "account.sign_in"
        )
    ).all()
    ada = db.session.scalar(select(Account.id))
    assert [tuple(note) for note in notes] == [(ada, "refused")] * 10 + [(None, "refused")] * 10


def test_sixteen_wrong_ones_at_once_are_five(app: Flask, factory: Factory, now: datetime) -> None:
    factory.account(ADA)
    steps = [lambda: sign_in(ADA, "something else", user_agent="", now=now)] * 16
    assert at_once(app, steps) == {"InvalidInputError": 5, "TooManyTriesError": 11}


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_an_older_hash_is_made_anew(app: Flask, factory: Factory, now: datetime) -> None:
    account = factory.account(ADA)
    account.password_hash = PasswordHasher(1, 8, 1).hash(PASSWORD)
    factory.add(account)
    sign_in(ADA, PASSWORD, user_agent="", now=now)
    assert account.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert sign_in(ADA, PASSWORD, user_agent="", now=now)
