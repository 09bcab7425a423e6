"""Signing in with what was mailed: a code typed in the same browser, or a link and a click."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from app.domain.errors import ForbiddenError
from app.domain.states import CodePurpose
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import Account, Registration
from app.services import accounts, audit, mailed_codes, sessions
from app.services.email_address import normalise_email
from app.services.mailed_codes import Proof
from app.services.transaction import writing


@dataclass(frozen=True)
class Entered:
    """Who is in, and the path where they wanted to go (empty: nowhere special)."""

    viewer: Viewer
    wanted: str


def ask(email: str, *, browser: str, wanted: str, now: datetime) -> str:
    """Mail a code and a link to whoever has an account or a registration; the address as stored.

    Nothing tells whether there is one. Raises InvalidInputError for what is no address.
    """
    address = normalise_email(email)
    with writing():
        account_id, is_known = _known(address)
        mailed_codes.send(
            CodePurpose.SIGN_IN,
            address,
            browser=browser,
            now=now,
            details={"next": wanted},
            account_id=account_id,
            deliver=is_known,
        )
    return address


def by_code(email: str, code: str, *, browser: str, user_agent: str, now: datetime) -> Entered:
    """A session for who types the right code; raises InvalidInputError for field `code`."""
    proof = mailed_codes.redeem_code(CodePurpose.SIGN_IN, email, code, browser=browser, now=now)
    with writing():
        return _enter(proof, way="code", user_agent=user_agent, now=now)


def by_link(token: str, *, user_agent: str, now: datetime) -> Entered:
    """A session for who follows the link and clicks; raises NotFoundError, ConflictError."""
    with writing():
        proof = mailed_codes.redeem_link(token, CodePurpose.SIGN_IN, now=now)
        return _enter(proof, way="link", user_agent=user_agent, now=now)


def _enter(proof: Proof, *, way: str, user_agent: str, now: datetime) -> Entered:
    """The account of the proven address, with what was imported for it, in a new session."""
    name = db.session.scalar(_unclaimed(proof.email)) or ""
    account = accounts.verified_account(proof.email, name, now=now)
    if account.disabled_at:
        raise ForbiddenError(_("This account is closed. Ask the organisers of the event."))
    accounts.claim(account, now=now)
    audit.note("account.sign_in", by=account.id, now=now, details={"way": way})
    viewer = sessions.start_session(account, user_agent=user_agent, now=now)
    return Entered(viewer, str(proof.details.get("next", "")))


def _known(address: str) -> tuple[int | None, bool]:
    """The account's number, and whether anything here is the address's."""
    account_id = db.session.scalar(
        select(Account.id).where(Account.email == address, Account.disabled_at.is_(None))
    )
    waiting = db.session.scalar(_unclaimed(address))
    return account_id, account_id is not None or waiting is not None


def _unclaimed(address: str) -> Select[str]:
    """The name on a registration of the address that is nobody's yet."""
    return (
        select(Registration.name)
        .where(
            func.lower(Registration.email) == address,
            Registration.account_id.is_(None),
            Registration.erased_at.is_(None),
        )
        .order_by(Registration.id.desc())
        .limit(1)
    )
