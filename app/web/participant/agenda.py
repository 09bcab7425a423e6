"""A person's own agenda: as a page, on paper, in a calendar."""

from flask import Response, make_response, render_template
from flask_babel import get_locale, gettext, ngettext

from app.clock import now_utc
from app.domain.agenda import Agenda, next_entry
from app.exports.agenda_ics import agenda_ics
from app.exports.agenda_pdf import agenda_pdf
from app.models import Registration
from app.services.agenda import agenda_of
from app.services.privacy.contacts import contacts_of
from app.web.access import loads, own_registration
from app.web.participant.blueprint import bp


@bp.get("/me/agenda")
@loads(own_registration)
def agenda(registration: Registration) -> str:
    """Talks and meetings day by day; what is next stands first."""
    now = now_utc()
    own = agenda_of(registration, now=now, language=str(get_locale()))
    return render_template(
        "participant/agenda.html",
        edition=registration.edition,
        registration=registration,
        agenda=own,
        coming=next_entry(own, now),
        contacts=contacts_of(registration),
        moments=[entry.starts_at for entry in own.entries],
    )


@bp.get("/me/agenda.pdf")
@loads(own_registration)
def agenda_on_paper(registration: Registration) -> Response:
    """The same to print."""
    own = _own_agenda(registration)
    return _file(agenda_pdf(own, gettext, ngettext), "application/pdf", own, "pdf")


@bp.get("/me/agenda.ics")
@loads(own_registration)
def agenda_as_calendar(registration: Registration) -> Response:
    """The same to put into a calendar."""
    own = _own_agenda(registration)
    return _file(agenda_ics(own, gettext), "text/calendar; charset=utf-8", own, "ics")


def _own_agenda(registration: Registration) -> Agenda:
    return agenda_of(registration, now=now_utc(), language=str(get_locale()))


def _file(data: bytes, content_type: str, own: Agenda, ending: str) -> Response:
    response = make_response(data)
    response.headers["Content-Type"] = content_type
    response.headers["Content-Disposition"] = (
        f'attachment; filename="agenda-{own.edition_slug}.{ending}"'
    )
    return response
