"""The letter that a published agenda comes with."""

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.agenda import Agenda, AgendaEntry, agenda_zone_label, clock, local
from app.domain.letters import Action, Letter
from app.exports import calendar_text


def subject(event: str) -> str:
    """What the mail is called, before it is written, too."""
    return str(_("Your agenda: %(event)s", event=event))


def agenda_ready(agenda: Agenda, *, with_paper: bool) -> Letter:
    """All that is on the agenda, in order of time."""
    page = f"/e/{agenda.edition_slug}/me"
    number = len(agenda.meetings)
    certain = [
        ngettext("You have %(num)d meeting.", "You have %(num)d meetings.", number),
        _("It is attached, too, to print or to keep on your telephone.") if with_paper else "",
        _("All times are those of %(zone)s.", zone=agenda_zone_label(agenda)),
        _("What changes later stands on your page at once."),
    ]
    return Letter(
        subject=subject(agenda.edition_name),
        greeting=_("Dear %(name)s,", name=agenda.person_name),
        certain=tuple(text for text in certain if text),
        facts=tuple((_when(agenda, entry), _what(agenda, entry)) for entry in agenda.entries),
        actions=(
            Action(_("Your agenda"), f"{page}/agenda"),
            Action(_("Take it with you"), f"{page}/take-along"),
        ),
        language=agenda.language,
    )


def _when(agenda: Agenda, entry: AgendaEntry) -> str:
    date = local(entry.starts_at, agenda.zone).date()
    day = format_date(date, "EEE d MMM", locale=agenda.language.replace("-", "_"))
    return f"{day} {clock(entry.starts_at, agenda.zone)}"


def _what(agenda: Agenda, entry: AgendaEntry) -> str:
    where = _("Online") if entry.is_online else calendar_text.location(agenda, entry, _)
    who = ", ".join(part for part in (entry.partner_name, entry.partner_organisation) if part)
    return "; ".join(part for part in (who or entry.title, where) if part)
