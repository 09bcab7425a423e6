"""A person's own agenda: as a page, on paper, in a calendar."""

from flask import Response, make_response, render_template
from flask_babel import get_locale, gettext, ngettext

from app.clock import now_utc
from app.domain.agenda import Agenda, next_entry
from app.exports.agenda_ics import agenda_ics
from app.exports.agenda_pdf import agenda_pdf
from app.services.agenda import agenda_of
from app.web.access import own_registration, signed_in
from app.web.participant.blueprint import bp


@bp.get("/me/agenda")
@signed_in
def agenda(edition: str) -> str:
    """Talks and meetings day by day; what is next stands first."""
    registration = own_registration(edition)
    now = now_utc()
    own = agenda_of(registration, now=now, language=str(get_locale()))
    return render_template(
        "participant/agenda.html",
        edition=registration.edition,
        registration=registration,
        agenda=own,
        coming=next_entry(own, now),
        moments=[entry.starts_at for entry in own.entries],
    )


@bp.get("/me/agenda.pdf")
@signed_in
def agenda_on_paper(edition: str) -> Response:
    """The same to print."""
    own = _own_agenda(edition)
    return _file(agenda_pdf(own, gettext, ngettext), "application/pdf", own, "pdf")


@bp.get("/me/agenda.ics")
@signed_in
def agenda_as_calendar(edition: str) -> Response:
    """The same to put into a calendar."""
    own = _own_agenda(edition)
    return _file(agenda_ics(own, gettext), "text/calendar; charset=utf-8", own, "ics")


def _own_agenda(edition: str) -> Agenda:
    registration = own_registration(edition)
    return agenda_of(registration, now=now_utc(), language=str(get_locale()))


def _file(data: bytes, content_type: str, own: Agenda, ending: str) -> Response:
    response = make_response(data)
    response.headers["Content-Type"] = content_type
    response.headers["Content-Disposition"] = (
        f'attachment; filename="agenda-{own.edition_slug}.{ending}"'
    )
    return response
