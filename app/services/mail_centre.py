"""An edition's mails as its organisers see them: how many, which, and what one says."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Case, ColumnElement, and_, case, func, not_, or_, select

from app.domain.errors import NotFoundError
from app.domain.states import WorkState
from app.extensions import db
from app.models import Edition, OutgoingMail, Registration

PER_PAGE = 50


class Shelf(StrEnum):
    """Where a mail lies."""

    WAITING = "waiting"
    HELD = "held"
    SENT = "sent"
    BOUNCED = "bounced"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def condition(self) -> ColumnElement[bool]:
        """The mails that lie there."""
        queued = OutgoingMail.state == WorkState.QUEUED
        sent, back = OutgoingMail.state == WorkState.DONE, OutgoingMail.bounced_at.is_not(None)
        conditions = {
            Shelf.WAITING: or_(
                and_(queued, not_(OutgoingMail.held)), OutgoingMail.state == WorkState.RUNNING
            ),
            Shelf.HELD: and_(queued, OutgoingMail.held),
            Shelf.SENT: and_(sent, not_(back)),
            Shelf.BOUNCED: and_(sent, back),
            Shelf.FAILED: OutgoingMail.state == WorkState.FAILED,
            Shelf.CANCELLED: OutgoingMail.state == WorkState.CANCELLED,
        }
        return conditions[self]


@dataclass(frozen=True)
class MailFilter:
    """Which mails are shown; `person` is a registration's public id."""

    shelf: Shelf | None = None
    text: str = ""
    person: str = ""


@dataclass(frozen=True)
class MailRow:
    """One mail; `message` is what the mail server said last, `person` whose page it belongs to.

    A mail with a personal code or link shows nobody but its reader what it says.
    """

    public_id: str
    kind: str
    recipient: str
    subject: str
    state: WorkState
    held: bool
    tries: int
    message: str
    queued_at: datetime
    sent_at: datetime | None
    not_before: datetime
    person: str
    person_name: str

    @property
    def is_secret(self) -> bool:
        """Whether what it says would open something."""
        return self.kind.startswith(("code.", "invitation"))

    @property
    def waits(self) -> bool:
        """Whether it has not been sent yet, and still may be."""
        return self.state is WorkState.QUEUED

    @property
    def can_go_again(self) -> bool:
        """Whether the same mail may be sent once more."""
        return self.state.is_over and not self.is_secret


@dataclass(frozen=True)
class MailPage:
    """A page of the mails that fit, the newest first; `counts` are of all the edition's mails."""

    rows: tuple[MailRow, ...]
    counts: dict[Shelf, int]
    number: int
    pages: int
    found: int
    person_name: str

    @property
    def total(self) -> int:
        """All mails of the edition."""
        return sum(self.counts.values())


def mail_page(edition: Edition, wanted: MailFilter, number: int) -> MailPage:
    """The edition's mails that fit."""
    fits = _fits(edition, wanted)
    found = db.session.scalar(select(func.count()).select_from(OutgoingMail).where(*fits)) or 0
    pages = max(1, -(-found // PER_PAGE))
    number = min(max(1, number), pages)
    rows = db.session.execute(
        select(OutgoingMail, Registration.public_id, Registration.name)
        .outerjoin(Registration, Registration.id == OutgoingMail.registration_id)
        .where(*fits)
        .order_by(OutgoingMail.id.desc())
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    )
    name = db.session.scalar(
        select(Registration.name).where(
            Registration.edition_id == edition.id, Registration.public_id == wanted.person
        )
    )
    return MailPage(
        tuple(_row(mail, person, who) for mail, person, who in rows),
        _counts(edition),
        number,
        pages,
        found,
        name or "",
    )


def one_mail(edition: Edition, public_id: str) -> tuple[MailRow, bytes | None]:
    """One mail of the edition, and its bytes where they may be read and are kept."""
    found = db.session.execute(
        select(OutgoingMail, Registration.public_id, Registration.name)
        .outerjoin(Registration, Registration.id == OutgoingMail.registration_id)
        .where(OutgoingMail.edition_id == edition.id, OutgoingMail.public_id == public_id)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFoundError("There is no such mail.")
    row = _row(*found)
    return row, None if row.is_secret else found[0].data


def _fits(edition: Edition, wanted: MailFilter) -> list[ColumnElement[bool]]:
    fits = [OutgoingMail.edition_id == edition.id]
    if wanted.shelf is not None:
        fits.append(wanted.shelf.condition)
    if wanted.text:
        columns = (OutgoingMail.recipient, OutgoingMail.subject)
        fits.append(or_(*(one.icontains(wanted.text, autoescape=True) for one in columns)))
    if wanted.person:
        person = select(Registration.id).where(
            Registration.edition_id == edition.id, Registration.public_id == wanted.person
        )
        fits.append(OutgoingMail.registration_id.in_(person))
    return fits


def shelf_of() -> Case[str]:
    """Where a mail lies, as a column."""
    return case(*((one.condition, one.value) for one in Shelf))


def _counts(edition: Edition) -> dict[Shelf, int]:
    shelf = shelf_of()
    rows = db.session.execute(
        select(shelf, func.count()).where(OutgoingMail.edition_id == edition.id).group_by(shelf)
    )
    numbers = {name: number for name, number in rows}
    return {one: numbers.get(one.value, 0) for one in Shelf}


def _row(mail: OutgoingMail, person: str | None, name: str | None) -> MailRow:
    return MailRow(
        public_id=mail.public_id,
        kind=mail.kind,
        recipient=mail.recipient,
        subject=mail.subject,
        state=mail.state,
        held=mail.held,
        tries=mail.attempts,
        message=mail.message,
        queued_at=mail.queued_at,
        sent_at=mail.sent_at,
        not_before=mail.not_before,
        person=person or "",
        person_name=name or "",
    )
