"""Sends what is in the outbox: each mail once, a retry with the same bytes.

A mail is claimed like any other work. Exactly once cannot be had over SMTP: whoever is killed
between the server's yes and our note of it leaves a mail that is sent again, byte for byte the
same, so that the reader's program can tell.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, case, delete, exists, func, not_, or_, select, update
from sqlalchemy.orm import aliased

from app.domain.states import WorkState
from app.extensions import db
from app.models import Edition, IncomingMail, OutgoingMail, RateCount
from app.postmen import DelayedError, Postman, RefusedError, UnreachableError
from app.services import agenda_mails, work_queue
from app.services.transaction import writing
from app.services.upsert import insert_into

WAITS = (10, 30, 60, 300, 900)
"""Seconds after the first, second … failed try; after the next one the mail has failed."""
LEASE = timedelta(minutes=3)
"""Longer than the four answers of a server that each come in the last second allowed."""
KEPT = timedelta(days=30)


@dataclass
class Rules:
    """How fast and how patiently mails are sent."""

    per_second: int = 5
    waits: tuple[float, ...] = WAITS
    lease: timedelta = LEASE


@dataclass
class Round:
    """What one worker remembers between two mails."""

    postman: Postman
    sender: str
    rules: Rules = field(default_factory=Rules)
    full: dict[str, datetime] = field(default_factory=dict)
    """Domains that had all they may have in this second."""
    closed_until: datetime | None = None
    """The mail server could not be reached; until then it is left alone."""
    failures: int = 0


def send_next(work: Round, clock: Callable[[], datetime]) -> bool:
    """Send the next mail, if there is one that may go now; whether anything was done."""
    now = clock()
    if work.closed_until is not None and now < work.closed_until:
        return False
    terms = _terms(work, now)
    if not work_queue.waits(OutgoingMail, now=now, terms=terms):
        work.postman.rest()
        return False
    try:
        # First the connection, then the mail: no mail counts a try for a server that is away.
        work.postman.be_ready()
    except UnreachableError as error:
        _note_unreachable(work, str(error), now)
        return False
    work.failures, work.closed_until = 0, None
    claimed = work_queue.claim(OutgoingMail, now=now, terms=terms)
    if claimed is None:
        return False
    _send(work, *claimed, clock=clock)
    return True


def forget_old_mails(now: datetime) -> int:
    """Delete the mails that were over, or came in, 30 days ago; how many."""
    over = OutgoingMail.finished_at < now - KEPT
    came = IncomingMail.received_at < now - KEPT
    statements = (
        delete(OutgoingMail).where(over).returning(OutgoingMail.id),
        delete(IncomingMail).where(came).returning(IncomingMail.id),
    )
    as_it_is = {"synchronize_session": False}
    with writing():
        gone = [db.session.scalars(one, execution_options=as_it_is).all() for one in statements]
    return sum(map(len, gone))


def is_code() -> ColumnElement[bool]:
    """Mails with a code or a personal link: somebody sits and waits for them."""
    return OutgoingMail.kind.startswith("code.")


def may_go() -> ColumnElement[bool]:
    """Mails that nobody holds back; who stops an event's mails does not lock people out."""
    paused = select(Edition.id).where(Edition.mails_paused.is_(True))
    return not_(OutgoingMail.held) & or_(
        OutgoingMail.edition_id.is_(None), is_code(), OutgoingMail.edition_id.not_in(paused)
    )


def _is_its_turn() -> ColumnElement[bool]:
    """Of the mails about one calendar entry, the earlier goes first, however often it is tried."""
    earlier = aliased(OutgoingMail)
    return ~exists().where(
        earlier.calendar_identity_id == OutgoingMail.calendar_identity_id,
        earlier.id < OutgoingMail.id,
        earlier.state.in_([WorkState.QUEUED, WorkState.RUNNING]),
    )


def _terms(work: Round, now: datetime) -> work_queue.Terms:
    """What may be claimed now; codes come first."""
    work.full = {domain: until for domain, until in work.full.items() if until > now}
    free = [OutgoingMail.recipient.not_like(f"%@{_escaped(domain)}", escape="\\")
            for domain in work.full]  # fmt: skip
    return work_queue.Terms(
        lease=work.rules.lease,
        max_attempts=len(work.rules.waits) + 1,
        only=(OutgoingMail.not_before <= now, may_go(), _is_its_turn(), *free),
        first=(case((is_code(), 0), else_=1),),
    )


def _send(work: Round, mail: OutgoingMail, token: str, *, clock: Callable[[], datetime]) -> None:
    """Hand a claimed mail in and note what came of it."""
    domain = mail.recipient.rpartition("@")[2].lower()
    now = clock()
    if not _may_have_one_more(domain, work.rules.per_second, now):
        work.full[domain] = now + timedelta(seconds=1)
        work_queue.put_back(OutgoingMail, mail.id, token)
        return
    data = mail.data or _written_late(mail, token, now=now)
    if data is None:
        return
    try:
        work.postman.deliver(
            mail.public_id, sender=work.sender, recipient=mail.recipient, data=data
        )
    except RefusedError as error:
        _end(mail, token, WorkState.FAILED, str(error), clock())
    except DelayedError as error:
        _later(work, mail, token, str(error), clock())
    else:
        _end(mail, token, WorkState.DONE, "", clock())


def _written_late(mail: OutgoingMail, token: str, *, now: datetime) -> bytes | None:
    """A mail that is written when it leaves, written and kept; None where it does not leave."""
    if mail.kind not in agenda_mails.KINDS:
        _end(mail, token, WorkState.FAILED, "Its text is no longer kept.", now)
        return None
    try:
        data = agenda_mails.write(mail, now=now)
    except Exception as error:  # whatever it is, the other mails must not wait for it
        structlog.get_logger().error("mail not written", mail=mail.public_id, error=error)
        _end(mail, token, WorkState.FAILED, "It could not be written: see the log.", now)
        return None
    if data is None:
        _end(mail, token, WorkState.CANCELLED, "", now)
        return None
    with writing():
        kept = db.session.scalar(
            update(OutgoingMail)
            .where(OutgoingMail.id == mail.id, OutgoingMail.lease_token == token)
            .values(data=data)
            .returning(OutgoingMail.id)
            .execution_options(synchronize_session=False)
        )
    return data if kept is not None else None


def _end(mail: OutgoingMail, token: str, state: WorkState, words: str, now: datetime) -> None:
    sent_at = now if state is WorkState.DONE else None
    with writing():
        work_queue.finish(
            OutgoingMail, mail.id, token, state, now=now, message=words, sent_at=sent_at
        )
    structlog.get_logger().info("mail", mail=mail.public_id, kind=mail.kind, state=state.value)


def _later(work: Round, mail: OutgoingMail, token: str, words: str, now: datetime) -> None:
    """Try again after a while, or give the mail up."""
    tries = mail.attempts
    if tries > len(work.rules.waits):
        _end(mail, token, WorkState.FAILED, f"Given up after {tries} tries: {words}", now)
        return
    again_at = now + timedelta(seconds=work.rules.waits[tries - 1])
    work_queue.put_back(
        OutgoingMail, mail.id, token, counted=True, not_before=again_at, message=words
    )


def _note_unreachable(work: Round, words: str, now: datetime) -> None:
    """Leave the server alone for a while, and say so at the mails that wait."""
    wait = work.rules.waits[min(work.failures, len(work.rules.waits) - 1)]
    work.failures += 1
    work.closed_until = now + timedelta(seconds=wait)
    structlog.get_logger().warning("mail server unreachable", wait_seconds=wait)
    message = f"The mail server cannot be reached: {words}"
    with writing():
        db.session.execute(
            update(OutgoingMail)
            .where(OutgoingMail.state == WorkState.QUEUED, OutgoingMail.message != message)
            .values(message=message)
            .execution_options(synchronize_session=False)
        )


def _may_have_one_more(domain: str, per_second: int, now: datetime) -> bool:
    """Count a mail to the domain in this second, over all workers; False if it was too many."""
    row = insert_into(RateCount).values(
        key=f"mail:{domain}"[:120],
        window_starts_at=now,
        number=1,
        expires_at=now + timedelta(minutes=1),
    )
    with writing():
        number = db.session.scalar(
            row.on_conflict_do_update(
                index_elements=["key", "window_starts_at"],
                set_={"number": RateCount.number + 1},
            ).returning(RateCount.number)
        )
    return number is not None and number <= per_second


def _escaped(text: str) -> str:
    """The text without a meaning of its own in LIKE."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def waiting_mails() -> int:
    """How many mails of the whole installation are to be sent, or are being sent."""
    on_the_way = OutgoingMail.state.in_([WorkState.QUEUED, WorkState.RUNNING])
    return db.session.scalar(select(func.count()).where(on_the_way, may_go())) or 0
