"""Mails are rows, written in the transaction of the change that causes them."""

from datetime import datetime

from sqlalchemy import or_, select, update

from app.domain.letters import Letter
from app.domain.privacy import NOWHERE
from app.domain.states import WorkState
from app.exports.mail import mail_bytes
from app.exports.plain import plain_line
from app.extensions import db
from app.mailing import sender
from app.models import Edition, OutgoingMail, Registration
from app.models.columns import new_public_id
from app.services.mail_kinds import ANNOUNCEMENT
from app.services.own_words import reworded
from app.services.upsert import insert_into


def post(
    letter: Letter,
    *,
    kind: str,
    to: str,
    dedupe_key: str,
    now: datetime,
    edition: Edition | None = None,
    registration_id: int | None = None,
    account_id: int | None = None,
    held: bool = False,
    not_before: datetime | None = None,
) -> bool:
    """Put a mail into the outbox, inside the caller's transaction; False if it is there already.

    Nobody writes to who is erased: False.

    `dedupe_key` names the news (what, about whom, for whom): the same key is mailed once. Mails
    of an edition come in its name, and in its own words where it has some. It is sent
    `not_before` that time, else at once.
    """
    if to.endswith(f"@{NOWHERE}"):
        return False
    known = select(OutgoingMail.id).where(OutgoingMail.dedupe_key == dedupe_key)
    if db.session.scalar(known) is not None:
        return False
    person = db.session.get(Registration, registration_id) if registration_id else None
    letter = reworded(letter, kind=kind, edition=edition, person=person)
    public_id = new_public_id()
    message_id = f"<{public_id}@{sender().domain}>"
    data = written(letter, to=to, message_id=message_id, now=now, edition=edition)
    # Whoever posts the same news at the same moment waits here, and then adds nothing.
    added = db.session.scalar(
        insert_into(OutgoingMail)
        .values(
            public_id=public_id,
            dedupe_key=dedupe_key,
            kind=kind,
            edition_id=edition.id if edition else None,
            registration_id=registration_id,
            account_id=account_id,
            recipient=to,
            subject=plain_line(letter.subject)[:200],
            message_id=message_id,
            data=data,
            held=held,
            queued_at=now,
            not_before=not_before or now,
        )
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
        .returning(OutgoingMail.id)
    )
    return added is not None


def call_off(registration_id: int, *, now: datetime) -> None:
    """Reminders and announcements to this person that have not gone yet do not go."""
    db.session.execute(
        update(OutgoingMail)
        .where(
            OutgoingMail.registration_id == registration_id,
            OutgoingMail.state == WorkState.QUEUED,
            or_(OutgoingMail.kind == ANNOUNCEMENT, OutgoingMail.kind.startswith("nudge.")),
        )
        .values(state=WorkState.CANCELLED, finished_at=now)
        .execution_options(synchronize_session=False)
    )


def written(
    letter: Letter, *, to: str, message_id: str, now: datetime, edition: Edition | None
) -> bytes:
    """The mail as it leaves; a look at it beforehand is made here, too."""
    by = sender()
    return mail_bytes(
        letter,
        from_address=by.address,
        from_name=plain_line(edition.name) if edition else by.name,
        to_address=to,
        message_id=message_id,
        base_url=by.base_url,
        written_at=now,
    )
