"""A person's own agenda: as a page, on paper, in a calendar."""

from flask import Response, make_response, render_template

from app.clock import now_utc
from app.domain.agenda import next_entry
from app.exports.agenda_pdf import agenda_pdf
from app.exports.feed import feed_file
from app.models import Registration
from app.services.agenda import agenda_of, calendar_of, entry_of
from app.services.languages import current
from app.services.privacy.contacts import contacts_of
from app.web.access import loads, own_registration
from app.web.calendars import calendar_download
from app.web.participant.blueprint import bp


@bp.get("/me/agenda")
@loads(own_registration)
def agenda(registration: Registration) -> str:
    """Talks and meetings day by day; what is next stands first."""
    now = now_utc()
    own = agenda_of(registration, now=now, language=current())
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
    own = agenda_of(registration, now=now_utc(), language=current())
    answer = make_response(agenda_pdf(own))
    answer.headers["Content-Type"] = "application/pdf"
    name = f"agenda-{own.edition_slug}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/me/agenda.ics")
@loads(own_registration)
def agenda_as_calendar(registration: Registration) -> Response:
    """The same to put into a calendar."""
    file = feed_file(calendar_of(registration), registration.reminder_minutes)
    return calendar_download(file, f"agenda-{registration.edition.slug}.ics")


@bp.get("/me/agenda/<entry>.ics")
@loads(own_registration)
def entry_as_calendar(registration: Registration, entry: str) -> Response:
    """One meeting of it, or one talk."""
    found = entry_of(calendar_of(registration), entry)
    return calendar_download(feed_file(found, registration.reminder_minutes), "meeting.ics")
