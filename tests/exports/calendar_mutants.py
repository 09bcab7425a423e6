"""Good calendars with one fault each, which the judges must notice or they would prove nothing."""

from tests.exports.hand_made import ORGANISER, READER, cancel, feed, mail, request

ZONE = (
    b"BEGIN:VTIMEZONE\r\nTZID:Europe/Warsaw\r\n%sBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n"
    b"TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
EVENT = b"BEGIN:VEVENT\r\n"
UID = b"UID:7d1f4c9e-0000-4000-8000-000000000011@hubmeet.example\r\n"
START = b"DTSTART:20181126T120000Z"


def spoilt(good: bytes, old: bytes, new: bytes, times: int = 1) -> bytes:
    """`good` with `old` made `new` where it first stands; -1 for everywhere."""
    assert old in good
    return good.replace(old, new, times)


def feed_mutants() -> dict[str, bytes]:
    """Faults of a feed or a download."""
    good = feed()
    in_warsaw = b"DTSTART;TZID=Europe/Warsaw:20181126T130000"
    two = good[: good.index(EVENT)] + 2 * good[good.index(EVENT) : good.rindex(EVENT)]
    return {
        "TZID without VTIMEZONE": spoilt(good, START, in_warsaw),
        "zone by its abbreviation": spoilt(good, START, b"DTSTART;TZID=CET:20181126T130000"),
        "empty VTIMEZONE": spoilt(
            spoilt(good, START, in_warsaw),
            EVENT,
            b"BEGIN:VTIMEZONE\r\nTZID:Europe/Warsaw\r\nEND:VTIMEZONE\r\n" + EVENT,
        ),
        "VTIMEZONE with a COMMENT": spoilt(
            spoilt(good, START, in_warsaw), EVENT, ZONE % b"COMMENT:made by hand\r\n" + EVENT
        ),
        "floating with X-WR-TIMEZONE": spoilt(
            spoilt(good, START, b"DTSTART:20181126T130000"),
            b"X-WR-CALNAME",
            b"X-WR-TIMEZONE:Europe/Warsaw\r\nX-WR-CALNAME",
        ),
        "an hour late": spoilt(good, START, b"DTSTART:20181126T110000Z"),
        "month 13": spoilt(good, START, b"DTSTART:20181326T120000Z"),
        "ends before it starts": spoilt(good, b"DTEND:20181126T122000Z", b"DTEND:20181126T112000Z"),
        "DTEND and DURATION": spoilt(good, START, START + b"\r\nDURATION:PT20M"),
        "bare line feeds": spoilt(good, b"\r\n", b"\n", -1),
        "one bare line feed": spoilt(good, b"\r\nSEQUENCE", b"\nSEQUENCE"),
        "long lines": spoilt(good, b"\r\n ", b"", -1),
        "a letter cut by a fold": spoilt(good, "Íñigo".encode(), b"\xc3\r\n \x8d\xc3\xb1igo"),
        "an escape cut by a fold": spoilt(good, b"\\nTopic", b"\\\r\n nTopic"),
        "a newline in a text": spoilt(good, b"\\nTopic", b"\r\nTopic"),
        "a carriage return in a text": spoilt(good, b"\\nTopic", b"\rTopic"),
        "NUL in a text": spoilt(good, b"Robots", b"Ro\x00bots"),
        "a bell in a text": spoilt(good, b"Robots", b"Ro\x07bots"),
        "latin-1": spoilt(good, "Íñigo".encode(), "Íñigo".encode("latin-1")),
        "byte order mark": b"\xef\xbb\xbf" + good,
        "cut off": good[: len(good) // 2],
        "without its last line": spoilt(good, b"END:VCALENDAR\r\n", b""),
        "no UID": spoilt(good, UID, b""),
        "UID of an address": spoilt(good, UID, b"UID:lukasz@dih.example\r\n"),
        "UID twice": spoilt(good, b"000000000012@", b"000000000011@"),
        "event twice": two + good[good.rindex(EVENT) :],
        "no DTSTAMP": spoilt(good, b"DTSTAMP:20181120T090000Z\r\n", b""),
        "no DTSTART": spoilt(good, START + b"\r\n", b""),
        "no PRODID": spoilt(good, b"PRODID:-//Hubmeet//Agenda//EN\r\n", b""),
        "no VERSION": spoilt(good, b"VERSION:2.0\r\n", b""),
        "two SUMMARYs": spoilt(good, b"LOCATION", b"SUMMARY:Another\r\nLOCATION"),
        "METHOD in the event": spoilt(good, b"SEQUENCE", b"METHOD:PUBLISH\r\nSEQUENCE"),
        "PUBLISH without ORGANIZER": spoilt(good, b"CALSCALE", b"METHOD:PUBLISH\r\nCALSCALE"),
        "PUBLISH with ATTENDEE": spoilt(
            spoilt(good, b"CALSCALE", b"METHOD:PUBLISH\r\nCALSCALE"),
            b"STATUS",
            b"ORGANIZER:mailto:a@b.example\r\nATTENDEE:mailto:c@d.example\r\nSTATUS",
            -1,
        ),
        "ORGANIZER in a feed": spoilt(good, b"STATUS", b"ORGANIZER:mailto:a@b.example\r\nSTATUS"),
        "ATTENDEE in a feed": spoilt(good, b"STATUS", b"ATTENDEE:mailto:a@b.example\r\nSTATUS"),
        "reminder without TRIGGER": spoilt(good, b"TRIGGER:-PT10M\r\n", b""),
        "reminder without DESCRIPTION": spoilt(good, b"DESCRIPTION:Soon\r\n", b""),
        "reminder without ACTION": spoilt(good, b"ACTION:DISPLAY\r\n", b""),
        "reminder at no time": spoilt(good, b"TRIGGER:-PT10M", b"TRIGGER:soon"),
        "refreshed at no time": spoilt(
            good, b"X-WR-CALNAME", b"REFRESH-INTERVAL;VALUE=DURATION:hourly\r\nX-WR-CALNAME"
        ),
        "DUE in an event": spoilt(good, b"STATUS", b"DUE:20181126T130000Z\r\nSTATUS"),
        "PRODID in an event": spoilt(good, b"STATUS", b"PRODID:x\r\nSTATUS"),
        "STATUS of a task": spoilt(good, b"STATUS:CONFIRMED", b"STATUS:COMPLETED"),
        "status left out": spoilt(good, b"STATUS:CONFIRMED", b"STATUS:"),
        "colon left out": spoilt(good, b"SUMMARY:", b"SUMMARY "),
        "a text half unescaped": spoilt(good, b"\\, Basque", b"\\x, Basque"),
    }


def request_mutants() -> dict[str, bytes]:
    """Faults of an invite."""
    good = request()
    organizer = f"ORGANIZER;CN=Warsaw 2018:mailto:{ORGANISER}\r\n".encode()
    attendee = good[good.index(b"ATTENDEE") : good.index(b"END:VEVENT")]
    event = good[good.index(EVENT) : good.index(b"END:VCALENDAR")]
    return {
        "REQUEST without ORGANIZER": spoilt(good, organizer, b""),
        "REQUEST without ATTENDEE": spoilt(good, attendee, b""),
        "REQUEST without SUMMARY": spoilt(good, b"SUMMARY:", b"X-SUMMARY:"),
        "REQUEST without UID": spoilt(good, UID, b""),
        "REQUEST that is cancelled": spoilt(good, b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
        "REQUEST of two events": spoilt(
            good, event, event + event.replace(b"000000000011@", b"000000000012@")
        ),
        "REQUEST with a task beside": spoilt(
            good,
            b"END:VCALENDAR",
            event.replace(b"VEVENT", b"VTODO").replace(b"DTEND", b"DUE") + b"END:VCALENDAR",
        ),
        "REQUEST to two people": spoilt(
            good, attendee, attendee + attendee.replace(b"lukasz@", b"anna@")
        ),
        "REQUEST that asks for an answer": spoilt(good, b"RSVP=FALSE", b"RSVP=TRUE"),
        "REQUEST accepted beforehand": spoilt(good, b"NEEDS-ACTION", b"ACCEPTED"),
        "REQUEST by two METHODs": spoilt(good, b"METHOD", b"METHOD:PUBLISH\r\nMETHOD"),
        "address without mailto": spoilt(good, b"mailto:lukasz", b"lukasz"),
        "quote in a name": spoilt(good, b"CN=Warsaw 2018", b'CN=Warsaw "2018'),
        "code in a name": spoilt(good, b"CN=Warsaw 2018", b"CN=Warsaw ^n2018"),
        "REQUEST with floating time": spoilt(good, START, START[:-1]),
        "line injected through a name": spoilt(
            good, b"CN=Warsaw 2018", b"CN=Warsaw\r\nATTENDEE:mailto:x@y.example"
        ),
    }


def cancel_mutants() -> dict[str, bytes]:
    """Faults of a cancel."""
    good = cancel()
    organizer = f"ORGANIZER;CN=Warsaw 2018:mailto:{ORGANISER}\r\n".encode()
    return {
        "CANCEL without SEQUENCE": spoilt(good, b"SEQUENCE:1\r\n", b""),
        "CANCEL without UID": spoilt(good, UID, b""),
        "CANCEL without ORGANIZER": spoilt(good, organizer, b""),
        "CANCEL that is confirmed": spoilt(good, b"STATUS:CANCELLED", b"STATUS:CONFIRMED"),
    }


def mail_mutants() -> dict[str, bytes]:
    """Faults of how a mail carries its invite."""
    good = mail(request()).as_bytes()
    other = mail(cancel()).as_bytes()
    attached = mail(request())
    attached.replace_header("From", ORGANISER)
    parts = list(attached.walk())
    parts[4]["Content-Disposition"] = "attachment"
    without = mail(request())
    without.get_payload().pop()  # type: ignore[union-attr]  # a list, since it has parts
    twice = mail(request())
    twice.add_attachment(request(), maintype="application", subtype="ics", filename="again.ics")
    halves = mail(request())
    list(halves.walk())[5].set_content(cancel(), maintype="application", subtype="ics")
    return {
        "the mail says another method": spoilt(good, b'method="REQUEST"', b'method="CANCEL"'),
        "the mail says REQUEST and cancels": other,
        "the mail says no method": spoilt(good, b'; method="REQUEST"', b""),
        "the mail says another charset": spoilt(good, b'"utf-8"; method', b'"latin1"; method'),
        "the invite only as an attachment": attached.as_bytes(),
        "no attachment": without.as_bytes(),
        "two attachments": twice.as_bytes(),
        "two different invites": halves.as_bytes(),
        "from somebody else": spoilt(good, ORGANISER.encode(), b"partner@hub.example"),
        "to somebody else": spoilt(good, READER.encode(), b"partner@hub.example"),
    }
