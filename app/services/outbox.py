"""Mails are rows, written in the transaction of the change that causes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from app.domain.invites import Invite
from app.domain.letters import Letter
from app.domain.privacy import NOWHERE
from app.domain.states import WorkState
from app.exports.mail import Attachment, mail_bytes
from app.exports.plain import plain_line
from app.extensions import db
from app.mailing import sender
from app.models import Edition, OutgoingMail, Registration
from app.models.columns import new_public_id
from app.services.content import edition_text
from app.services.languages import speaking
from app.services.mail_kinds import ANNOUNCEMENT
from app.services.own_words import Read, reworded
from app.services.upsert import insert_into

ROWS_AT_ONCE = 100
"""More would be too many values for one statement."""


@dataclass(frozen=True)
class Post:
    """One mail to be put into the outbox: see `post`.

    An invite is about one entry of the recipient's calendar (`calendar_identity_id`);
    `told_before` is what that calendar knew without this mail. Where `later` is set, the mail is
    only written when it leaves (services/agenda_mails.py), and `letter` gives its subject.
    """

    letter: Letter
    kind: str
    to: str
    dedupe_key: str
    edition: Edition | None = None
    registration_id: int | None = None
    account_id: int | None = None
    held: bool = False
    not_before: datetime | None = None
    invite: Invite | None = None
    calendar_identity_id: int | None = None
    told_before: str = ""
    later: bool = False


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
    one = Post(
        letter,
        kind,
        to,
        dedupe_key,
        edition=edition,
        registration_id=registration_id,
        account_id=account_id,
        held=held,
        not_before=not_before,
    )
    return post_all([one], now=now) == 1


def post_all(posts: Sequence[Post], *, now: datetime) -> int:
    """Put many mails into the outbox, in their order; how many were not there already."""
    added = 0
    for start in range(0, len(posts), ROWS_AT_ONCE):
        added += _post_some(posts[start : start + ROWS_AT_ONCE], now=now)
    return added


def _post_some(posts: Iterable[Post], *, now: datetime) -> int:
    reached = [one for one in posts if not one.to.endswith(f"@{NOWHERE}")]
    keys = [one.dedupe_key for one in reached]
    known = set(
        db.session.scalars(select(OutgoingMail.dedupe_key).where(OutgoingMail.dedupe_key.in_(keys)))
    )
    read: Read = {}
    rows = [_row(one, read, now=now) for one in reached if one.dedupe_key not in known]
    if not rows:
        return 0
    # Whoever posts the same news at the same moment waits here, and then adds nothing.
    added = db.session.scalars(
        insert_into(OutgoingMail)
        .values(rows)
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
        .returning(OutgoingMail.id)
    )
    return len(added.all())


def _row(one: Post, read: Read, *, now: datetime) -> dict[str, Any]:
    key = one.registration_id
    person = db.session.get(Registration, key) if key else None
    letter = reworded(one.letter, kind=one.kind, edition=one.edition, person=person, read=read)
    public_id = new_public_id()
    message_id = f"<{public_id}@{sender().domain}>"
    data = None
    if not one.later:
        data = written(
            letter,
            to=one.to,
            message_id=message_id,
            now=now,
            edition=one.edition,
            invite=one.invite,
        )
    return {
        "public_id": public_id,
        "dedupe_key": one.dedupe_key,
        "kind": one.kind,
        "edition_id": one.edition.id if one.edition else None,
        "registration_id": one.registration_id,
        "account_id": one.account_id,
        "recipient": one.to,
        "subject": plain_line(letter.subject)[:200],
        "message_id": message_id,
        "data": data,
        "held": one.held,
        "queued_at": now,
        "not_before": one.not_before or now,
        "calendar_identity_id": one.calendar_identity_id,
        "told_before": one.told_before,
    }


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
    letter: Letter,
    *,
    to: str,
    message_id: str,
    now: datetime,
    edition: Edition | None,
    invite: Invite | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> bytes:
    """The mail as it leaves; a look at it beforehand is made here, too."""
    by = sender()
    with speaking(letter.language):
        from_name = plain_line(edition_text(edition, "name")) if edition else by.name
    return mail_bytes(
        letter,
        from_address=by.address,
        from_name=from_name,
        to_address=to,
        message_id=message_id,
        base_url=by.base_url,
        written_at=now,
        invite=invite,
        attachments=attachments,
    )
