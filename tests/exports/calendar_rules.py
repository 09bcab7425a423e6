"""What this house asks of its calendars beyond the standard; plain text work, no calendar library.

A feed or a download is one person's own calendar: no METHOD, ORGANIZER or ATTENDEE, or mail
programs ask for an answer. A mailed invite is one event, from the organiser to the one reader.
"""

import re
from collections import Counter
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default

UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}@[a-z0-9.-]+")
UTC_TIME = re.compile(r"[0-9]{8}T[0-9]{6}Z")
STATUS = {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}
NOT_IN_A_FEED = {"METHOD", "ORGANIZER", "ATTENDEE", "RRULE", "RDATE", "BEGIN:VTIMEZONE"}
ONCE = ("METHOD", "BEGIN:VEVENT", "ORGANIZER", "ATTENDEE", "SEQUENCE", "SUMMARY", "STATUS")
TREE = ["text/plain", "text/html", "text/calendar", "application/ics"]


def properties(data: bytes) -> list[tuple[str, str, str]]:
    """Name, parameters and value of each unfolded line; a BEGIN's name is `BEGIN:WHAT`."""
    found = []
    for line in data.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]:
        match = re.fullmatch(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:]*))*):(.*)', line, re.DOTALL)
        assert match, f"no property: {line}"
        name, parameters, value = match.groups()
        found.append((f"BEGIN:{value}" if name == "BEGIN" else name, parameters, value))
    return found


def house_rules(data: bytes) -> None:
    """The rules of a feed or, where it has a METHOD, those of an invite."""
    lines = properties(data)
    names = Counter(name for name, _parameters, _value in lines)
    for name, parameters, value in lines:
        if name == "UID":
            assert UID.fullmatch(value), f"no random UID: {value}"
        if name in {"DTSTART", "DTEND", "DTSTAMP"}:
            assert not parameters, f"{name} has {parameters}"
            assert UTC_TIME.fullmatch(value), f"{name} is not in UTC: {value}"
    if names["METHOD"]:
        _invite_rules(lines, names)
    else:
        assert NOT_IN_A_FEED.isdisjoint(names)


def _invite_rules(lines: list[tuple[str, str, str]], names: Counter[str]) -> None:
    said = {name: (parameters, value) for name, parameters, value in lines}
    for once in (
        "METHOD",
        "BEGIN:VEVENT",
        "ORGANIZER",
        "ATTENDEE",
        "SEQUENCE",
        "SUMMARY",
        "STATUS",
    ):
        assert names[once] == 1, f"{names[once]} × {once}"
    assert said["STATUS"][1] == STATUS[said["METHOD"][1]]
    assert not names["BEGIN:VTIMEZONE"]
    parameters, address = said["ATTENDEE"]
    assert re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", address)
    assert re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", said["ORGANIZER"][1])
    assert "RSVP=TRUE" not in parameters
    if said["METHOD"][1] == "REQUEST":
        assert "PARTSTAT=NEEDS-ACTION" in parameters


def rules_of_an_invite_mail(mail: bytes) -> bytes:
    """Judge how a mail carries its calendar object; gives the object."""
    message = message_from_bytes(mail, policy=default)
    assert isinstance(message, EmailMessage)
    parts = [part for part in message.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == TREE
    assert message.get_content_type() == "multipart/mixed"
    calendar, attachment = parts[2], parts[3]
    data, same = calendar.get_payload(decode=True), attachment.get_payload(decode=True)
    assert isinstance(data, bytes)
    assert data == same
    assert calendar.get_content_disposition() != "attachment"
    assert attachment.get_content_disposition() == "attachment"
    said = {name: value for name, _parameters, value in properties(data)}
    assert calendar["Content-Type"].params["method"] == said["METHOD"]
    assert calendar["Content-Type"].params["charset"].lower() == "utf-8"
    assert _only_address(message, "From") == said["ORGANIZER"].removeprefix("mailto:")
    assert _only_address(message, "To") == said["ATTENDEE"].removeprefix("mailto:")
    return data


def _only_address(message: EmailMessage, header: str) -> str:
    (address,) = message[header].addresses
    assert isinstance(address, Address)
    return address.addr_spec
