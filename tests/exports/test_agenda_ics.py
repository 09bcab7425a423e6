"""The calendar file: its bytes, and what independent readers make of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.agenda import Agenda, Spot
from app.exports.agenda_ics import agenda_ics
from app.exports.calendar_text import seat
from app.exports.plain import plain_line, plain_lines
from tests.exports.agendas import agenda, meeting, sixty, stand_meeting, talk, typical
from tests.exports.calendar_readers import (
    READERS,
    agreed,
    lint,
    read_by_ical_js,
    read_by_libical,
    read_by_vobject,
)
from tests.exports.calendar_rules import house_rules


def expected(whole: Agenda) -> list[tuple[str, datetime, datetime]]:
    return [(entry.uid, entry.starts_at, entry.ends_at) for entry in whole.entries]


@pytest.mark.parametrize("whole", [typical(), sixty(), agenda()])
def test_every_reader_sees_the_same_events(whole: Agenda) -> None:
    data = agenda_ics(whole)
    house_rules(data)
    seen = agreed(data)
    assert [(event.uid, event.starts_at, event.ends_at) for event in seen] == expected(whole)


def test_an_agenda_of_one_meeting_byte_for_byte() -> None:
    assert agenda_ics(agenda(stand_meeting())).decode() == "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Hubmeet//Agenda//EN",
            "CALSCALE:GREGORIAN",
            "NAME:Warsaw 2018",
            "X-WR-CALNAME:Warsaw 2018",
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
            "X-PUBLISHED-TTL:PT1H",
            "BEGIN:VEVENT",
            "SUMMARY:Meeting: Delegate 1 of Basque DIH\\, Basque Digital Innovation Hub",
            "DTSTART:20181126T142000Z",
            "DTEND:20181126T144000Z",
            "DTSTAMP:20181120T090000Z",
            "UID:7d1f4c9e-0000-4000-8000-000000000021@hubmeet.example",
            "SEQUENCE:0",
            "DESCRIPTION:15:20–15:40 (Warsaw\\, CET)\\nTopic: Robots that see: vision f",
            " or small series",
            "LAST-MODIFIED:20181120T090000Z",
            "LOCATION:Stand S14\\, Exhibition\\, Copernicus Science Centre\\, Warsaw",
            "STATUS:CONFIRMED",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


def test_it_asks_nobody_for_an_answer() -> None:
    lines = agenda_ics(typical()).decode().split("\r\n")
    names = {line.split(":")[0].split(";")[0] for line in lines if not line.startswith(" ")}
    assert names.isdisjoint({"METHOD", "ORGANIZER", "ATTENDEE", "TZID", "BEGIN:VTIMEZONE"})


def test_an_online_meeting_carries_its_link() -> None:
    (event,) = [
        event for event in read_by_libical(agenda_ics(typical())) if "Maria" in event.summary
    ]
    assert event.summary == "Meeting: Maria Ψαρράς, Athena Research Centre"
    assert event.location == "https://meet.example.eu/dih-2018/4f9a"
    assert event.description.endswith("Join online: https://meet.example.eu/dih-2018/4f9a")
    assert b"\r\nURL:https://meet.example.eu/dih-2018/4f9a\r\n" in agenda_ics(typical())


def test_a_meeting_tells_that_deleting_it_cancels_nothing() -> None:
    link = "https://hubmeet.example.eu/e/spring/me/requests/r1"
    linked = replace(meeting(), page_link=link)
    (event,) = read_by_libical(agenda_ics(agenda(linked)))
    assert event.description.split("\n")[2:] == [
        "Declining or deleting this entry in your calendar does not cancel the meeting. "
        f"To cancel or move it: {link}"
    ]


def test_each_event_rings_before_it_where_that_is_wanted() -> None:
    data = agenda_ics(typical(), reminder_minutes=10)
    house_rules(data)
    seen = agreed(data)
    assert [(one.uid, one.starts_at, one.ends_at) for one in seen] == expected(typical())
    (alarm, *others) = data.replace(b"\r\n ", b"").decode().split("BEGIN:VALARM\r\n")[1:]
    assert alarm.partition("END:VALARM")[0].splitlines() == [
        *("ACTION:DISPLAY", "DESCRIPTION:What hubs do for companies", "TRIGGER:-PT10M")
    ]
    assert len(others) == 3  # one for each of the four


def test_what_cannot_be_written_is_left_out_and_what_comes_twice_stands_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    half_a_letter = replace(meeting(1), join_link="https://\ud800.eu/", spot=Spot.ONLINE)
    twice = replace(meeting(2), uid=meeting().uid, starts_at=meeting().starts_at)
    data = agenda_ics(agenda(meeting(), half_a_letter, twice))
    lint(data)
    assert [one.uid for one in read_by_libical(data)] == [meeting().uid]
    said = str(capsys.readouterr())
    assert half_a_letter.uid in said
    assert "calendar entry twice" in said


def test_a_poor_link_is_left_out_and_the_rest_stays() -> None:
    bad = replace(typical().meetings[1], join_link="ht tp://x\r\nATTENDEE:mailto:x@x.eu")
    whole = agenda(meeting(), bad)
    assert [event.location for event in read_by_libical(agenda_ics(whole))] == [
        "Table 1, Great hall, Copernicus Science Centre, Warsaw",
        "Online",
    ]


def test_unchanged_means_the_same_bytes_and_a_new_version_or_print_changes_nothing() -> None:
    later = replace(typical(), version=2, printed_at=datetime(2019, 1, 1, tzinfo=UTC))
    assert agenda_ics(later) == agenda_ics(typical())
    moved = replace(meeting(), sequence=1)
    assert agenda_ics(agenda(moved)) != agenda_ics(agenda(meeting()))


def test_words_are_those_of_the_agendas_language_and_titles_stay() -> None:
    data = agenda_ics(replace(agenda(talk(), meeting()), language="pl")).decode()
    assert "SUMMARY:What hubs do for companies\r\n" in data
    assert "SUMMARY:Spotkanie: Delegate 1" in data
    assert seat(talk(), str) == ""


@pytest.mark.parametrize(
    "zone", ["Europe/Athens", "Europe/Brussels", "Europe/Lisbon", "America/New_York"]
)
@pytest.mark.parametrize("day", [datetime(2027, 3, 28), datetime(2027, 10, 31)])  # noqa: DTZ001 - local
def test_days_of_the_clock_change(zone: str, day: datetime) -> None:
    midnight = day.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    entries = [
        replace(
            meeting(number),
            starts_at=midnight + timedelta(minutes=20 * number),
            ends_at=midnight + timedelta(minutes=20 * (number + 1)),
        )
        for number in range(21)  # seven hours: through the night of the change
    ]
    whole = agenda(*entries, zone=zone)
    seen = [(event.starts_at, event.ends_at) for event in agreed(agenda_ics(whole))]
    assert seen == [(entry.starts_at, entry.ends_at) for entry in entries]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT, TEXT)
def test_any_text_comes_back_as_it_was_typed(name: str, place: str, topic: str) -> None:
    entry = replace(meeting(), partner_name=name, place=place, topic=topic)
    data = agenda_ics(agenda(entry))
    lint(data)
    (seen,) = read_by_vobject(data)
    assert read_by_ical_js(data) == [seen]
    who = plain_line(name)
    assert seen.summary == f"Meeting: {who + ', ' if who else ''}Basque Digital Innovation Hub"
    where = ", ".join(
        part
        for part in ("Table 1", plain_line(place), "Copernicus Science Centre", "Warsaw")
        if part
    )
    assert seen.location == where
    said = plain_lines(topic).strip()
    clock = "13:00–13:20 (Warsaw, CET)"
    assert seen.description == (f"{clock}\nTopic: {said}" if said else clock)


INJECTIONS = ["\r\n", "\n", "\r", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\\n", "\x00\r\n"]


@pytest.mark.parametrize("line_end", INJECTIONS)
def test_no_text_starts_a_line_of_its_own(line_end: str) -> None:
    evil = f"x{line_end}ATTENDEE:mailto:a@b.eu{line_end}END:VEVENT"
    entry = replace(
        meeting(),
        partner_name=evil,
        partner_organisation=evil,
        topic=evil,
        place=evil,
        table_label=evil,
        note=evil,
        uid=evil,
        join_link=f"https://x.eu/{evil}",
        page_link=f"https://x.eu/{evil}",
    )
    whole = replace(agenda(entry), edition_name=evil, venue=evil, city=evil)
    data = agenda_ics(whole)
    lint(data)
    assert b"\r\nATTENDEE" not in data
    assert data.count(b"\r\nEND:VEVENT") == 1
    assert [len(reader(data)) for reader in READERS.values()] == [1] * len(READERS)
