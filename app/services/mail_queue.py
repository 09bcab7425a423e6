"""How long the mails that wait will take."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.domain.states import WorkState
from app.extensions import db
from app.mailing import mails_per_second
from app.models import Edition, OutgoingMail
from app.services.sending import may_go


@dataclass(frozen=True)
class Outlook:
    """Of the whole installation: how many mails may go now, and what that takes at least.

    `later` are this edition's mails for which a time was set.
    """

    due: int
    seconds: int
    per_second: int
    later: int

    @property
    def minutes(self) -> int:
        """The same in whole minutes, rounded up."""
        return -(-self.seconds // 60)


def outlook(edition: Edition, *, now: datetime) -> Outlook:
    """The limit holds for each domain: the one with the most mails takes longest."""
    waiting = OutgoingMail.state.in_([WorkState.QUEUED, WorkState.RUNNING])
    recipients = db.session.scalars(
        select(OutgoingMail.recipient).where(waiting, may_go(), OutgoingMail.not_before <= now)
    )
    domains = Counter(one.rpartition("@")[2].lower() for one in recipients)
    later = db.session.scalar(
        select(func.count()).where(
            waiting, OutgoingMail.edition_id == edition.id, OutgoingMail.not_before > now
        )
    )
    most, per_second = max(domains.values(), default=0), mails_per_second()
    return Outlook(domains.total(), -(-most // per_second), per_second, later or 0)
