"""The demo's letter box: every mail that was written, for whoever plays its people."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.domain.errors import NotFoundError
from app.domain.states import WorkState
from app.domain.words import later
from app.extensions import db
from app.models import OutgoingMail

PER_PAGE = 30


@dataclass(frozen=True)
class MailLine:
    """One mail in a list."""

    public_id: str
    recipient: str
    subject: str
    queued_at: datetime
    state: WorkState
    held: bool


@dataclass(frozen=True)
class MailBox:
    """A page of the mails to `recipient` (to anybody, if empty), the newest first."""

    recipient: str
    mails: tuple[MailLine, ...]
    number: int
    pages: int
    found: int


def mail_box(recipient: str, number: int) -> MailBox:
    """The mails to addresses that contain `recipient`."""
    fits = OutgoingMail.recipient.icontains(recipient, autoescape=True)
    found = db.session.scalar(select(func.count()).where(fits)) or 0
    pages = max(1, -(-found // PER_PAGE))
    number = min(max(1, number), pages)
    rows = db.session.scalars(
        select(OutgoingMail)
        .where(fits)
        .order_by(OutgoingMail.id.desc())
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    )
    return MailBox(recipient, tuple(_line(row) for row in rows), number, pages, found)


def mail_of_anybody(public_id: str) -> tuple[MailLine, bytes | None]:
    """One mail and its bytes; None where they are no longer kept."""
    row = db.session.scalar(select(OutgoingMail).where(OutgoingMail.public_id == public_id))
    if row is None:
        raise NotFoundError(later("There is no such mail."))
    return _line(row), row.data


def _line(row: OutgoingMail) -> MailLine:
    return MailLine(row.public_id, row.recipient, row.subject, row.queued_at, row.state, row.held)
