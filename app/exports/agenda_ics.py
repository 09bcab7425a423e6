"""An agenda as a calendar file to download or subscribe to.

It is one person's own calendar, so it names no METHOD, no ORGANIZER and no ATTENDEE: with those,
mail programs would ask for an answer. Times are UTC, which every calendar shows on its owner's
clock; the edition's clock stands in the text. Nothing in it tells when it was made, so an agenda
that did not change gives the same bytes.
"""

from datetime import timedelta

from icalendar import Calendar, Event

from app.domain.agenda import Agenda, AgendaEntry
from app.exports import calendar_text
from app.exports.plain import plain_line
from app.exports.words import Gettext, in_english

PRODUCT = "-//Hubmeet//Agenda//EN"
REFRESH = timedelta(hours=1)


def agenda_ics(agenda: Agenda, gettext: Gettext = in_english) -> bytes:
    """The agenda as iCalendar (RFC 5545), one event per meeting and programme item."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    name = plain_line(agenda.edition_name)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in agenda.entries:
        calendar.add_component(_event(agenda, entry, gettext))
    return bytes(calendar.to_ical())


def _event(agenda: Agenda, entry: AgendaEntry, gettext: Gettext) -> Event:
    event = Event()
    event.add("uid", plain_line(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", calendar_text.summary(entry, gettext))
    event.add("location", calendar_text.location(agenda, entry, gettext))
    event.add("description", calendar_text.description(agenda, entry, gettext))
    event.add("status", "CONFIRMED")
    if entry.web_link:
        event.add("url", entry.web_link)
    return event
