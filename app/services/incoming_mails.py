"""What came back of an edition's mails, as its organisers see it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from app.domain.states import IncomingKind
from app.extensions import db
from app.models import Edition, IncomingMail, OutgoingMail, Registration

PER_PAGE = 30


@dataclass(frozen=True)
class IncomingRow:
    """One mail; `answers` is the public id of the mail that it is about, if that is still kept.

    Of a calendar's answer `text` is what it answers, as calendars write it.
    """

    kind: IncomingKind
    sender: str
    subject: str
    text: str
    received_at: datetime
    person: str
    person_name: str
    answers: str
    answered_subject: str


@dataclass(frozen=True)
class IncomingPage:
    """A page of the mails that fit, the newest first; `counts` are of all of the edition."""

    rows: tuple[IncomingRow, ...]
    counts: dict[IncomingKind, int]
    number: int
    pages: int
    found: int
    person_name: str

    @property
    def total(self) -> int:
        """All that came back."""
        return sum(self.counts.values())


def incoming_page(
    edition: Edition, kind: IncomingKind | None, person: str, number: int
) -> IncomingPage:
    """The edition's mails of that kind and of the person with that public id, where given."""
    fits: list[ColumnElement[bool]] = [IncomingMail.edition_id == edition.id]
    if kind is not None:
        fits.append(IncomingMail.kind == kind)
    who = db.session.scalar(
        select(Registration).where(
            Registration.edition_id == edition.id, Registration.public_id == person
        )
    )
    if person:
        fits.append(IncomingMail.registration_id == (who.id if who is not None else None))
    found = db.session.scalar(select(func.count()).select_from(IncomingMail).where(*fits)) or 0
    pages = max(1, -(-found // PER_PAGE))
    number = min(max(1, number), pages)
    rows = db.session.execute(
        select(IncomingMail, Registration, OutgoingMail)
        .outerjoin(Registration, Registration.id == IncomingMail.registration_id)
        .outerjoin(OutgoingMail, OutgoingMail.id == IncomingMail.outgoing_mail_id)
        .where(*fits)
        .order_by(IncomingMail.received_at.desc(), IncomingMail.id.desc())
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    )
    return IncomingPage(
        tuple(_row(*row) for row in rows),
        _counts(edition),
        number,
        pages,
        found,
        who.name if who is not None else "",
    )


def came_back(edition: Edition) -> int:
    """How many mails the organisers may want to look at: not those that programs write."""
    wanted = IncomingMail.kind != IncomingKind.AUTOMATIC
    return (
        db.session.scalar(select(func.count()).where(IncomingMail.edition_id == edition.id, wanted))
        or 0
    )


def words_of_bounce(person: Registration) -> str:
    """What the server said when a mail to the person's address came back last."""
    return (
        db.session.scalar(
            select(IncomingMail.text)
            .join(OutgoingMail, OutgoingMail.id == IncomingMail.outgoing_mail_id)
            .where(IncomingMail.kind == IncomingKind.BOUNCE, OutgoingMail.recipient == person.email)
            .order_by(IncomingMail.received_at.desc())
            .limit(1)
        )
        or ""
    )


def _counts(edition: Edition) -> dict[IncomingKind, int]:
    rows = db.session.execute(
        select(IncomingMail.kind, func.count())
        .where(IncomingMail.edition_id == edition.id)
        .group_by(IncomingMail.kind)
    )
    numbers = {kind: number for kind, number in rows}
    return {one: numbers.get(one, 0) for one in IncomingKind}


def _row(
    mail: IncomingMail, person: Registration | None, answered: OutgoingMail | None
) -> IncomingRow:
    return IncomingRow(
        kind=mail.kind,
        sender=mail.sender,
        subject=mail.subject,
        text=mail.text,
        received_at=mail.received_at,
        person=person.public_id if person else "",
        person_name=person.name if person else "",
        answers=answered.public_id if answered else "",
        answered_subject=answered.subject if answered else "",
    )
