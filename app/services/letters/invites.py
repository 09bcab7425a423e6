"""The words around an invite. Some mail programs show only these, so they say everything."""

from babel.dates import format_date
from flask_babel import gettext as _

from app.domain.agenda import Agenda, AgendaEntry, clock, local, zone_label
from app.domain.letters import Action, Letter
from app.exports import calendar_text


def invited(agenda: Agenda, entry: AgendaEntry, page: str) -> Letter:
    """A meeting stands; `page` is the path of where it can be cancelled or moved."""
    subject = _(
        "Meeting: %(partner)s, %(when)s", partner=_partner(entry), when=_short(agenda, entry)
    )
    words = _(
        "You meet %(partner)s. Your calendar can take it from this mail.", partner=_partner(entry)
    )
    return _stands(agenda, entry, page, subject, words)


def changed(agenda: Agenda, entry: AgendaEntry, page: str) -> Letter:
    """Time, place or partner of a meeting are others now."""
    subject = _(
        "Changed: %(partner)s, %(when)s", partner=_partner(entry), when=_short(agenda, entry)
    )
    words = _("Your meeting has changed. This holds now:")
    return _stands(agenda, entry, page, subject, words)


def off(agenda: Agenda, entry: AgendaEntry) -> Letter:
    """A meeting does not take place, or not with the reader."""
    return Letter(
        subject=_(
            "Cancelled: %(partner)s, %(when)s", partner=_partner(entry), when=_short(agenda, entry)
        ),
        greeting=_greeting(agenda),
        paragraphs=(_("This meeting does not take place for you. Your time is free again."),),
        facts=_facts(agenda, entry),
        actions=(_to_agenda(agenda),),
        values=_values(agenda, entry),
        language=agenda.language,
    )


def _stands(agenda: Agenda, entry: AgendaEntry, page: str, subject: str, words: str) -> Letter:
    link = entry.web_link
    return Letter(
        subject=subject,
        greeting=_greeting(agenda),
        paragraphs=(words,),
        certain=(_("Declining or deleting it in your calendar does not cancel the meeting."),),
        facts=_facts(agenda, entry),
        elsewhere=Action(_("Join online"), link) if link else None,
        actions=(Action(_("Cancel or move it"), page), _to_agenda(agenda)),
        values=_values(agenda, entry),
        language=agenda.language,
    )


def _facts(agenda: Agenda, entry: AgendaEntry) -> tuple[tuple[str, str], ...]:
    where = _("Online") if entry.is_online else calendar_text.location(agenda, entry, _)
    who = ", ".join(part for part in (entry.partner_name, entry.partner_organisation) if part)
    facts = (
        (_("With"), who),
        (_("When"), _long(agenda, entry)),
        (_("Where"), where),
        (_("About"), entry.topic),
    )
    return tuple((label, value) for label, value in facts if value)


def _values(agenda: Agenda, entry: AgendaEntry) -> tuple[tuple[str, str], ...]:
    return (("partner", _partner(entry)), ("when", _short(agenda, entry)))


def _partner(entry: AgendaEntry) -> str:
    return entry.partner_organisation or entry.partner_name


def _long(agenda: Agenda, entry: AgendaEntry) -> str:
    zone = agenda.zone
    times = f"{clock(entry.starts_at, zone)}–{clock(entry.ends_at, zone)}"
    day = _day(agenda, entry, "EEEE d MMMM y")
    return f"{day}, {times} ({zone_label(zone, [entry.starts_at])})"


def _short(agenda: Agenda, entry: AgendaEntry) -> str:
    return f"{_day(agenda, entry, 'EEE d MMM')} {clock(entry.starts_at, agenda.zone)}"


def _day(agenda: Agenda, entry: AgendaEntry, pattern: str) -> str:
    date = local(entry.starts_at, agenda.zone).date()
    return format_date(date, pattern, locale=agenda.language.replace("-", "_"))


def _greeting(agenda: Agenda) -> str:
    return str(_("Dear %(name)s,", name=agenda.person_name))


def _to_agenda(agenda: Agenda) -> Action:
    return Action(_("Your agenda"), f"/e/{agenda.edition_slug}/me/agenda")
