"""The agenda's days, clock and text, by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.agenda import (
    Agenda,
    AgendaEntry,
    EntryKind,
    Spot,
    UnmetRequest,
    agenda_zone_label,
    clock,
    days_of,
    next_entry,
    to_text,
    zone_label,
)

PRINTED = datetime(2018, 11, 20, 9, 0, tzinfo=UTC)


def meeting(starts_at: datetime, uid: str = "u1") -> AgendaEntry:
    return AgendaEntry(
        kind=EntryKind.MEETING,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=20),
        title="Meeting",
        uid=uid,
        sequence=0,
        changed_at=PRINTED,
        place="Great hall",
        table_label="12",
        spot=Spot.TABLE,
        partner_name="Delegate 1",
        partner_organisation="Basque DIH",
        partner_country="ES",
        topic="Robots",
    )


def agenda(*entries: AgendaEntry, zone: str = "Europe/Warsaw") -> Agenda:
    return Agenda(
        edition_name="Warsaw 2018",
        edition_slug="dih-2018-warsaw",
        person_id="p1",
        person_name="Ada",
        organisation="Acme",
        zone=zone,
        language="en",
        version=1,
        printed_at=PRINTED,
        days=days_of(entries, zone),
    )


def test_entries_are_grouped_by_the_local_day_not_by_the_utc_day() -> None:
    # 23:30 UTC on the 26th is 00:30 on the 27th in Warsaw (CET = UTC+1).
    late = meeting(datetime(2018, 11, 26, 23, 30, tzinfo=UTC), "late")
    noon = meeting(datetime(2018, 11, 26, 12, 0, tzinfo=UTC), "noon")
    days = days_of([late, noon], "Europe/Warsaw")
    assert [(day.date, [entry.uid for entry in day.entries]) for day in days] == [
        (date(2018, 11, 26), ["noon"]),
        (date(2018, 11, 27), ["late"]),
    ]


def test_the_clock_has_24_hours_and_follows_summer_time() -> None:
    # Athens is UTC+2 before 28 March 2027 01:00 UTC and UTC+3 after.
    assert clock(datetime(2027, 3, 28, 0, 40, tzinfo=UTC), "Europe/Athens") == "02:40"
    assert clock(datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "Europe/Athens") == "04:00"
    assert clock(datetime(2027, 3, 28, 12, 5, tzinfo=UTC), "Europe/Athens") == "15:05"


def test_the_zone_names_every_abbreviation_that_applies() -> None:
    saturday = datetime(2027, 10, 30, 9, 0, tzinfo=UTC)
    sunday = datetime(2027, 10, 31, 9, 0, tzinfo=UTC)
    assert zone_label("Europe/Warsaw", [sunday, saturday]) == "Warsaw, CEST/CET"
    assert zone_label("Asia/Dubai", [sunday]) == "Dubai, UTC+04"
    assert agenda_zone_label(agenda()) == "Warsaw, CET"  # printed in November


def test_a_time_without_zone_and_a_reversed_meeting_are_refused() -> None:
    good = meeting(datetime(2018, 11, 26, 12, 0, tzinfo=UTC))
    with pytest.raises(ValueError, match="starts_at of agenda entry 'u1' is not aware UTC"):
        replace(good, starts_at=good.starts_at.replace(tzinfo=None))
    with pytest.raises(ValueError, match="agenda entry 'u1' ends before it starts"):
        replace(good, ends_at=good.starts_at)


def test_next_is_what_runs_now_or_comes_first() -> None:
    first = meeting(datetime(2018, 11, 26, 12, 0, tzinfo=UTC), "first")
    second = meeting(datetime(2018, 11, 26, 13, 0, tzinfo=UTC), "second")
    whole = agenda(first, second)
    assert next_entry(whole, datetime(2018, 11, 26, 12, 19, tzinfo=UTC)) == first
    assert next_entry(whole, datetime(2018, 11, 26, 12, 20, tzinfo=UTC)) == second
    assert next_entry(whole, datetime(2018, 11, 26, 13, 20, tzinfo=UTC)) is None


def test_text_form() -> None:
    talk = AgendaEntry(
        kind=EntryKind.PROGRAMME,
        starts_at=datetime(2018, 11, 26, 9, 0, tzinfo=UTC),
        ends_at=datetime(2018, 11, 26, 10, 0, tzinfo=UTC),
        title="What hubs do",
        uid="t1",
        sequence=0,
        changed_at=PRINTED,
        place="Room A",
        note="You present",
    )
    whole = agenda(meeting(datetime(2018, 11, 26, 12, 0, tzinfo=UTC)), talk)
    whole = replace(
        whole, unscheduled=(UnmetRequest("Bo", "Hub B", "AI", "All tables are taken."),)
    )
    assert whole.meetings[0].is_meeting
    assert not whole.meetings[0].is_online
    assert to_text(whole) == (
        "Warsaw 2018 (version 1)\n"
        "Ada · Acme\n"
        "All times Warsaw, CET\n"
        "\n"
        "Monday 2018-11-26\n"
        "  10:00-11:00  What hubs do | Room A | You present\n"
        "  13:00-13:20  Meeting | Delegate 1, Basque DIH, ES | Great hall, table 12 | Robots\n"
        "\n"
        "Not scheduled\n"
        "  Bo, Hub B: All tables are taken.\n"
    )


def test_text_form_of_an_empty_agenda() -> None:
    assert to_text(replace(agenda(), version=None)) == (
        "Warsaw 2018 (not published)\n"
        "Ada · Acme\n"
        "All times Warsaw, CET\n"
        "\n"
        "Nothing is on this agenda yet.\n"
    )
