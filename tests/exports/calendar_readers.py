"""Independent readers of calendars; each raises AssertionError for what it finds wrong."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import ics
import vobject

from tests.exports.radicale_server import Shelf
from tests.exports.reader_process import ical_js, libical


class Seen(NamedTuple):
    """One event as a reader understood it; in the order of their starts."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str


def lint(data: bytes) -> None:
    """The bytes: CRLF, at most 75 octets a line, whole letters, no controls, no split escapes."""
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")
    for line in lines:
        assert b"\n" not in line
        assert b"\r" not in line
        assert len(line) <= 75
        text = line.decode("utf-8")  # fails where a letter is cut in two
        assert all(letter >= " " or letter == "\t" for letter in text)
        assert (len(line) - len(line.rstrip(b"\\"))) % 2 == 0, "an escape is cut in two"


def seen_by_libical(calendars: Sequence[bytes]) -> list[dict[str, Any] | None]:
    """libical's reading and its judgement of which properties may stand where."""
    return libical().ask(calendars)


def read_by_libical(data: bytes) -> list[Seen]:
    """Its events, and that it finds everything legal."""
    (reading,) = seen_by_libical([data])
    assert reading is not None
    assert reading["legal"]
    assert reading["errors"] == 0
    return _in_order(
        Seen(uid, _instant(start), _instant(end), summary or "", location or "", words or "")
        for uid, start, end, summary, location, words, _sequence in reading["events"]
    )


def read_by_ical_js(data: bytes) -> list[Seen]:
    """The events of ical.js, which Thunderbird and many web calendars use."""
    return read_all_by_ical_js([data])[0]


def names_by_ical_js(data: bytes) -> list[str]:
    """The common names (CN) of the organiser and the attendees, event by event."""
    (reading,) = ical_js().ask([data])
    return [name for event in reading["events"] for name in event["cn"]]


def read_all_by_ical_js(calendars: Sequence[bytes]) -> list[list[Seen]]:
    """The events of many calendars at once."""
    return [_of_ical_js(reading) for reading in ical_js().ask(calendars)]


def _of_ical_js(reading: dict[str, Any]) -> list[Seen]:
    assert "error" not in reading, reading["error"]
    for event in reading["events"]:
        assert event["start"] is not None, "nobody can tell which instant it starts at"
        assert event["end"] is not None, "nobody can tell which instant it ends at"
    return _in_order(
        Seen(
            event["uid"],
            _instant(event["start"]),
            _instant(event["end"]),
            event["summary"],
            event["location"],
            event["description"],
        )
        for event in reading["events"]
    )


def read_by_vobject(data: bytes) -> list[Seen]:
    """vobject's events, validated against its own rules."""
    calendar = vobject.readOne(data.decode("utf-8"))
    assert calendar.validate()
    return _of_vobject(calendar)


def read_by_radicale(data: bytes) -> list[Seen]:
    """The events as a calendar server gives them back that took them."""
    shelf = Shelf()
    if data.count(b"BEGIN:VEVENT\r\n") == 1:
        status = shelf.put("one.ics", data)
    else:
        status = shelf.put_all(data)
    assert status == 201, f"the server answers {status}"
    return _of_vobject(vobject.readOne(shelf.read().decode("utf-8")))


def _of_vobject(calendar: Any) -> list[Seen]:
    return _in_order(
        Seen(
            event.uid.value,
            _utc(event.dtstart.value),
            _utc(event.dtend.value),
            *(event.getChildValue(name, "") for name in ("summary", "location", "description")),
        )
        for event in calendar.contents.get("vevent", [])
    )


def read_by_ics(data: bytes) -> list[Seen]:
    """The events of the package ics."""
    calendar = ics.Calendar(data.decode("utf-8"))
    return _in_order(
        Seen(
            event.uid,
            event.begin.datetime.astimezone(UTC),
            event.end.datetime.astimezone(UTC),
            event.name or "",
            event.location or "",
            event.description or "",
        )
        for event in calendar.events
    )


READERS: dict[str, Callable[[bytes], list[Seen]]] = {
    "libical": read_by_libical,
    "ical.js": read_by_ical_js,
    "vobject": read_by_vobject,
    "ics": read_by_ics,
    "Radicale": read_by_radicale,
}


def agreed(data: bytes) -> list[Seen]:
    """What every reader sees in a calendar whose bytes are right; fails where two differ."""
    lint(data)
    seen = {name: reader(data) for name, reader in READERS.items()}
    first = seen["libical"]
    for name, events in seen.items():
        assert events == first, f"{name} sees something else than libical"
    return first


def _utc(time: datetime) -> datetime:
    assert time.tzinfo is not None, "nobody can tell which instant it is"
    return time.astimezone(UTC)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _in_order(events: Iterable[Seen]) -> list[Seen]:
    return sorted(events, key=lambda seen: (seen.starts_at, seen.uid))
