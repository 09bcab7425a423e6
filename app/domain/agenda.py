"""One person's agenda: what the page, the PDF and the calendar file all say.

An `Agenda` is made by `services.agenda` and only read afterwards. Times are aware UTC inside; the
functions here turn them into the edition's own clock (24 hours, weekday with the date).
`to_text` gives the form that a person can read and a test can compare.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class EntryKind(StrEnum):
    """What somebody does at that time: meet a partner, or stand on the programme."""

    MEETING = "meeting"
    PROGRAMME = "programme"


class Spot(StrEnum):
    """What `table_label` names: a numbered table, a stand, nothing (online), a whole room."""

    TABLE = "table"
    STAND = "stand"
    ONLINE = "online"
    ROOM = "room"


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """One meeting or one programme item of one person.

    `place` is the room or hall by name, `table_label` the number that stands on the table or stand.
    `uid`, `sequence` and `changed_at` are the calendar's memory of this entry: they move only when
    the entry does. `page_link` is the whole address of the page where a meeting can be cancelled.
    Raises ValueError for a time without a zone and for an end before the start.
    """

    kind: EntryKind
    starts_at: datetime
    ends_at: datetime
    title: str
    uid: str
    sequence: int
    changed_at: datetime
    place: str = ""
    table_label: str = ""
    spot: Spot = Spot.ROOM
    partner_name: str = ""
    partner_organisation: str = ""
    partner_country: str = ""
    topic: str = ""
    join_link: str | None = None
    note: str = ""
    page_link: str = ""

    def __post_init__(self) -> None:
        for name in ("starts_at", "ends_at", "changed_at"):
            if getattr(self, name).utcoffset() != timedelta(0):
                raise ValueError(f"{name} of agenda entry {self.uid!r} is not aware UTC")
        if self.ends_at <= self.starts_at:
            raise ValueError(f"agenda entry {self.uid!r} ends before it starts")

    @property
    def key(self) -> str:
        """What an address of this site calls the entry."""
        return self.uid.partition("@")[0]

    @property
    def is_meeting(self) -> bool:
        """True for a one-to-one meeting, False for a programme item."""
        return self.kind is EntryKind.MEETING

    @property
    def is_online(self) -> bool:
        """True where nobody walks anywhere."""
        return self.spot is Spot.ONLINE

    @property
    def web_link(self) -> str | None:
        """The join link where it is one of the web; anything else must not become a link."""
        link = self.join_link or ""
        return link if re.fullmatch(r"https?://[^\s<>\"\x00-\x20\x7f]+", link, re.I) else None


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """The entries that start on one date of the edition's own calendar, earliest first."""

    date: date
    entries: tuple[AgendaEntry, ...]


@dataclass(frozen=True, slots=True)
class UnmetRequest:
    """An accepted request without a meeting, and why (a sentence fit to show)."""

    partner_name: str
    partner_organisation: str
    topic: str
    reason: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything one person takes home from one edition.

    `zone` is an IANA name, `version` the number of the published schedule (None before the first),
    `printed_at` the moment this view was made (aware UTC), `language` a BCP 47 tag,
    `page_link` the whole address of the page that holds the newest one.
    """

    edition_name: str
    edition_slug: str
    person_id: str
    person_name: str
    organisation: str
    zone: str
    language: str
    version: int | None
    printed_at: datetime
    days: tuple[AgendaDay, ...] = ()
    unscheduled: tuple[UnmetRequest, ...] = ()
    venue: str = ""
    city: str = ""
    page_link: str = ""

    @property
    def entries(self) -> tuple[AgendaEntry, ...]:
        """All entries in order of time."""
        return tuple(entry for day in self.days for entry in day.entries)

    @property
    def meetings(self) -> tuple[AgendaEntry, ...]:
        """The one-to-one meetings only, in order of time."""
        return tuple(entry for entry in self.entries if entry.is_meeting)


def days_of(entries: Iterable[AgendaEntry], zone: str) -> tuple[AgendaDay, ...]:
    """Entries grouped by the edition's local date and sorted by time within it."""
    by_date: dict[date, list[AgendaEntry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.starts_at, entry.ends_at, entry.uid)):
        by_date.setdefault(local(entry.starts_at, zone).date(), []).append(entry)
    return tuple(AgendaDay(day, tuple(found)) for day, found in sorted(by_date.items()))


def only(agenda: Agenda, key: str) -> Agenda:
    """The agenda with nothing but the entry of that key."""
    found = [entry for entry in agenda.entries if entry.key == key]
    return replace(agenda, days=days_of(found, agenda.zone))


def local(moment: datetime, zone: str) -> datetime:
    """The same instant on the edition's clock."""
    return moment.astimezone(ZoneInfo(zone))


def clock(moment: datetime, zone: str) -> str:
    """The edition's 24-hour clock: "09:05"."""
    return f"{local(moment, zone):%H:%M}"


def zone_city(zone: str) -> str:
    """The city of an IANA name: "Europe/Warsaw" is "Warsaw"."""
    return zone.rpartition("/")[2].replace("_", " ")


def zone_label(zone: str, moments: Iterable[datetime]) -> str:
    """The zone as people say it, with every abbreviation that applies: "Warsaw, CET"."""
    shorts = dict.fromkeys(_abbreviation(local(moment, zone)) for moment in sorted(moments))
    return ", ".join(part for part in (zone_city(zone), "/".join(shorts)) if part)


def _abbreviation(moment: datetime) -> str:
    """CET, or UTC+04 for the zones that have numbers in place of letters."""
    name = moment.tzname() or ""
    return f"UTC{name}" if re.match(r"[+-]", name) else name


def agenda_zone_label(agenda: Agenda) -> str:
    """The zone of all times of this agenda; an empty agenda speaks of the moment it was made."""
    moments = [entry.starts_at for entry in agenda.entries] or [agenda.printed_at]
    return zone_label(agenda.zone, moments)


def next_entry(agenda: Agenda, now: datetime) -> AgendaEntry | None:
    """What is running now or comes next; None after the last one has ended."""
    return next((entry for entry in agenda.entries if entry.ends_at > now), None)


def to_text(agenda: Agenda) -> str:
    """The agenda in lines that a person can read and a test can compare, in plain English."""
    version = "not published" if agenda.version is None else f"version {agenda.version}"
    person = " · ".join(part for part in (agenda.person_name, agenda.organisation) if part)
    lines = [f"{agenda.edition_name} ({version})", person]
    lines.append(f"All times {agenda_zone_label(agenda)}")
    for day in agenda.days:
        lines += ["", f"{day.date:%A %Y-%m-%d}"]
        lines += [_entry_text(entry, agenda.zone) for entry in day.entries]
    if not agenda.days:
        lines += ["", "Nothing is on this agenda yet."]
    if agenda.unscheduled:
        lines += ["", "Not scheduled"]
        lines += [_unmet_text(request) for request in agenda.unscheduled]
    return "\n".join(lines) + "\n"


def _entry_text(entry: AgendaEntry, zone: str) -> str:
    times = f"{clock(entry.starts_at, zone)}-{clock(entry.ends_at, zone)}"
    partner = ", ".join(
        part
        for part in (entry.partner_name, entry.partner_organisation, entry.partner_country)
        if part
    )
    parts = (entry.title, partner, where(entry), entry.topic, entry.join_link, entry.note)
    return f"  {times}  " + " | ".join(part for part in parts if part)


def where(entry: AgendaEntry) -> str:
    """Place and seat in plain English: "Great hall, table 12"."""
    seat = f"{entry.spot} {entry.table_label}" if entry.table_label else ""
    return ", ".join(part for part in (entry.place, seat) if part)


def _unmet_text(request: UnmetRequest) -> str:
    who = ", ".join(part for part in (request.partner_name, request.partner_organisation) if part)
    return f"  {who}: {request.reason}"
