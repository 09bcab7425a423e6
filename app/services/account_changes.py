"""What people change about their own login; the web asks for a fresh proof before all of these."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.states import CodePurpose
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import Account, Edition, Organisation, Registration
from app.services import audit, code_ends, mailed_codes, passwords, rate_limits, sessions
from app.services.account_letters import tell
from app.services.email_address import normalise_email
from app.services.letters.account import password_changed_letter
from app.services.password_sign_in import WRONG_PASSWORDS
from app.services.transaction import writing


def choose_language(viewer: Viewer, language: str) -> None:
    """From now on the account reads its pages and letters in `language`."""
    with writing() as session:
        session.execute(
            update(Account).where(Account.id == viewer.account_id).values(locale=language)
        )


def has_password(viewer: Viewer) -> bool:
    """Whether the account can sign in with a password."""
    return db.session.get_one(Account, viewer.account_id).password_hash is not None


def prove_by_password(viewer: Viewer, password: str, *, now: datetime) -> None:
    """Who sits there knows the password; raises InvalidInputError, TooManyTriesError."""
    rate_limits.check(WRONG_PASSWORDS, viewer.email, now=now)
    known = db.session.scalar(select(Account.password_hash).where(Account.id == viewer.account_id))
    db.session.rollback()  # the slow part holds no lock that others wait for
    right = passwords.is_right(known, password)
    if not right:
        rate_limits.take(WRONG_PASSWORDS, viewer.email, now=now)
    with writing():
        if right:
            sessions.prove_again(viewer.token, now=now)
        result = "done" if right else "refused"
        audit.note("account.prove", by=viewer.account_id, now=now, result=result)
    if not right:
        message = _("The password is not right.")
        raise InvalidInputError(message, {"password": message})


def prove_by_code(viewer: Viewer, code: str, *, browser: str, now: datetime) -> None:
    """Who sits there gets the account's mail; raises InvalidInputError for field `code`."""
    mailed_codes.redeem_code(CodePurpose.SIGN_IN, viewer.email, code, browser=browser, now=now)
    with writing():
        sessions.prove_again(viewer.token, now=now)
        audit.note("account.prove", by=viewer.account_id, now=now)


def choose_password(viewer: Viewer, password: str, *, now: datetime) -> None:
    """Set or change the password; other browsers are out. Raises InvalidInputError."""
    with writing():
        account = db.session.get_one(Account, viewer.account_id)
        passwords.check_new_password(password, context=context_of(account))
        _set(account, passwords.hash_of(password), keep=viewer.token, now=now)


def remove_password(viewer: Viewer, *, now: datetime) -> None:
    """From now on the account signs in by mail only; other browsers are out."""
    with writing():
        account = db.session.get_one(Account, viewer.account_id)
        if account.password_hash is None:
            raise ConflictError(_("Your account has no password."))
        _set(account, None, keep=viewer.token, now=now)


def ask_reset(email: str, *, browser: str, now: datetime) -> None:
    """Mail a link to set a new password, if there is such an account; nothing tells."""
    address = normalise_email(email)
    with writing():
        account_id = db.session.scalar(
            select(Account.id).where(Account.email == address, Account.disabled_at.is_(None))
        )
        mailed_codes.send(
            CodePurpose.RESET_PASSWORD,
            address,
            browser=browser,
            now=now,
            account_id=account_id,
            deliver=account_id is not None,
        )


def reset_password(token: str, password: str, *, now: datetime) -> None:
    """Set a new password by the mailed link; all browsers are out, nobody is signed in.

    Raises InvalidInputError for field `password` (the link stays good), NotFoundError.
    """
    with writing():
        proof = mailed_codes.redeem_link(token, CodePurpose.RESET_PASSWORD, now=now)
        account = db.session.get(Account, proof.account_id) if proof.account_id else None
        if account is None or account.disabled_at or account.email != proof.email:
            raise NotFoundError(_("This link is not good any more."))
        passwords.check_new_password(password, context=context_of(account))
        account.email_verified_at = account.email_verified_at or now
        _set(account, passwords.hash_of(password), keep=None, now=now)


def context_of(account: Account) -> list[str]:
    """What others know of the person: a password must not be made of it."""
    around = db.session.execute(
        select(Edition.name, Organisation.name)
        .join(Registration, Registration.edition_id == Edition.id)
        .join(Organisation, Registration.organisation_id == Organisation.id)
        .where(Registration.account_id == account.id)
    ).all()
    return [account.email, account.name, *(name for names in around for name in names)]


def _set(account: Account, new_hash: str | None, *, keep: str | None, now: datetime) -> None:
    account.password_hash = new_hash
    sessions.end_sessions(account.id, now=now, but=keep)
    code_ends.void_all(account.id, account.email, now=now)
    audit.note("account.password", by=account.id, now=now, result="set" if new_hash else "removed")
    tell(account, password_changed_letter, kind="account.password", now=now)
