"""An invite as iCalendar for a mail (RFC 5546, 6047): one meeting, one organizer, one attendee.

Times are UTC, which every calendar shows on its owner's clock; the edition's clock stands in the
text. The organizer is the mailbox that the mail comes from, never the partner: else mail programs
take the invite for a forgery. Nobody is asked to answer, because an answer of a calendar decides
nothing here. Equal input gives equal bytes.
"""

import re
from dataclasses import replace
from datetime import timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress

from app.domain.agenda import AgendaEntry
from app.domain.invites import Invite, Method
from app.domain.names import unlinked
from app.exports import calendar_text
from app.exports.agenda_ics import PRODUCT
from app.exports.plain import plain_line
from app.exports.words import Gettext, words_in

# Some readers cut a name at these, or show the code that stands for them.
_BREAKS_NAMES = re.compile(r'[";:,^]')


def invite_ics(invite: Invite) -> bytes:
    """The calendar object, in the language of the agenda."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", invite.method.value)
    calendar.add_component(_event(invite, words_in(invite.agenda.language).gettext))
    return bytes(calendar.to_ical())


def common_name(text: str) -> str:
    """A name that every reader shows whole: without quotes, commas, colons and the like."""
    return plain_line(_BREAKS_NAMES.sub(" ", text))


def _event(invite: Invite, gettext: Gettext) -> Event:
    agenda, entry = invite.agenda, _apart(invite.entry)
    event = Event()
    event.add("uid", plain_line(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", invite.created_at)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", calendar_text.summary(entry, gettext))
    event.add("location", calendar_text.location(agenda, entry, gettext))
    event.add("description", calendar_text.description(agenda, entry, gettext))
    off = invite.method is Method.CANCEL
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    if entry.web_link:
        event.add("url", entry.web_link)
    event.add("organizer", _mailbox(invite.organizer, agenda.edition_name))
    event.add("attendee", _attendee(invite))
    if invite.reminder_minutes is not None and not off:
        event.add_component(_alarm(invite.reminder_minutes, calendar_text.summary(entry, gettext)))
    return event


def _apart(entry: AgendaEntry) -> AgendaEntry:
    """Calendars make links of what looks like an address: not of what people typed."""
    return replace(
        entry,
        partner_name=unlinked(entry.partner_name),
        partner_organisation=unlinked(entry.partner_organisation),
        topic=unlinked(entry.topic),
    )


def _mailbox(address: str, name: str) -> vCalAddress:
    mailbox = vCalAddress(f"mailto:{address}")
    if shown := common_name(name):
        mailbox.params["CN"] = shown
    return mailbox


def _attendee(invite: Invite) -> vCalAddress:
    attendee = _mailbox(invite.attendee, invite.agenda.person_name)
    attendee.params |= {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "FALSE",
    }
    return attendee


def _alarm(minutes: int, words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm
