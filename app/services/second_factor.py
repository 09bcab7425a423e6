"""The second factor: codes of an authenticator app that change every 30 seconds (TOTP)."""

from datetime import datetime, timedelta

import pyotp
from flask_babel import gettext as _
from sqlalchemy import or_, update

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import Account
from app.services import audit, rate_limits, sessions
from app.services.account_letters import tell
from app.services.letters.account import second_factor_removed_letter
from app.services.rate_limits import Limit
from app.services.transaction import writing

ISSUER = "Hubmeet"
STEP_SECONDS = 30
# Clocks of telephones are wrong by as much: one step before and one after.
STEPS_AROUND = (0, -1, 1)
WRONG_CODES = (
    Limit("totp.quarter", 5, timedelta(minutes=15)),
    Limit("totp.day", 20, timedelta(days=1)),
)


def propose(viewer: Viewer) -> None:
    """Make a secret for the account, good for nothing until `confirm`."""
    with writing():
        account = db.session.get_one(Account, viewer.account_id)
        if account.totp_confirmed_at:
            raise ConflictError(_("Your account has a second step already."))
        account.totp_secret = pyotp.random_base32()


def proposed(viewer: Viewer) -> tuple[str, str] | None:
    """The secret that waits to be confirmed and its `otpauth:` address, None if there is none."""
    account = db.session.get_one(Account, viewer.account_id)
    if not account.totp_secret or account.totp_confirmed_at:
        return None
    address = pyotp.TOTP(account.totp_secret).provisioning_uri(
        name=account.email, issuer_name=ISSUER
    )
    return account.totp_secret, address


def confirm(viewer: Viewer, code: str, *, now: datetime) -> None:
    """The app works: from now on it is asked for, and other browsers are out.

    Raises InvalidInputError for field `code`.
    """
    _spend(viewer.account_id, code, now=now)
    with writing():
        account = db.session.get_one(Account, viewer.account_id)
        account.totp_confirmed_at = now
        sessions.pass_second_factor(viewer.token, now=now)
        sessions.end_sessions(account.id, now=now, but=viewer.token)
        audit.note("account.second_factor_set", by=account.id, now=now)


def show(token: str, code: str, *, now: datetime) -> Viewer:
    """Complete a sign-in that awaits the second factor; raises InvalidInputError for `code`."""
    half = sessions.half_viewer_of(token, now=now)
    if half is None:
        raise NotFoundError(_("This sign-in took too long. Begin again."))
    _spend(half.account_id, code, now=now)
    with writing():
        audit.note("account.second_factor", by=half.account_id, now=now)
        return sessions.pass_second_factor(token, now=now)


def remove(account_id: int, *, by: int | None, now: datetime) -> None:
    """The account has no second factor any more, and is told so; other sign-ins stay.

    Raises ConflictError where there is none.
    """
    with writing():
        account = db.session.get_one(Account, account_id)
        if account.totp_confirmed_at is None:
            raise ConflictError(_("This account has no second step."))
        account.totp_secret = account.totp_confirmed_at = account.totp_last_step = None
        sessions.forget_second_factor(account_id)
        audit.note("account.second_factor_removed", by=by, now=now)
        tell(account, second_factor_removed_letter, kind="account.second_factor_removed", now=now)


def _spend(account_id: int, code: str, *, now: datetime) -> None:
    """Use a code up; each is good once, and too many wrong ones are refused for a while."""
    who = str(account_id)
    rate_limits.take(WRONG_CODES, who, now=now)
    with writing():
        account = db.session.get_one(Account, account_id, populate_existing=True)
        step = _step_of(account.totp_secret, code, now=now)
        right = step is not None and _take_step(account_id, step)
        if right:
            rate_limits.give_back(WRONG_CODES, who, taken_at=now)
        else:
            audit.note("account.second_factor", by=account_id, now=now, result="refused")
    if not right:
        message = _("This code is not right. Wait for the next one and type it.")
        raise InvalidInputError(message, {"code": message})


def _step_of(secret: str | None, code: str, *, now: datetime) -> int | None:
    """The time step whose code this is, None if it is none of those around `now`."""
    digits = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    if not secret or len(digits) != 6:
        return None
    step = int(now.timestamp()) // STEP_SECONDS
    app = pyotp.TOTP(secret)
    for near in STEPS_AROUND:
        moment = (step + near) * STEP_SECONDS
        if pyotp.utils.strings_equal(app.at(moment), digits):
            return step + near
    return None


def _take_step(account_id: int, step: int) -> bool:
    """Compare and swap: a step is good once, and none before it after that."""
    taken = db.session.scalar(
        update(Account)
        .where(
            Account.id == account_id,
            or_(Account.totp_last_step.is_(None), Account.totp_last_step < step),
        )
        .values(totp_last_step=step)
        .returning(Account.id)
    )
    return taken is not None
