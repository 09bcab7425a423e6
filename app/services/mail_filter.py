"""Which of an edition's mails are meant: where they lie, what they are, to whom, and when."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Case, ColumnElement, and_, case, not_, or_, select

from app.domain.states import WorkState
from app.models import Edition, OutgoingMail, Registration
from app.services.mail_kinds import ANNOUNCEMENT

ANNOUNCED = f"{ANNOUNCEMENT}:"
"""What the keys of an announcement's mails begin with; its id and the person's follow."""


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


def shelf_of() -> Case[str]:
    """Where a mail lies, as a column."""
    return case(*((one.condition, one.value) for one in Shelf))


@dataclass(frozen=True)
class MailFilter:
    """Which mails are meant; empty means all.

    `person` is a registration's public id, `announcement` an announcement's; the days are those
    on which a mail was written, in the edition's zone.
    """

    shelf: Shelf | None = None
    text: str = ""
    person: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    announcement: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether all mails are meant."""
        return self == MailFilter()

    @property
    def on_any_shelf(self) -> "MailFilter":
        """The same wherever they lie."""
        return replace(self, shelf=None)


def fits(edition: Edition, wanted: MailFilter) -> list[ColumnElement[bool]]:
    """For a WHERE over OutgoingMail."""
    found = [OutgoingMail.edition_id == edition.id]
    if wanted.shelf is not None:
        found.append(wanted.shelf.condition)
    if wanted.text:
        found.append(_says(edition, wanted.text))
    if wanted.person:
        found.append(
            OutgoingMail.registration_id.in_(
                select(Registration.id).where(
                    Registration.edition_id == edition.id, Registration.public_id == wanted.person
                )
            )
        )
    if wanted.kind:
        found.append(OutgoingMail.kind == wanted.kind)
    if wanted.since is not None:
        found.append(OutgoingMail.queued_at >= _begin(wanted.since, edition))
    if wanted.until is not None:
        found.append(OutgoingMail.queued_at < _begin(wanted.until + timedelta(days=1), edition))
    if wanted.announcement:
        begins = f"{ANNOUNCED}{wanted.announcement}:"
        found.append(OutgoingMail.dedupe_key.startswith(begins, autoescape=True))
    return found


def _says(edition: Edition, text: str) -> ColumnElement[bool]:
    """Address, subject or the person's name holds the text."""
    named = select(Registration.id).where(
        Registration.edition_id == edition.id, Registration.name.icontains(text, autoescape=True)
    )
    columns = (OutgoingMail.recipient, OutgoingMail.subject)
    return or_(
        *(one.icontains(text, autoescape=True) for one in columns),
        OutgoingMail.registration_id.in_(named),
    )


def _begin(day: date, edition: Edition) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(edition.zone)).astimezone(UTC)
