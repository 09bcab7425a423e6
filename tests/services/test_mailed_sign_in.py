"""Signing in by mail: who is known gets one, nobody else learns a thing."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.errors import ForbiddenError, InvalidInputError
from app.extensions import db
from app.models import Account, MailedCode, OutgoingMail
from app.services import mailed_sign_in, sessions
from tests.factory import Factory
from tests.services.test_mailed_codes import mailed

ADA = "ada@example.org"


@pytest.fixture
def engine_name() -> str:
    """What waits for a lock is tested with the codes themselves."""
    return "sqlite"


def ask(now: datetime, email: str = ADA) -> str:
    return mailed_sign_in.ask(email, browser="b", wanted="/e/spring/me", now=now)


def mails() -> list[str]:
    return list(db.session.scalars(select(OutgoingMail.recipient)))


def test_an_imported_person_gets_in_and_finds_their_registration(
    app: Flask, factory: Factory, now: datetime
) -> None:
    imported = factory.registration(factory.edition(), email=ADA, name="Delegate 7 of Bending Ltd")
    assert ask(now, " Ada@Example.org") == ADA
    code, _ = mailed()
    entered = mailed_sign_in.by_code(ADA, code, browser="b", user_agent="", now=now)
    assert (entered.viewer.name, entered.wanted) == ("Delegate 7 of Bending Ltd", "/e/spring/me")
    assert sessions.viewer_of(entered.viewer.token, now=now) == entered.viewer
    assert imported.account_id == entered.viewer.account_id


def test_the_link_works_in_any_browser(app: Flask, factory: Factory, now: datetime) -> None:
    account = factory.account(ADA)
    ask(now)
    entered = mailed_sign_in.by_link(mailed()[1], user_agent="", now=now)
    assert entered.viewer.account_id == account.id


def test_a_strangers_address_gets_no_mail_and_the_same_work(
    app: Flask, factory: Factory, now: datetime
) -> None:
    factory.account(ADA)
    disabled = factory.account("closed@example.org")
    disabled.disabled_at = now
    factory.add(disabled)
    for email in (ADA, "closed@example.org", "nobody@example.org"):
        ask(now, email)
    assert mails() == [ADA]
    assert db.session.scalar(select(func.count()).select_from(MailedCode)) == 3
    assert db.session.scalar(select(func.count()).select_from(Account)) == 2
    with pytest.raises(InvalidInputError):
        ask(now, "no address")


def test_who_was_disabled_after_asking_stays_out(
    app: Flask, factory: Factory, now: datetime
) -> None:
    account = factory.account(ADA)
    ask(now)
    account.disabled_at = now
    factory.add(account)
    with pytest.raises(ForbiddenError, match="closed"):
        mailed_sign_in.by_link(mailed()[1], user_agent="", now=now)
