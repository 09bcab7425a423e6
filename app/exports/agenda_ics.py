"""An agenda as a calendar file to download or subscribe to.

It is one person's own calendar, so it names no METHOD, no ORGANIZER and no ATTENDEE: with those,
mail programs would ask for an answer. Times are UTC, which every calendar shows on its owner's
clock; the edition's clock stands in the text. Nothing in it tells when it was made, so an agenda
that did not change gives the same bytes. An entry that cannot be written is left out and noted in
the log: the others must not go with it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import structlog
from icalendar import Alarm, Calendar, Event

from app.domain.agenda import Agenda, AgendaEntry
from app.exports import calendar_text
from app.exports.plain import plain_line
from app.exports.words import Gettext, words_in

PRODUCT = "-//Hubmeet//Agenda//EN"
REFRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Style:
    """In which words, and how many minutes before it each event rings (None: it does not)."""

    gettext: Gettext
    reminder_minutes: int | None


def agenda_ics(agenda: Agenda, reminder_minutes: int | None = None) -> bytes:
    """The agenda as iCalendar (RFC 5545), one event per meeting and programme item.

    It speaks the agenda's language.
    With `reminder_minutes`, each event rings so many minutes before it.
    """
    style = _Style(words_in(agenda.language).gettext, reminder_minutes)
    entries = tuple(_once_each(agenda.entries))
    try:
        return _written(agenda, entries, style)
    except Exception:
        whole = [entry for entry in entries if _can_be_written(agenda, entry, style)]
        return _written(agenda, whole, style)


def _written(agenda: Agenda, entries: Iterable[AgendaEntry], style: _Style) -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    name = plain_line(agenda.edition_name)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(agenda, entry, style))
    return bytes(calendar.to_ical())


def _once_each(entries: Iterable[AgendaEntry]) -> Iterator[AgendaEntry]:
    """No UID twice: calendars refuse such a file, or take one of the two."""
    seen: set[str] = set()
    for entry in entries:
        if entry.uid in seen:
            structlog.get_logger().error("calendar entry twice", uid=entry.uid)
            continue
        seen.add(entry.uid)
        yield entry


def _can_be_written(agenda: Agenda, entry: AgendaEntry, style: _Style) -> bool:
    try:
        _event(agenda, entry, style).to_ical()
    except Exception as error:
        structlog.get_logger().error("calendar entry left out", uid=entry.uid, error=error)
        return False
    return True


def _event(agenda: Agenda, entry: AgendaEntry, style: _Style) -> Event:
    event = Event()
    event.add("uid", plain_line(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", calendar_text.summary(entry, style.gettext))
    event.add("location", calendar_text.location(agenda, entry, style.gettext))
    event.add("description", calendar_text.description(agenda, entry, style.gettext))
    event.add("status", "CONFIRMED")
    if entry.web_link:
        event.add("url", entry.web_link)
    if style.reminder_minutes is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -timedelta(minutes=style.reminder_minutes))
        alarm.add("description", calendar_text.summary(entry, style.gettext))
        event.add_component(alarm)
    return event
