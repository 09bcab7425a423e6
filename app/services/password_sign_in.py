"""Signing in with a password: the same answer and the same work for who has an account or not."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from app.domain.errors import InvalidInputError
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import Account
from app.services import audit, claims, passwords, rate_limits, sessions
from app.services.email_address import typed_email
from app.services.rate_limits import Limit
from app.services.transaction import writing

# By account, not by network: a whole venue signs in from one address.
WRONG_PASSWORDS = (
    Limit("password.quarter", 5, timedelta(minutes=15)),
    Limit("password.day", 10, timedelta(days=1)),
)


def sign_in(email: str, password: str, *, user_agent: str, now: datetime) -> Viewer:
    """A new session for the right e-mail and password.

    Raises InvalidInputError for field `password`, TooManyTriesError once too many were wrong,
    even for the right one. A viewer who awaits the second factor is not signed in yet.
    """
    address = typed_email(email)
    rate_limits.check(WRONG_PASSWORDS, address, now=now)
    known = db.session.execute(
        select(Account.id, Account.password_hash).where(
            Account.email == address, Account.disabled_at.is_(None)
        )
    ).first()
    db.session.rollback()  # the slow part holds no lock that others wait for
    right = passwords.is_right(known.password_hash if known else None, password)
    if known is None or not right:
        raise _wrong(address, known.id if known else None, now=now)
    with writing():
        account = db.session.get_one(Account, known.id, populate_existing=True)
        if account.password_hash != known.password_hash or account.disabled_at:
            right = False  # changed at this very moment
        else:
            found = _enter(account, password, user_agent=user_agent, now=now)
    if not right:
        raise _wrong(address, known.id, now=now)
    return found


def _enter(account: Account, password: str, *, user_agent: str, now: datetime) -> Viewer:
    if account.password_hash and passwords.is_dated(account.password_hash):
        account.password_hash = passwords.hash_of(password)
    if account.email_verified_at:
        claims.claim(account, now=now)
    audit.note("account.sign_in", by=account.id, now=now, details={"way": "password"})
    return sessions.start_session(account, user_agent=user_agent, now=now)


def _wrong(address: str, account_id: int | None, *, now: datetime) -> InvalidInputError:
    """Count the wrong password and note it; raises TooManyTriesError if others were quicker."""
    rate_limits.take(WRONG_PASSWORDS, address, now=now)
    with writing():
        audit.note(
            "account.sign_in", by=account_id, now=now, result="refused", details={"way": "password"}
        )
    message = _("The e-mail address or the password is not right.")
    return InvalidInputError(message, {"password": message})
