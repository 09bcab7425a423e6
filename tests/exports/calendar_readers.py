"""Independent readers of calendars; each raises AssertionError for what it finds wrong."""

import json
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import ics
import pytest
import vobject

SYSTEM_PYTHON = "/usr/bin/python3"


class Seen(NamedTuple):
    """One event as a reader understood it."""

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
    script = Path(__file__).with_name("libical_reader.py")
    command = [SYSTEM_PYTHON, str(script)]
    texts = json.dumps([calendar.decode("utf-8") for calendar in calendars])
    done = subprocess.run(command, input=texts.encode(), capture_output=True, check=False)  # noqa: S603 - our own words
    if b"ModuleNotFoundError" in done.stderr or b"Namespace ICalGLib" in done.stderr:
        pytest.skip("the system's Python has no libical (gir1.2-ical-3.0, python3-gi)")
    assert done.returncode == 0, done.stderr.decode()
    found: list[dict[str, Any] | None] = json.loads(done.stdout)
    return found


def read_by_libical(data: bytes) -> list[Seen]:
    """Its events, and that it finds everything legal."""
    (reading,) = seen_by_libical([data])
    assert reading is not None
    assert reading["legal"]
    assert reading["errors"] == 0
    return [
        Seen(uid, _instant(start), _instant(end), summary, location, description)
        for uid, start, end, summary, location, description, _sequence in reading["events"]
    ]


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def read_by_vobject(data: bytes) -> list[Seen]:
    """vobject's events, validated against its own rules."""
    calendar = vobject.readOne(data.decode("utf-8"))
    assert calendar.validate()
    return [
        Seen(
            event.uid.value,
            event.dtstart.value.astimezone(UTC),
            event.dtend.value.astimezone(UTC),
            event.summary.value,
            event.location.value,
            event.description.value,
        )
        for event in calendar.contents.get("vevent", [])
    ]


def read_by_ics(data: bytes) -> list[Seen]:
    """The events of the package ics."""
    calendar = ics.Calendar(data.decode("utf-8"))
    found = [
        Seen(
            event.uid,
            event.begin.datetime.astimezone(UTC),
            event.end.datetime.astimezone(UTC),
            event.name,
            event.location,
            event.description,
        )
        for event in calendar.events
    ]
    return sorted(found, key=lambda seen: seen.starts_at)
