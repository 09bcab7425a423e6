"""What organisers do with mails that wait or have failed; each act is noted."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.exc import IntegrityError

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.letters import Letter
from app.domain.states import WorkState
from app.domain.words import later
from app.exports.mail import readdressed
from app.extensions import db
from app.mailing import sender
from app.models import Edition, OutgoingMail, Registration
from app.models.columns import new_public_id
from app.services import audit, edition_lock, invites, outbox
from app.services.letters.trying import trial
from app.services.mail_centre import one_mail
from app.services.mail_filter import MailFilter, Shelf, fits
from app.services.sending import is_code
from app.services.transaction import writing

TOO_LATE = later("That is no longer possible: the mail is being sent, or its state has changed.")
AGAIN_ALREADY = later("This mail was sent again already: look for the newer one.")
NOT_AGAIN = later(
    "This mail cannot be sent again: it waits still, or holds a code that is good once."
)
NO_BYTES = later("The text of this mail is no longer kept, so it cannot be sent again.")


class Act(StrEnum):
    """What can be done with a mail."""

    HOLD = "hold"
    RELEASE = "release"
    CANCEL = "cancel"
    AGAIN = "again"

    def values(self, now: datetime) -> dict[str, Any]:
        """The columns that it sets."""
        columns: dict[Act, dict[str, Any]] = {
            Act.HOLD: {"held": True},
            Act.RELEASE: {"held": False, "not_before": now},
            Act.CANCEL: {"state": WorkState.CANCELLED, "finished_at": now},
        }
        return columns[self]

    @property
    def condition(self) -> ColumnElement[bool]:
        """The mails that it can be done with."""
        return {
            Act.HOLD: Shelf.WAITING.condition & (OutgoingMail.state == WorkState.QUEUED),
            Act.RELEASE: Shelf.HELD.condition,
            Act.CANCEL: OutgoingMail.state == WorkState.QUEUED,
            Act.AGAIN: Shelf.FAILED.condition & ~is_code(),
        }[self]


def act(edition: Edition, public_id: str, what: Act, *, by: int, now: datetime) -> str:
    """Do it with one mail; gives the mail to look at then. ConflictError if it is too late."""
    row, _data = one_mail(edition, public_id)
    with writing():
        edition_lock.hold(edition)
        if what is Act.AGAIN:
            if not row.can_go_again:
                raise ConflictError(NOT_AGAIN)
            public_id = _send_again(_mail(edition, public_id), now=now)
        elif not _change(edition, what, OutgoingMail.public_id == public_id, now=now):
            raise ConflictError(TOO_LATE)
        _note(edition, what, 1, by=by, now=now, mail=public_id)
    return public_id


def act_on_all(edition: Edition, what: Act, wanted: MailFilter, *, by: int, now: datetime) -> int:
    """Do it with every mail that fits and that it can be done with; how many."""
    which = and_(*fits(edition, wanted))
    with writing():
        edition_lock.hold(edition)
        if what is Act.AGAIN:
            number = _all_failed_again(edition, which, now=now)
        else:
            number = len(_change(edition, what, which & ~is_code(), now=now))
        _note(edition, what, number, by=by, now=now)
    return number


def pause(edition: Edition, paused: bool, *, by: int, now: datetime) -> None:
    """Stop all mails of the edition where they are, or let them go again."""
    with writing() as session:
        session.execute(update(Edition).where(Edition.id == edition.id).values(mails_paused=paused))
        audit.note(
            "mails.pause" if paused else "mails.resume", by=by, now=now, edition_id=edition.id
        )


def send_trial(
    edition: Edition, *, to: str, by: int, now: datetime, letter: Letter | None = None
) -> None:
    """A mail to whoever asks: `letter`, or one that says that mails arrive.

    InvalidInputError twice in a minute.
    """
    minute = now.replace(second=0)
    if letter is not None:
        letter = replace(letter, subject=_("Test: %(subject)s", subject=letter.subject), off=None)
    with writing():
        posted = outbox.post(
            letter or trial(edition),
            kind="trial",
            to=to,
            dedupe_key=f"trial:{edition.id}:{by}:{minute}",
            now=now,
            edition=edition,
            account_id=by,
        )
        if not posted:
            raise InvalidInputError(
                later("A test mail is on its way to you already: wait a minute.")
            )
        audit.note("mail.trial", by=by, now=now, edition_id=edition.id)


def _change(edition: Edition, what: Act, which: ColumnElement[bool], *, now: datetime) -> list[int]:
    """Compare and swap: only mails that are still where the act finds them."""
    changed = db.session.scalars(
        update(OutgoingMail)
        .where(OutgoingMail.edition_id == edition.id, which, what.condition)
        .values(**what.values(now))
        .returning(OutgoingMail.id)
        .execution_options(synchronize_session=False)
    ).all()
    if what is Act.CANCEL:
        invites.not_told(changed)
    return list(changed)


def _all_failed_again(edition: Edition, which: ColumnElement[bool], *, now: datetime) -> int:
    failed = db.session.scalars(
        select(OutgoingMail).where(
            OutgoingMail.edition_id == edition.id,
            which,
            Act.AGAIN.condition,
            OutgoingMail.data.is_not(None),
        )
    ).all()
    again = set(
        db.session.scalars(
            select(OutgoingMail.dedupe_key).where(
                OutgoingMail.dedupe_key.in_([_again_key(mail) for mail in failed])
            )
        )
    )
    fresh = [mail for mail in failed if _again_key(mail) not in again]
    return sum(_went_again(mail, now=now) for mail in fresh)


def _went_again(mail: OutgoingMail, *, now: datetime) -> bool:
    """False for an invite that has nothing to say any more, or waits already."""
    try:
        _send_again(mail, now=now)
    except ConflictError:
        if mail.calendar_identity_id is None:
            raise
        return False
    return True


def _send_again(mail: OutgoingMail, *, now: datetime) -> str:
    """The same mail as a new row, once; to where the person can be reached now.

    An invite says what holds now, so that the newest mail is right.
    """
    if mail.calendar_identity_id is not None and mail.edition is not None:
        return _invite_again(mail.edition, mail, now=now)
    if mail.data is None:
        raise ConflictError(NO_BYTES)
    person = db.session.get(Registration, mail.registration_id) if mail.registration_id else None
    recipient = person.email if person is not None and person.email else mail.recipient
    public_id = new_public_id()
    message_id = f"<{public_id}@{sender().domain}>"
    copy = OutgoingMail(
        public_id=public_id,
        dedupe_key=_again_key(mail),
        kind=mail.kind,
        edition_id=mail.edition_id,
        registration_id=mail.registration_id,
        account_id=mail.account_id,
        recipient=recipient,
        subject=mail.subject,
        message_id=message_id,
        data=readdressed(mail.data, message_id=message_id, to_address=recipient),
        queued_at=now,
        not_before=now,
    )
    db.session.add(copy)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise ConflictError(AGAIN_ALREADY) from error
    return public_id


def _invite_again(edition: Edition, mail: OutgoingMail, *, now: datetime) -> str:
    key = _again_key(mail)
    if not outbox.post_all([invites.again(edition, mail, dedupe_key=key, now=now)], now=now):
        raise ConflictError(AGAIN_ALREADY)
    newer = select(OutgoingMail.public_id).where(OutgoingMail.dedupe_key == key)
    return db.session.scalars(newer).one()


def _again_key(mail: OutgoingMail) -> str:
    return f"again:{mail.public_id}"


def _mail(edition: Edition, public_id: str) -> OutgoingMail:
    found = db.session.scalar(
        select(OutgoingMail).where(
            OutgoingMail.edition_id == edition.id, OutgoingMail.public_id == public_id
        )
    )
    if found is None:
        raise NotFoundError(later("There is no such mail."))
    return found


def _note(
    edition: Edition, what: Act, number: int, *, by: int, now: datetime, mail: str = ""
) -> None:
    audit.note(
        f"mail.{what}",
        by=by,
        now=now,
        edition_id=edition.id,
        about=("mail", mail) if mail else ("", ""),
        details={"mails": number},
    )
