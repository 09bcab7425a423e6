"""What a restored database must not do by itself: mail again, or speak below calendars' ears.

Between the backup and its restore things may have happened that the backup does not know: mails
left, meetings moved. So nothing waits to be sent any more, and the next message about any meeting
counts as newer than all that its calendar may have seen.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, func, or_, update

from app.domain.states import WorkState
from app.domain.words import later
from app.extensions import db
from app.models import CalendarIdentity, Edition, OutgoingMail
from app.services.sending import is_code

MARGIN = 1000
UNKNOWN = "?"
"""Behind what a calendar was told last: so it equals no true telling, and can be read still."""
LONGEST_TOLD = 400
STALE_CODE = later("It held a code or a personal link from before a restore.")
HELD = later("Held by a restore: it may have left already.")


@dataclass(frozen=True)
class Calmed:
    """How many mails are held, and how many calendar entries count as unknown."""

    mails: int
    entries: int


def calm(connection: Connection, *, made_at: datetime, now: datetime) -> Calmed:
    """Hold all mails and put every calendar entry ahead; the backup was made at `made_at`."""
    waiting = OutgoingMail.state.in_([WorkState.QUEUED, WorkState.RUNNING])
    freed = {"lease_token": None, "lease_until": None}
    connection.execute(
        update(OutgoingMail)
        .where(waiting, is_code())
        .values(state=WorkState.CANCELLED, finished_at=now, message=STALE_CODE, **freed)
    )
    mails = connection.execute(
        update(OutgoingMail)
        .where(waiting)
        .values(state=WorkState.QUEUED, held=True, message=HELD, **freed)
    )
    connection.execute(update(Edition).values(mails_paused=True))
    # Seconds, so that the same backup restored again next week is ahead of this week's messages.
    ahead = MARGIN + max(0, int((now - made_at).total_seconds()))
    unknown = func.substr(CalendarIdentity.told, 1, LONGEST_TOLD - 1) + UNKNOWN
    entries = connection.execute(
        update(CalendarIdentity)
        .where(or_(CalendarIdentity.cancelled_at.is_(None), CalendarIdentity.told != ""))
        .values(
            sequence=CalendarIdentity.sequence + ahead,
            changed_at=now,
            told=case((CalendarIdentity.told != "", unknown), else_=""),
        )
    )
    return Calmed(mails.rowcount, entries.rowcount)


def release(edition: Edition | None) -> int:
    """Let held mails go and the events' mails go on, inside the caller's transaction; how many.

    Of one edition, or of all and what belongs to none.
    """
    of_it: list[ColumnElement[bool]] = []
    events: list[ColumnElement[bool]] = []
    if edition is not None:
        of_it, events = [OutgoingMail.edition_id == edition.id], [Edition.id == edition.id]
    db.session.execute(update(Edition).where(*events).values(mails_paused=False))
    gone = db.session.scalars(
        update(OutgoingMail)
        .where(OutgoingMail.held, OutgoingMail.state == WorkState.QUEUED, *of_it)
        .values(held=False, message="")
        .returning(OutgoingMail.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
