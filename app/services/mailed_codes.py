"""Codes and links that are mailed to prove an address; each is good once.

`send` and `redeem_link` work inside the caller's transaction; `redeem_code` has its own, because
a wrong code counts as a try and must stay counted.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.letters import Letter
from app.domain.states import CodePurpose
from app.extensions import db
from app.models import Edition, MailedCode, OutgoingMail
from app.services import audit, bounces, outbox
from app.services.code_ends import void_older
from app.services.email_address import folded
from app.services.letters.codes import code_letter
from app.services.rate_limits import Limit, seconds_to_wait
from app.services.transaction import writing

LIFETIMES: dict[CodePurpose, timedelta] = {
    CodePurpose.SIGN_IN: timedelta(minutes=10),
    CodePurpose.RESET_PASSWORD: timedelta(minutes=30),
    CodePurpose.CHANGE_EMAIL: timedelta(minutes=60),
    CodePurpose.RESUME_REGISTRATION: timedelta(days=7),
    CodePurpose.INVITE_STAFF: timedelta(days=7),
}
# These are also typed by hand, in the browser that asked.
WITH_CODE = frozenset({CodePurpose.SIGN_IN, CodePurpose.RESUME_REGISTRATION})
# A code is short: it ends soon, however long its link lives.
CODE_LIFETIME = timedelta(minutes=15)
TRIES = 5
DIGITS = 8
MAILS = Limit("code.mail", 3, timedelta(hours=1))
LINK = "/account/link/"


@dataclass(frozen=True)
class Proof:
    """Who holds it gets mail at `email`; `details` is what was stored when it was sent."""

    purpose: CodePurpose
    email: str
    account_id: int | None
    details: Mapping[str, Any]


def send(
    purpose: CodePurpose,
    email: str,
    *,
    browser: str,
    now: datetime,
    details: Mapping[str, Any] | None = None,
    account_id: int | None = None,
    edition: Edition | None = None,
    link: str = LINK,
    letter: Callable[[str, str], Letter] | None = None,
    deliver: bool = True,
) -> bool:
    """Mail a new code and link, inside the caller's transaction; older ones are void.

    `email` is normalised already; `browser` the random id in the asking browser's session, the
    only one where the code works. `link` is the path that the token is put behind; its page needs
    a button. `letter` makes a letter of the caller's own of the code and the path. Without
    `deliver` the same work is done and nothing is mailed: nobody can tell by the time it takes.

    False where the address had its three mails within the hour: the visitor must see the same.
    """
    if seconds_to_wait((MAILS,), folded(email), now=now):
        return False
    about = dict(details or {})
    void_older(purpose, email, about, now=now)
    token = secrets.token_hex(16)  # no sign at its end that a mail program cuts off
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}" if purpose in WITH_CODE else ""
    path, lifetime = f"{link}{token}", LIFETIMES[purpose]
    row = MailedCode(
        purpose=purpose,
        email=email,
        account_id=account_id,
        token_hash=_hash(token),
        code_hash=_hash(f"{browser}:{code}") if code else "",
        browser_hash=_hash(browser),
        details=about,
        created_at=now,
        expires_at=now + lifetime,
    )
    db.session.add(row)
    minutes = int(lifetime.total_seconds() // 60)
    if letter is None:
        made = code_letter(purpose, code=code, path=path, minutes=minutes)
    else:
        made = letter(code, path)
    outbox.post(
        made,
        kind=f"code.{purpose}",
        to=email,
        dedupe_key=f"code:{row.token_hash}",
        now=now,
        edition=edition,
        account_id=account_id,
    )
    unwanted = "" if deliver else f"code:{row.token_hash}"
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.dedupe_key == unwanted))
    return True


def redeem_code(
    purpose: CodePurpose, email: str, code: str, *, browser: str, now: datetime
) -> Proof:
    """The proof for the right code in the right browser, once, in a transaction of its own.

    Raises InvalidInputError for field `code`; after five wrong ones no code helps any more.
    """
    with writing() as session:
        row = _newest(purpose, email, browser, now=now)
        counted = row is not None and _count_try(session, row)
        right = (
            row is not None
            and counted
            and hmac.compare_digest(row.code_hash, _hash(f"{browser}:{_digits(code)}"))
            and _use(session, row, now=now)
        )
        result = "done" if right else "refused"
        audit.note(f"code.{purpose}", by=row.account_id if row else None, now=now, result=result)
    if row is not None and right:
        return _proof(row)
    gone = _("This code is not good any more. Ask for a new one.")
    fault = _("This code is not right.") if counted else gone
    raise InvalidInputError(fault, {"code": fault})


def peek(token: str, *, now: datetime) -> Proof:
    """What a link is good for, changing nothing; NotFoundError if it is not good any more."""
    return _proof(_living(token, now=now))


def redeem_link(token: str, purpose: CodePurpose, *, now: datetime) -> Proof:
    """Use the link, inside the caller's transaction.

    Raises NotFoundError if it is void, of another purpose or too old, ConflictError if somebody
    used it at the same moment.
    """
    row = _living(token, now=now)
    if row.purpose is not purpose:
        raise NotFoundError(_gone())
    if not _use(db.session(), row, now=now):
        raise ConflictError(_("This link was used already."))
    audit.note(f"link.{purpose}", by=row.account_id, now=now)
    return _proof(row)


def _newest(purpose: CodePurpose, email: str, browser: str, *, now: datetime) -> MailedCode | None:
    return db.session.scalar(
        select(MailedCode)
        .where(
            MailedCode.purpose == purpose,
            MailedCode.email == email,
            MailedCode.browser_hash == _hash(browser),
            MailedCode.code_hash != "",
            MailedCode.used_at.is_(None),
            MailedCode.expires_at > now,
            MailedCode.created_at > now - CODE_LIFETIME,
        )
        .order_by(MailedCode.id.desc())
        .limit(1)
    )


def _count_try(session: Session, row: MailedCode) -> bool:
    """Whether one more try is allowed; it is counted then."""
    counted = session.scalar(
        update(MailedCode)
        .where(MailedCode.id == row.id, MailedCode.tries < TRIES)
        .values(tries=MailedCode.tries + 1)
        .returning(MailedCode.id)
    )
    return counted is not None


def _use(session: Session, row: MailedCode, *, now: datetime) -> bool:
    """Compare and swap: one of many at the same moment gets it."""
    used = session.scalar(
        update(MailedCode)
        .where(MailedCode.id == row.id, MailedCode.used_at.is_(None), MailedCode.expires_at > now)
        .values(used_at=now)
        .returning(MailedCode.id)
    )
    if used is not None:
        bounces.note_life(row.email)
    return used is not None


def _living(token: str, *, now: datetime) -> MailedCode:
    row = db.session.scalar(select(MailedCode).where(MailedCode.token_hash == _hash(token)))
    if row is None or row.used_at or row.expires_at <= now:
        raise NotFoundError(_gone())
    return row


def _gone() -> str:
    return str(_("This link is not good any more: used, too old, or replaced by a newer one."))


def _proof(row: MailedCode) -> Proof:
    return Proof(CodePurpose(row.purpose), row.email, row.account_id, dict(row.details))


def _digits(code: str) -> str:
    return "".join(sign for sign in code if sign.isascii() and sign.isdigit())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
