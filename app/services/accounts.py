"""Logins: making them, and giving them what is theirs."""

from datetime import datetime

from sqlalchemy import select

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.states import StaffRole
from app.domain.words import later
from app.extensions import db
from app.models import Account, Series, Staff
from app.services import audit, code_ends, languages

# What callers know as verbs of accounts lives by subject.
from app.services.claims import claim as claim
from app.services.email_address import normalise_email as normalise_email
from app.services.email_address import typed_email
from app.services.password_sign_in import sign_in as sign_in
from app.services.passwords import check_new_password as check_new_password
from app.services.passwords import hash_of
from app.services.sessions import end_sessions as end_sessions
from app.services.sessions import sign_out as sign_out
from app.services.sessions import start_session as start_session
from app.services.sessions import viewer_of as viewer_of
from app.services.slugs import free_slug
from app.services.transaction import writing
from app.services.upsert import insert_into


def add_account(
    email: str,
    name: str,
    password: str | None,
    *,
    now: datetime,
    fictional: bool = False,
    verified: bool = False,
) -> Account:
    """A new account inside the caller's transaction; the e-mail must be free.

    `verified`: somebody answers for the address being the person's.
    """
    address = normalise_email(email)
    if db.session.scalar(select(Account.id).where(Account.email == address)) is not None:
        message = later("There is an account with this e-mail address already: sign in first.")
        raise InvalidInputError(message, {"email": message})
    account = Account(
        email=address,
        name=name,
        password_hash=hash_of(password) if password else None,
        email_verified_at=now if verified else None,
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
    db.session.execute(
        insert_into(Account)
        .values(
            email=email,
            name=name or _called(email),
            locale=languages.current(),
            email_verified_at=now,
            created_at=now,
        )
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


def account_of(email: str) -> Account:
    """The account with this address; for commands. Raises NotFoundError."""
    account = db.session.scalar(select(Account).where(Account.email == typed_email(email)))
    if account is None:
        raise NotFoundError(later("There is no account with this address."))
    return account


def disable(email: str, *, now: datetime) -> Account:
    """Close the account: its sessions end, its codes and links are void."""
    with writing():
        account = account_of(email)
        account.disabled_at = account.disabled_at or now
        end_sessions(account.id, now=now)
        code_ends.void_all(account.id, account.email, now=now)
        audit.note("account.disable", by=None, now=now, about=("account", str(account.id)))
    return account


def set_password(account: Account, password: str) -> None:
    """Give the account a password, inside the caller's transaction."""
    account.password_hash = hash_of(password)


def create_organiser(
    email: str, name: str, password: str, *, series_name: str, now: datetime
) -> Account:
    """An account that owns a series, new or existing; the account must be new."""
    with writing():
        check_new_password(password, context=(email, name))
        account = add_account(email, name, password, now=now, verified=True)
        series = db.session.scalar(select(Series).where(Series.name == series_name))
        if series is None:
            series = Series(name=series_name, slug=free_slug(Series, series_name), created_at=now)
            db.session.add(series)
            db.session.flush()
        db.session.add(Staff(account_id=account.id, series_id=series.id, role=StaffRole.OWNER))
    return account


def _called(email: str) -> str:
    """A name until the person says one: what stands before the @."""
    return email.partition("@")[0]
