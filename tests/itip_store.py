"""What a calendar makes of the invites that it is mailed, by the rules of RFC 5546, in short."""

from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from icalendar import Calendar


@dataclass(frozen=True, order=True)
class Entry:
    """One object as it was mailed; of two with one uid the greater is the newer."""

    sequence: int
    stamp: datetime
    method: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str


@dataclass
class ItipStore:
    """One person's calendar: uid → the newest word on it, whatever order words came in."""

    newest: dict[str, Entry] = field(default_factory=dict)

    def take(self, mail: bytes) -> None:
        """Take in a mail; one without an invite changes nothing."""
        for uid, entry in invites_in(mail).items():
            if uid not in self.newest or entry > self.newest[uid]:
                self.newest[uid] = entry

    @property
    def shown(self) -> dict[str, Entry]:
        """What the person sees."""
        return {uid: one for uid, one in self.newest.items() if one.method == "REQUEST"}


def invites_in(mail: bytes) -> dict[str, Entry]:
    """The one invite of a mail, or none."""
    message = message_from_bytes(mail, policy=default)
    assert isinstance(message, EmailMessage)
    found = {}
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            calendar = Calendar.from_ical(data)
            (event,) = calendar.walk("VEVENT")
            found[str(event["UID"])] = Entry(
                sequence=event.decoded("SEQUENCE"),
                stamp=event.decoded("DTSTAMP"),
                method=str(calendar["METHOD"]),
                starts_at=event.decoded("DTSTART"),
                ends_at=event.decoded("DTEND"),
                summary=str(event["SUMMARY"]),
                location=str(event["LOCATION"]),
            )
    return found
