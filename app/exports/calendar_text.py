"""What a calendar says of one entry: the same in a file, in a feed and in the mail of an invite."""

from app.domain.agenda import Agenda, AgendaEntry, Spot, clock, zone_label
from app.exports.plain import plain_line, plain_lines
from app.exports.words import Gettext


def summary(entry: AgendaEntry, gettext: Gettext) -> str:
    """A meeting is called by its partner, a programme item by its title."""
    if not entry.is_meeting:
        return plain_line(entry.title)
    who = _listed(entry.partner_name, entry.partner_organisation) or plain_line(entry.title)
    return f"{gettext('Meeting')}: {who}"


def location(agenda: Agenda, entry: AgendaEntry, gettext: Gettext) -> str:
    """Seat first, since a telephone shows only the beginning; online, the link."""
    if entry.is_online:
        return entry.web_link or gettext("Online")
    return _listed(seat(entry, gettext), entry.place, agenda.venue, agenda.city)


def seat(entry: AgendaEntry, gettext: Gettext) -> str:
    """ "Table 12" or "Stand S14"; empty where there is no number."""
    if not entry.table_label:
        return ""
    word = gettext("Stand") if entry.spot is Spot.STAND else gettext("Table")
    return f"{word} {plain_line(entry.table_label)}"


def description(agenda: Agenda, entry: AgendaEntry, gettext: Gettext) -> str:
    """The edition's own clock, what it is about, and how to cancel it."""
    start, end = clock(entry.starts_at, agenda.zone), clock(entry.ends_at, agenda.zone)
    topic, note = plain_lines(entry.topic).strip(), plain_lines(entry.note).strip()
    lines = (
        f"{start}–{end} ({zone_label(agenda.zone, [entry.starts_at])})",
        topic and f"{gettext('Topic')}: {topic}",
        note,
        entry.web_link and f"{gettext('Join online:')} {entry.web_link}",
        entry.page_link and how_to_cancel(entry.page_link, gettext),
    )
    return "\n".join(line for line in lines if line)


def how_to_cancel(page_link: str, gettext: Gettext) -> str:
    """A calendar keeps to itself what its owner deletes there; `page_link` is where it counts."""
    words = gettext(
        "Declining or deleting this entry in your calendar does not cancel the meeting. "
        "To cancel or move it: %(link)s"
    )
    return words % {"link": plain_line(page_link)}


def _listed(*parts: str) -> str:
    """The parts that are there, with commas between."""
    return ", ".join(part for part in map(plain_line, parts) if part)
