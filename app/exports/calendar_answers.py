"""What a calendar program answers to an invite (RFC 5546, METHOD:REPLY)."""

from dataclasses import dataclass

from icalendar import Calendar

from app.exports.foreign_mail import Mail, address, bytes_of, parts
from app.exports.plain import plain_line

CALENDARS = ("text/calendar", "application/ics")
MOST_BYTES = 64 * 1024
DECLINED = "DECLINED"
KNOWN = ("ACCEPTED", DECLINED, "TENTATIVE")


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """`attendee` says `status` (one of KNOWN) to the `sequence`-th news of the entry `uid`."""

    uid: str
    sequence: int
    attendee: str
    status: str


def calendar_answer(mail: Mail) -> CalendarAnswer | None:
    """The answer in the mail, if there is one that can be read."""
    for leaf in parts(mail):
        if leaf.get_content_type() in CALENDARS:
            found = _answer(bytes_of(leaf)[:MOST_BYTES])
            if found is not None:
                return found
    return None


def _answer(data: bytes) -> CalendarAnswer | None:
    try:
        calendar = Calendar.from_ical(data)
        if str(calendar.get("METHOD", "")).upper() != "REPLY":
            return None
        [event] = calendar.walk("VEVENT")
        people = event.get("ATTENDEE")
        [person] = people if isinstance(people, list) else [people]
        status = str(person.params.get("PARTSTAT", "")).upper()
        found = CalendarAnswer(
            uid=plain_line(str(event.get("UID", ""))),
            sequence=int(event.get("SEQUENCE", 0)),
            attendee=address(str(person).removeprefix("mailto:").removeprefix("MAILTO:")),
            status=status,
        )
    except Exception:
        # Strangers write calendars in ways that no list of errors covers: then it is no answer.
        return None
    return found if found.uid and status in KNOWN else None
