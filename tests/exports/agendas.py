"""Agendas to print and to subscribe to: a typical one, a long one, an empty one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.domain.agenda import Agenda, AgendaEntry, EntryKind, Spot, UnmetRequest, days_of

ZONE = "Europe/Warsaw"
PRINTED = datetime(2018, 11, 20, 9, 0, tzinfo=UTC)
EVERY_ALPHABET = "Łukasz Čapek-Ψαρράς / Ģirts Šķēle / България"


def meeting(number: int = 0, day: int = 26, hour: int = 12, minute: int = 0) -> AgendaEntry:
    """A meeting of 20 minutes at a table; 12:00 UTC is 13:00 in Warsaw in November."""
    starts_at = datetime(2018, 11, day, hour, minute, tzinfo=UTC)
    return AgendaEntry(
        kind=EntryKind.MEETING,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=20),
        title="Meeting",
        uid=f"7d1f4c9e-0000-4000-8000-{number:012}@hubmeet.example",
        sequence=0,
        changed_at=PRINTED,
        place="Great hall",
        table_label=str(number + 1),
        spot=Spot.TABLE,
        partner_name="Delegate 1 of Basque DIH",
        partner_organisation="Basque Digital Innovation Hub",
        partner_country="ES",
        topic="Robots that see: vision for small series",
    )


def talk() -> AgendaEntry:
    """A talk of an hour that the person gives, 11:00 in Warsaw."""
    starts_at = datetime(2018, 11, 26, 10, 0, tzinfo=UTC)
    return AgendaEntry(
        kind=EntryKind.PROGRAMME,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        title="What hubs do for companies",
        uid="7d1f4c9e-0000-4000-8000-aaaaaaaaaaaa@hubmeet.example",
        sequence=2,
        changed_at=PRINTED,
        place="Room Chopin",
        note="You present",
    )


def online_meeting() -> AgendaEntry:
    """14:00 in Warsaw, with a link."""
    return replace(
        meeting(20, hour=13),
        spot=Spot.ONLINE,
        place="",
        table_label="",
        join_link="https://meet.example.eu/dih-2018/4f9a",
        partner_name="Maria Ψαρράς",
        partner_organisation="Athena Research Centre",
        partner_country="GR",
    )


def stand_meeting() -> AgendaEntry:
    """15:20 in Warsaw, at an exhibitor's stand."""
    return replace(
        meeting(21, hour=14, minute=20), spot=Spot.STAND, place="Exhibition", table_label="S14"
    )


def agenda(*entries: AgendaEntry, zone: str = ZONE) -> Agenda:
    """The agenda of one person of Warsaw 2018 with these entries."""
    return Agenda(
        edition_name="Warsaw 2018",
        edition_slug="dih-2018-warsaw",
        person_id="p1",
        person_name="Łukasz Čapek-Ψαρράς",
        organisation=EVERY_ALPHABET,
        zone=zone,
        language="en",
        version=1,
        printed_at=PRINTED,
        days=days_of(entries, zone),
        venue="Copernicus Science Centre",
        city="Warsaw",
        page_link="https://hubmeet.example.eu/e/dih-2018-warsaw/me/agenda",
    )


def typical() -> Agenda:
    """A talk, a meeting at a table, one online, one at a stand, and one that did not fit."""
    unmet = UnmetRequest("Ana Sousa", "Produtech", "AI", "All tables were taken whenever you met.")
    whole = agenda(talk(), meeting(11), online_meeting(), stand_meeting())
    return replace(whole, unscheduled=(unmet,))


def sixty() -> Agenda:
    """Thirty meetings on each of two days."""
    return agenda(
        *(
            meeting(number, 26 + number // 30, 7 + number % 30 // 3, number % 3 * 20)
            for number in range(60)
        )
    )
