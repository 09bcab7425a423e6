"""Signed-in browsers: a row each, which ends by itself, with its owner's word, or at once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from app.domain.errors import NotFoundError
from app.domain.viewer import Viewer
from app.domain.words import later
from app.extensions import db
from app.models import Account, LoginSession, Staff
from app.services import audit
from app.services.transaction import writing

LIFETIME = timedelta(days=7)
IDLE = timedelta(hours=12)
# How exactly it is known when a session was last used: a write at most this often.
SEEN_EVERY = timedelta(minutes=10)
# Who has given the password waits this long for the second step.
SECOND_STEP = timedelta(minutes=10)


@dataclass(frozen=True)
class OwnSession:
    """One of the account's browsers, as its owner sees it."""

    number: str
    user_agent: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def start_session(
    account: Account, *, user_agent: str, now: datetime, second_factor_at: datetime | None = None
) -> Viewer:
    """A session row for the account, inside the caller's transaction.

    Where the account has a second factor that was not shown yet, the viewer waits for it:
    `viewer_of` knows nobody by this token until `pass_second_factor`.
    """
    token = secrets.token_urlsafe(32)
    session = LoginSession(
        account_id=account.id,
        account=account,
        token_hash=_hash(token),
        created_at=now,
        seen_at=now,
        proved_at=now,
        second_factor_at=second_factor_at,
        user_agent=user_agent[:200],
    )
    db.session.add(session)
    db.session.flush()
    return _viewer(session, token)


def viewer_of(token: str, *, now: datetime) -> Viewer | None:
    """Who holds this token, while the session lives and the account is not disabled."""
    session = _living(token, now=now)
    if session is None:
        return None
    found = _viewer(session, token)
    return None if found.awaits_second_factor else found


def half_viewer_of(token: str, *, now: datetime) -> Viewer | None:
    """Who has yet to show the second factor, and not waited too long."""
    session = _living(token, now=now)
    if session is None or now - session.created_at > SECOND_STEP:
        return None
    found = _viewer(session, token)
    return found if found.awaits_second_factor else None


def pass_second_factor(token: str, *, now: datetime) -> Viewer:
    """The second factor was shown in this browser; inside the caller's transaction."""
    session = _living(token, now=now)
    if session is None:
        raise NotFoundError(later("This sign-in is over. Begin again."))
    session.second_factor_at = session.proved_at = now
    return _viewer(session, token)


def forget_second_factor(account_id: int) -> None:
    """No session of the account has shown a second factor; inside the caller's transaction."""
    db.session.execute(
        update(LoginSession)
        .where(LoginSession.account_id == account_id)
        .values(second_factor_at=None)
    )


def prove_again(token: str, *, now: datetime) -> None:
    """Who sits there has just proved again who they are; inside the caller's transaction."""
    db.session.execute(
        update(LoginSession).where(LoginSession.token_hash == _hash(token)).values(proved_at=now)
    )


def note_use(found: Viewer, *, now: datetime) -> None:
    """Remember now and then that the session is in use, so that it does not end as idle."""
    if now - found.seen_at < SEEN_EVERY:
        return
    try:
        with writing() as session:
            session.execute(
                update(LoginSession)
                .where(LoginSession.token_hash == _hash(found.token))
                .values(seen_at=now)
            )
    except OperationalError as error:  # a busy database: the next request notes it
        structlog.get_logger().warning("session not noted", error=error)


def sign_out(token: str, *, now: datetime) -> None:
    """End this browser's session for good."""
    with writing():
        session = db.session.scalar(
            select(LoginSession).where(LoginSession.token_hash == _hash(token))
        )
        if session is not None and session.ended_at is None:
            session.ended_at = now
            audit.note("account.sign_out", by=session.account_id, now=now)


def own_sessions(found: Viewer, *, now: datetime) -> tuple[OwnSession, ...]:
    """The account's living sessions, this one first, then the last used."""
    rows = db.session.scalars(
        select(LoginSession)
        .where(
            LoginSession.account_id == found.account_id,
            LoginSession.ended_at.is_(None),
            LoginSession.created_at >= now - LIFETIME,
            LoginSession.seen_at >= now - IDLE,
        )
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    ).all()
    this = _hash(found.token)
    made = [
        OwnSession(str(row.id), row.user_agent, row.created_at, row.seen_at, row.token_hash == this)
        for row in rows
    ]
    return tuple(sorted(made, key=lambda one: not one.is_this))


def end_one(found: Viewer, number: str, *, now: datetime) -> None:
    """End one of the account's own sessions."""
    with writing() as session:
        ended = session.scalar(
            update(LoginSession)
            .where(
                LoginSession.id == (int(number) if number.isdecimal() else 0),
                LoginSession.account_id == found.account_id,
                LoginSession.ended_at.is_(None),
            )
            .values(ended_at=now)
            .returning(LoginSession.id)
        )
        if ended is None:
            raise NotFoundError(later("That session is over already."))
        audit.note("account.end_session", by=found.account_id, now=now)


def end_others(found: Viewer, *, now: datetime) -> int:
    """End all sessions of the account but this one; how many ended."""
    with writing():
        ended = end_sessions(found.account_id, now=now, but=found.token)
        audit.note("account.end_sessions", by=found.account_id, now=now, details={"number": ended})
    return ended


def end_sessions(account_id: int, *, now: datetime, but: str | None = None) -> int:
    """End the account's sessions, except the one with the token `but`; how many ended.

    Inside the caller's transaction.
    """
    ended = db.session.scalars(
        update(LoginSession)
        .where(
            LoginSession.account_id == account_id,
            LoginSession.ended_at.is_(None),
            LoginSession.token_hash != (_hash(but) if but else ""),
        )
        .values(ended_at=now)
        .returning(LoginSession.id)
    ).all()
    return len(ended)


def _living(token: str, *, now: datetime) -> LoginSession | None:
    session = db.session.scalar(select(LoginSession).where(LoginSession.token_hash == _hash(token)))
    if session is None or session.ended_at or session.account.disabled_at:
        return None
    if now - session.created_at > LIFETIME or now - session.seen_at > IDLE:
        return None
    return session


def _viewer(session: LoginSession, token: str) -> Viewer:
    account = session.account
    roles = db.session.scalars(select(Staff.role).where(Staff.account_id == account.id))
    return Viewer(
        account.id,
        account.email,
        account.name,
        token,
        frozenset(roles),
        seen_at=session.seen_at,
        proved_at=session.proved_at,
        has_second_factor=account.totp_confirmed_at is not None,
        second_factor_shown=session.second_factor_at is not None,
        locale=account.locale,
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
