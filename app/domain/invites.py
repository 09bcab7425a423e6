"""A meeting as a message to one person's calendar: here it is, it has changed, it is off."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.agenda import Agenda, AgendaEntry


class Method(StrEnum):
    """What the calendar is asked to do (RFC 5546): put the meeting in or change it, or drop it."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Invite:
    """One message for one calendar.

    `agenda` is the person's own, of which only the head is read; `entry` is the meeting with the
    memory of this calendar (uid, sequence). `organizer` is the mailbox that the mail comes from,
    `attendee` the one that it goes to. `created_at` is when this message was made, aware UTC:
    of two with the same sequence the later one holds. `reminder_minutes` before the meeting the
    calendar reminds; None: it does not.
    """

    method: Method
    agenda: Agenda
    entry: AgendaEntry
    organizer: str
    attendee: str
    created_at: datetime
    reminder_minutes: int | None = None
