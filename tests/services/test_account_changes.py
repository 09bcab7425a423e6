"""Changing how one's account signs in: proven, told, and other browsers out."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError, TooManyTriesError
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import OutgoingMail
from app.services import account_changes, email_change, mailed_sign_in, sessions
from app.services.password_sign_in import sign_in
from tests.factory import PASSWORD, Factory
from tests.services.test_mailed_codes import mailed

ADA = "ada@example.org"
NEW = "another quiet harbour"


@pytest.fixture
def engine_name() -> str:
    """What waits for a lock is tested with codes, links and limits."""
    return "sqlite"


def enter(now: datetime, password: str = PASSWORD, email: str = ADA) -> Viewer:
    return sign_in(email, password, user_agent="", now=now)


def lives(viewer: Viewer, now: datetime) -> bool:
    return sessions.viewer_of(viewer.token, now=now) is not None


def mails() -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(OutgoingMail.recipient, OutgoingMail.subject).order_by(OutgoingMail.id)
    )
    return [(to, subject) for to, subject in rows]


def test_a_new_password_ends_other_browsers_and_mailed_links(
    app: Flask, factory: Factory, now: datetime
) -> None:
    account = factory.account(ADA)
    factory.registration(factory.edition(name="Spring of Hubs"), account=account)
    this, other = enter(now), enter(now)
    mailed_sign_in.ask(ADA, browser="b", wanted="", now=now)
    _, token = mailed()
    with pytest.raises(InvalidInputError):  # the name of the event
        account_changes.choose_password(this, "spring of hubs", now=now)
    account_changes.choose_password(this, NEW, now=now)
    assert (lives(this, now), lives(other, now)) == (True, False)
    assert enter(now, NEW)
    with pytest.raises(InvalidInputError):
        enter(now)
    with pytest.raises(NotFoundError):
        mailed_sign_in.by_link(token, user_agent="", now=now)
    assert mails()[-1] == (ADA, "Your password was changed")


def test_without_a_password_one_signs_in_by_mail_only(
    app: Flask, factory: Factory, now: datetime
) -> None:
    factory.account(ADA)
    this = enter(now)
    account_changes.remove_password(this, now=now)
    assert not account_changes.has_password(this)
    with pytest.raises(InvalidInputError):
        enter(now)
    with pytest.raises(ConflictError):
        account_changes.remove_password(this, now=now)


def test_a_forgotten_password_is_set_anew_by_a_link_that_signs_nobody_in(
    app: Flask, factory: Factory, now: datetime
) -> None:
    factory.account(ADA)
    this = enter(now)
    account_changes.ask_reset("nobody@example.org", browser="b", now=now)
    assert mails() == []
    account_changes.ask_reset(ADA, browser="b", now=now)
    _, token = mailed()
    with pytest.raises(InvalidInputError):
        account_changes.reset_password(token, "too short", now=now)  # the link stays good
    account_changes.reset_password(token, NEW, now=now)
    assert not lives(this, now)
    assert enter(now, NEW)
    with pytest.raises(NotFoundError):
        account_changes.reset_password(token, NEW, now=now)


def test_a_proof_is_the_password_or_a_code_and_wrong_ones_are_counted(
    app: Flask, factory: Factory, now: datetime
) -> None:
    factory.account(ADA)
    this, later = enter(now), now + timedelta(hours=1)

    def proved_at() -> datetime:
        known = sessions.viewer_of(this.token, now=later)
        assert known
        return known.proved_at

    account_changes.prove_by_password(this, PASSWORD, now=later)
    assert proved_at() == later
    later += timedelta(minutes=1)
    mailed_sign_in.ask(ADA, browser="b", wanted="", now=later)
    account_changes.prove_by_code(this, mailed()[0], browser="b", now=later)
    assert proved_at() == later
    for _ in range(5):
        with pytest.raises(InvalidInputError):
            account_changes.prove_by_password(this, "something else", now=later)
    with pytest.raises(TooManyTriesError):
        account_changes.prove_by_password(this, PASSWORD, now=later)


def test_a_new_address_is_proven_first_and_the_old_one_told(
    app: Flask, factory: Factory, now: datetime
) -> None:
    account = factory.account(ADA)
    spring = factory.registration(factory.edition(), account=account, mail_bounced_at=now)
    imported = factory.registration(factory.edition(), email="new@example.org")
    this, other = enter(now), enter(now)
    mailed_sign_in.ask(ADA, browser="b", wanted="", now=now)
    _, old_link = mailed()
    with pytest.raises(InvalidInputError):
        email_change.ask(this, " ADA@example.org", browser="b", now=now)
    email_change.ask(this, "New@example.org", browser="b", now=now)
    assert mails()[1:] == [("new@example.org", "Confirm your new e-mail address")]
    assert enter(now)  # nothing has changed
    email_change.confirm(mailed()[1], viewer=this, now=now)
    assert (lives(this, now), lives(other, now)) == (True, False)
    assert mails()[-1] == (ADA, "Your e-mail address was changed")
    with pytest.raises(NotFoundError):
        mailed_sign_in.by_link(old_link, user_agent="", now=now)
    assert enter(now, email="new@example.org").account_id == account.id
    assert (spring.email, imported.account_id) == ("new@example.org", account.id)
    assert spring.mail_bounced_at is None


def test_an_address_of_somebody_else_is_told_only_to_who_reads_its_mail(
    app: Flask, factory: Factory, now: datetime
) -> None:
    factory.account(ADA)
    factory.account("eve@example.org")
    email_change.ask(enter(now), "eve@example.org", browser="b", now=now)
    with pytest.raises(ConflictError, match="Another account"):
        email_change.confirm(mailed()[1], viewer=None, now=now)
    assert enter(now)
