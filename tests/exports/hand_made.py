"""Calendars written by hand as they should be, to spoil one thing at a time."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

ORGANISER = "events@hubmeet.example"
READER = "lukasz@dih.example"


def feed() -> bytes:
    """Two meetings, the second with a reminder; the first has a folded line and an escape."""
    return _lines(
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hubmeet//Agenda//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Warsaw 2018",
        *_event("11", "120000Z", "122000Z", "STATUS:CONFIRMED"),
        *_event("12", "130000Z", "132000Z", "STATUS:CONFIRMED", reminder=True),
        "END:VCALENDAR",
    )


def request() -> bytes:
    """An invite."""
    return _invite("REQUEST", "0", "CONFIRMED")


def cancel() -> bytes:
    """The end of that meeting."""
    return _invite("CANCEL", "1", "CANCELLED")


def mail(data: bytes, method: str = "REQUEST") -> EmailMessage:
    """A mail that brings the invite `data`."""
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["From"] = Address("Warsaw 2018", addr_spec=ORGANISER)
    message["To"] = Address(addr_spec=READER)
    message["Subject"] = "Meeting with Basque DIH"
    message.set_content("13:00, Table 12")
    message.add_alternative("<p>13:00, Table 12</p>", subtype="html")
    message.add_alternative(
        data, maintype="text", subtype="calendar", params={"charset": "utf-8", "method": method}
    )
    message.add_attachment(data, maintype="application", subtype="ics", filename="invite.ics")
    return message


def _invite(method: str, sequence: str, status: str) -> bytes:
    people = (
        f"ORGANIZER;CN=Warsaw 2018:mailto:{ORGANISER}",
        "ATTENDEE;CN=Łukasz Čapek;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROL",
        f" E=REQ-PARTICIPANT;RSVP=FALSE:mailto:{READER}",
    )
    return _lines(
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hubmeet//Agenda//EN",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        *_event("11", "120000Z", "122000Z", f"STATUS:{status}", *people, sequence=sequence),
        "END:VCALENDAR",
    )


def _event(
    number: str, start: str, end: str, *more: str, sequence: str = "0", reminder: bool = False
) -> list[str]:
    alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT10M", "DESCRIPTION:Soon", "END:VALARM"]
    return [
        "BEGIN:VEVENT",
        f"UID:7d1f4c9e-0000-4000-8000-0000000000{number}@hubmeet.example",
        "DTSTAMP:20181120T090000Z",
        f"SEQUENCE:{sequence}",
        f"DTSTART:20181126T{start}",
        f"DTEND:20181126T{end}",
        "SUMMARY:Meeting: Íñigo Etxeberria\\, Basque Digital Innovation Hub",
        "LOCATION:Table 12\\, Great hall\\, Warsaw",
        "DESCRIPTION:13:00–13:20 (Warsaw\\, CET)\\nTopic: Robots that see\\, small se",
        " ries",
        *more,
        *(alarm if reminder else []),
        "END:VEVENT",
    ]


def _lines(*lines: str) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode()
