"""Moving an account to another e-mail address, proven by a link that goes there."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.states import CodePurpose
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import Account, Registration
from app.services import accounts, audit, code_ends, mailed_codes, sessions
from app.services.account_letters import tell
from app.services.email_address import normalise_email
from app.services.letters.account import email_changed_letter
from app.services.transaction import writing


def ask(viewer: Viewer, new_email: str, *, browser: str, now: datetime) -> str:
    """Mail a link to the new address; nothing changes before it is used. The address as stored.

    Nothing tells whether somebody else has it. Raises InvalidInputError for field `email`.
    """
    address = normalise_email(new_email)
    if address == viewer.email:
        message = _("This is your address already.")
        raise InvalidInputError(message, {"email": message})
    with writing():
        mailed_codes.send(
            CodePurpose.CHANGE_EMAIL,
            address,
            browser=browser,
            now=now,
            account_id=viewer.account_id,
        )
        audit.note("account.ask_email", by=viewer.account_id, now=now)
    return address


def confirm(token: str, *, viewer: Viewer | None, now: datetime) -> None:
    """Use the link: the address is the account's, old links are void, other browsers are out.

    Raises NotFoundError, ConflictError if somebody else has the address.
    """
    taken = ConflictError(_("Another account has this address already. Sign in with it."))
    try:
        with writing():
            proof = mailed_codes.redeem_link(token, CodePurpose.CHANGE_EMAIL, now=now)
            account = db.session.get(Account, proof.account_id) if proof.account_id else None
            if account is None or account.disabled_at:
                raise NotFoundError(_("This link is not good any more."))
            if db.session.scalar(select(Account.id).where(Account.email == proof.email)):
                raise taken
            _move(account, proof.email, now=now)
            own = viewer is not None and viewer.account_id == account.id
            keep = viewer.token if viewer and own else None
            sessions.end_sessions(account.id, now=now, but=keep)
            accounts.claim(account, now=now)
    except IntegrityError as error:
        raise taken from error


def _move(account: Account, address: str, *, now: datetime) -> None:
    old = account.email
    account.email, account.email_verified_at = address, now
    db.session.flush()
    _move_registrations(account, old)
    code_ends.void_all(account.id, old, now=now)
    audit.note("account.email", by=account.id, now=now)
    tell(account, email_changed_letter, kind="account.email", now=now, to=old)


def _move_registrations(account: Account, old: str) -> None:
    """The account's registrations get their mail at the new address, where nobody else has it."""
    other = aliased(Registration)
    db.session.execute(
        update(Registration)
        .where(
            Registration.account_id == account.id,
            Registration.email == old,
            ~exists().where(
                other.edition_id == Registration.edition_id, other.email == account.email
            ),
        )
        .values(email=account.email, mail_bounced_at=None)
        .execution_options(synchronize_session=False)
    )
