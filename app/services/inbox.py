"""What comes back to the sender's mailbox: each mail is taken in once, and once only.

A row with the mail's name in its mailbox is written together with all that follows from the
mail, so whoever is stopped in between reads it again or never.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select

from app.domain.states import IncomingKind
from app.exports.incoming_mail import ComingMail, understand
from app.extensions import db
from app.mailing import postbox
from app.models import IncomingMail, OutgoingMail, RateCount, Registration
from app.postbox import Postbox, UnreadableError
from app.services import bounces, calendar_declines
from app.services.sending import KEPT
from app.services.transaction import writing
from app.services.upsert import insert_into

MOST_AT_ONCE = 200
"""Mails of one round; the others come in the next."""
READ_BACK = KEPT - timedelta(days=2)
"""Older mails are left alone. Less than their rows are kept, so none is read a second time."""
READ = "inbox.read"


def read_if_there_is_one(now: datetime) -> int:
    """Take in what is new in this installation's mailbox; how many mails."""
    mailbox = postbox()
    if mailbox is None:
        return 0
    try:
        return read_inbox(mailbox, now)
    except UnreadableError as error:
        structlog.get_logger().warning("mailbox unreadable", words=str(error))
        return 0


def last_read() -> datetime | None:
    """When the mailbox was read last; None if that is more than a day ago."""
    return db.session.scalar(
        select(func.max(RateCount.window_starts_at)).where(RateCount.key == READ)
    )


def read_inbox(mailbox: Postbox, now: datetime) -> int:
    """Take in what is new; how many mails. Raises UnreadableError where there is no reading."""
    taken = 0
    with mailbox:
        there = mailbox.keys(since=(now - READ_BACK).date())
        for key in _new(there)[:MOST_AT_ONCE]:
            found = mailbox.read(there[key])
            if found is None:
                continue
            kind = take_in(key, found.data, arrived_at=found.arrived_at, now=now)
            taken += kind is not None
            # What is of no concern here stays unread, for whoever else reads this mailbox.
            if kind not in {None, IncomingKind.OTHER}:
                mailbox.mark_seen(there[key])
    note_read(taken, now)
    return taken


def note_read(taken: int, now: datetime) -> None:
    """The mailbox was read just now."""
    row = {"key": READ, "window_starts_at": now, "number": taken}
    with writing():
        db.session.execute(
            insert_into(RateCount)
            .values(**row, expires_at=now + timedelta(days=1))
            .on_conflict_do_nothing()
        )


def take_in(key: str, data: bytes, *, arrived_at: datetime, now: datetime) -> IncomingKind | None:
    """Do what follows from one mail; its kind, or None if somebody else took it in before.

    A mail that cannot be worked on is noted as read like any other: it must not stop the next.
    """
    try:
        mail = understand(data)
        with writing():
            return _store(key, mail, arrived_at=arrived_at, now=now)
    except Exception as error:
        structlog.get_logger().error("mail not understood", error=error)
    with writing():
        row = _add(key, IncomingKind.OTHER, arrived_at)
    return IncomingKind.OTHER if row is not None else None


def _store(
    key: str, mail: ComingMail, *, arrived_at: datetime, now: datetime
) -> IncomingKind | None:
    row = _add(key, IncomingKind.OTHER, arrived_at)
    if row is None:
        return None
    report, answer = mail.report, mail.calendar
    sent = _sent(report.message_ids if report is not None else mail.answers)
    row.sender, row.subject, row.text = mail.sender, mail.subject, mail.text
    if report is not None and sent is not None:
        row.kind = IncomingKind.BOUNCE if report.is_final else IncomingKind.AUTOMATIC
        row.text = report.words or mail.text
        if report.is_final:
            bounces.note_bounce(sent, report.words, at=arrived_at)
    elif answer is not None and (
        known := calendar_declines.entry_answered(answer, sender=mail.sender)
    ):
        row.kind, row.text = IncomingKind.CALENDAR, answer.status
        sent = calendar_declines.take_answer(known, answer, now=now) or sent
        row.registration_id = known.registration_id
    elif mail.is_automatic or answer is not None:
        row.kind = IncomingKind.AUTOMATIC
    elif sent is not None:
        row.kind = IncomingKind.REPLY
    _connect(row, sent)
    if row.kind is IncomingKind.REPLY:
        bounces.note_life(mail.sender)
    return row.kind


def _add(key: str, kind: IncomingKind, arrived_at: datetime) -> IncomingMail | None:
    """The row, unless there is one already."""
    added = db.session.scalar(
        insert_into(IncomingMail)
        .values(mailbox_key=key, kind=kind, received_at=arrived_at)
        .on_conflict_do_nothing(index_elements=["mailbox_key"])
        .returning(IncomingMail.id)
    )
    return db.session.get(IncomingMail, added) if added is not None else None


def _connect(row: IncomingMail, sent: OutgoingMail | None) -> None:
    """To which event, person and mail it belongs; of who is no concern of any, nothing is kept."""
    if sent is not None:
        row.outgoing_mail_id, row.edition_id = sent.id, sent.edition_id
        row.registration_id = row.registration_id or sent.registration_id
    person = (
        db.session.get(Registration, row.registration_id)
        if row.registration_id is not None
        else _known(row.sender)
    )
    if person is not None:
        row.registration_id, row.edition_id = person.id, person.edition_id
    if row.edition_id is None:
        row.sender, row.subject, row.text = "", "", ""
        row.kind = row.kind if sent is not None else IncomingKind.OTHER


def _known(address: str) -> Registration | None:
    """Who registered last with this address."""
    return db.session.scalar(
        select(Registration)
        .where(Registration.email == address, Registration.erased_at.is_(None))
        .order_by(Registration.created_at.desc(), Registration.id.desc())
        .limit(1)
    )


def _sent(message_ids: Collection[str]) -> OutgoingMail | None:
    """The first of these mails that went out from here."""
    rows = db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.message_id.in_(list(message_ids)[:50]))
    )
    found = {row.message_id: row for row in rows}
    return next((found[one] for one in message_ids if one in found), None)


def _new(keys: Collection[str]) -> list[str]:
    """Those that were never taken in, in their order."""
    prefixes = {key.rpartition(":")[0] for key in keys}
    known = {
        key
        for prefix in prefixes
        for key in db.session.scalars(
            select(IncomingMail.mailbox_key).where(
                IncomingMail.mailbox_key.startswith(f"{prefix}:", autoescape=True)
            )
        )
    }
    db.session.rollback()  # reading mails takes long: no transaction stays open meanwhile
    return [key for key in keys if key not in known]
