"""Logins: making them, proving them, ending them."""

import hashlib
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from app.domain.errors import InvalidInputError
from app.domain.states import StaffRole
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import Account, LoginSession, Registration, Series, Staff
from app.services import audit
from app.services.slugs import free_slug
from app.services.transaction import writing

MIN_PASSWORD_CHARACTERS = 12
MAX_PASSWORD_CHARACTERS = 128
LIFETIME = timedelta(days=7)
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# An unknown address costs one verification too, so that time does not tell who has an account.
_dummy_hash = _hasher.hash(secrets.token_urlsafe(16))

WRONG = "The e-mail address or the password is not right."


def normalise_email(text: str) -> str:
    """The address as it is stored; raises InvalidInputError for field `email`."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        message = f"This is not an e-mail address: {error}"
        raise InvalidInputError(message, {"email": message}) from error


def check_new_password(password: str, *, context: tuple[str, ...] = ()) -> None:
    """Refuse a password that is too short, too long, or says the person's own name."""
    fault = None
    if not MIN_PASSWORD_CHARACTERS <= len(password) <= MAX_PASSWORD_CHARACTERS:
        fault = f"A password has {MIN_PASSWORD_CHARACTERS} to {MAX_PASSWORD_CHARACTERS} characters."
    elif password.casefold() in {word.casefold() for word in context} or len(set(password)) < 5:
        fault = "This password is too easy to guess."
    if fault:
        raise InvalidInputError(fault, {"password": fault})


def add_account(
    email: str, name: str, password: str | None, *, now: datetime, fictional: bool = False
) -> Account:
    """A new account inside the caller's transaction; the e-mail must be free."""
    address = normalise_email(email)
    if db.session.scalar(select(Account.id).where(Account.email == address)) is not None:
        message = "There is an account with this e-mail address already: sign in first."
        raise InvalidInputError(message, {"email": message})
    account = Account(
        email=address,
        name=name,
        password_hash=_hasher.hash(password) if password else None,
        created_at=now,
        fictional=fictional,
    )
    db.session.add(account)
    db.session.flush()
    return account


def verified_account(email: str, name: str, *, now: datetime) -> Account:
    """The account of a proven address, new if there is none; inside the caller's transaction.

    A password that was set before anybody proved the address may be a stranger's: it goes, and so
    does whoever is signed in.
    """
    insert = insert_postgresql if db.engine.dialect.name == "postgresql" else insert_sqlite
    db.session.execute(
        insert(Account)
        .values(email=email, name=name or _called(email), email_verified_at=now, created_at=now)
        .on_conflict_do_nothing(index_elements=["email"])
    )
    account = db.session.scalars(
        select(Account).where(Account.email == email).with_for_update()
    ).one()
    if account.email_verified_at is None:
        account.email_verified_at = now
        account.password_hash = None
        account.totp_secret = account.totp_confirmed_at = None
        end_sessions(account.id, now=now)
    return account


def claim(account: Account, *, now: datetime) -> int:
    """Registrations with the account's proven address become its own; how many did.

    Nobody gets a second registration for one edition. Inside the caller's transaction.
    """
    own = select(Registration.edition_id).where(Registration.account_id == account.id)
    claimed = db.session.execute(
        update(Registration)
        .where(
            func.lower(Registration.email) == account.email,
            Registration.account_id.is_(None),
            Registration.erased_at.is_(None),
            Registration.edition_id.not_in(own),
        )
        .values(account_id=account.id)
        .returning(Registration.public_id, Registration.edition_id)
    ).all()
    for public_id, edition_id in claimed:
        about = ("registration", public_id)
        audit.note("registration.claim", by=account.id, now=now, edition_id=edition_id, about=about)
    return len(claimed)


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


def set_password(account: Account, password: str) -> None:
    """Give the account a password, inside the caller's transaction."""
    account.password_hash = _hasher.hash(password)


def create_organiser(
    email: str, name: str, password: str, *, series_name: str, now: datetime
) -> Account:
    """An account that owns a series, new or existing; the account must be new."""
    with writing():
        check_new_password(password, context=(email, name))
        account = add_account(email, name, password, now=now)
        series = db.session.scalar(select(Series).where(Series.name == series_name))
        if series is None:
            series = Series(name=series_name, slug=free_slug(Series, series_name), created_at=now)
            db.session.add(series)
            db.session.flush()
        db.session.add(Staff(account_id=account.id, series_id=series.id, role=StaffRole.OWNER))
    return account


def sign_in(email: str, password: str, *, user_agent: str, now: datetime) -> Viewer:
    """A new session for the right e-mail and password; raises InvalidInputError."""
    with writing():
        account = db.session.scalar(select(Account).where(Account.email == email.strip().lower()))
        known = account.password_hash if account and account.password_hash else _dummy_hash
        right = _verify(known, password)
        if account is None or not account.password_hash or account.disabled_at or not right:
            raise InvalidInputError(WRONG, {"password": WRONG})
        if _hasher.check_needs_rehash(known):
            account.password_hash = _hasher.hash(password)
        return start_session(account, user_agent=user_agent, now=now)


def start_session(account: Account, *, user_agent: str, now: datetime) -> Viewer:
    """A session row for the account, inside the caller's transaction."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        LoginSession(
            account_id=account.id,
            token_hash=_hash(token),
            created_at=now,
            seen_at=now,
            proved_at=now,
            user_agent=user_agent[:200],
        )
    )
    return _viewer(account, token)


def sign_out(token: str, *, now: datetime) -> None:
    """End this browser's session for good."""
    with writing():
        session = _session(token)
        if session is not None:
            session.ended_at = now


def viewer_of(token: str, *, now: datetime) -> Viewer | None:
    """Who holds this token, while the session lives and the account is not disabled."""
    session = _session(token)
    if session is None or session.ended_at or session.account.disabled_at:
        return None
    if now - session.created_at > LIFETIME:
        return None
    return _viewer(session.account, token)


def _session(token: str) -> LoginSession | None:
    return db.session.scalar(select(LoginSession).where(LoginSession.token_hash == _hash(token)))


def _viewer(account: Account, token: str) -> Viewer:
    roles = db.session.scalars(select(Staff.role).where(Staff.account_id == account.id))
    return Viewer(account.id, account.email, account.name, token, frozenset(roles))


def _called(email: str) -> str:
    """A name until the person says one: what stands before the @."""
    return email.partition("@")[0]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _verify(known: str, password: str) -> bool:
    try:
        return _hasher.verify(known, password)
    except VerifyMismatchError:
        return False
