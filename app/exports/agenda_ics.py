"""An agenda as a calendar file to download or subscribe to.

It is one person's own calendar, so it names no METHOD, no ORGANIZER and no ATTENDEE: with those,
mail programs would ask for an answer. Times are UTC, which every calendar shows on its owner's
clock; the edition's clock stands in the text. Nothing in it tells when it was made, so an agenda
that did not change gives the same bytes.
"""

from datetime import timedelta

from icalendar import Calendar, Event

from app.domain.agenda import Agenda, AgendaEntry, Spot, clock, zone_label
from app.exports.plain import plain_line, plain_lines
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
    event.add("summary", _summary(entry, gettext))
    event.add("location", _location(agenda, entry, gettext))
    event.add("description", _description(agenda, entry, gettext))
    event.add("status", "CONFIRMED")
    if entry.web_link:
        event.add("url", entry.web_link)
    return event


def _summary(entry: AgendaEntry, gettext: Gettext) -> str:
    """A meeting is called by its partner, a programme item by its title."""
    if not entry.is_meeting:
        return plain_line(entry.title)
    who = _listed(entry.partner_name, entry.partner_organisation) or plain_line(entry.title)
    return f"{gettext('Meeting')}: {who}"


def _location(agenda: Agenda, entry: AgendaEntry, gettext: Gettext) -> str:
    """Seat first, since a telephone shows only the beginning; online, the link."""
    if entry.is_online:
        return entry.web_link or gettext("Online")
    return _listed(seat(entry, gettext), entry.place, agenda.venue, agenda.city)


def seat(entry: AgendaEntry, gettext: Gettext = in_english) -> str:
    """ "Table 12" or "Stand S14"; empty where there is no number."""
    if not entry.table_label:
        return ""
    word = gettext("Stand") if entry.spot is Spot.STAND else gettext("Table")
    return f"{word} {plain_line(entry.table_label)}"


def _description(agenda: Agenda, entry: AgendaEntry, gettext: Gettext) -> str:
    start, end = clock(entry.starts_at, agenda.zone), clock(entry.ends_at, agenda.zone)
    topic, note = plain_lines(entry.topic).strip(), plain_lines(entry.note).strip()
    lines = (
        f"{start}–{end} ({zone_label(agenda.zone, [entry.starts_at])})",
        topic and f"{gettext('Topic')}: {topic}",
        note,
        entry.web_link and f"{gettext('Join online:')} {entry.web_link}",
    )
    return "\n".join(line for line in lines if line)


def _listed(*parts: str) -> str:
    """The parts that are there, with commas between."""
    return ", ".join(part for part in map(plain_line, parts) if part)
