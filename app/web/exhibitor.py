"""The team of an organisation at an edition: its people, its meetings, the times it offers."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.exports.documents import document_pdf
from app.exports.printing import documents_pdf
from app.models import Registration
from app.services import offered_times, open_slots, team_papers, team_people
from app.services.own_meetings import by_day, meetings_of
from app.services.team import Team, team_of
from app.web.access import loads, own_registration
from app.web.forms.member import MemberForm
from app.web.papers import paper_download

bp = Blueprint("exhibitor", __name__, url_prefix="/e/<edition>/team")


@bp.get("/")
@loads(own_registration)
def home(registration: Registration) -> str:
    """Who of us is there, at which place, with which meetings."""
    team = team_of(registration)
    meetings = meetings_of([member.registration_id for member in team.members])
    return render_template(
        "exhibitor/home.html",
        edition=registration.edition,
        team=team,
        days=by_day(meetings, registration.edition.zone),
        names={member.registration_id: member.name for member in team.members},
        moments=[meeting.starts_at for meeting in meetings],
    )


@bp.get("/agenda.pdf")
@loads(own_registration)
def agenda_on_paper(registration: Registration) -> Response:
    """Everybody's agenda to print: side by side, then one by one."""
    paper = team_papers.team_paper(registration, now=now_utc(), language=str(get_locale()))
    return paper_download(document_pdf(paper), f"team-{registration.edition.slug}")


@bp.get("/stand.pdf")
@loads(own_registration)
def stand_on_paper(registration: Registration) -> Response:
    """What hangs at the team's places, a sheet a day."""
    papers = team_papers.stand_papers(registration, now=now_utc())
    title = registration.organisation.name
    return paper_download(documents_pdf(papers, title), f"stand-{registration.edition.slug}")


@bp.get("/slots")
@loads(own_registration)
def slots(registration: Registration) -> str:
    """The times offered for booking at once, representative by representative."""
    return _slots_page(registration, team_of(registration))


@bp.post("/slots")
@loads(own_registration)
def save_slots(registration: Registration) -> Response:
    """Offer exactly the ticked times; what stays otherwise is named."""
    pairs = (text.partition("/") for text in request.form.getlist("offer"))
    wanted = frozenset((person, code) for person, _slash, code in pairs)
    change = offered_times.offer(registration, wanted, now=now_utc())
    flash(
        ngettext("%(num)d time opened", "%(num)d times opened", change.opened)
        + ", "
        + ngettext("%(num)d closed.", "%(num)d closed.", change.closed)
    )
    for kept in change.kept:
        flash(_("Not opened: %(what)s.", what=kept), "warning")
    return redirect(url_for("exhibitor.slots", edition=registration.edition.slug), code=303)


@bp.post("/bookings/<open_slot>/cancel")
@loads(own_registration)
def cancel_booking(registration: Registration, open_slot: str) -> Response:
    """Cancel a visitor's booking."""
    partner = open_slots.cancel_booking(registration, open_slot, now=now_utc())
    flash(_("Cancelled: the meeting with %(name)s. The time is closed now.", name=partner))
    return redirect(url_for("exhibitor.slots", edition=registration.edition.slug), code=303)


@bp.get("/people")
@loads(own_registration)
def people(registration: Registration) -> str:
    """Who of us comes, who leads, and who is invited."""
    return _people_page(registration)


@bp.post("/people")
@loads(own_registration)
def invite_colleague(registration: Registration) -> Response | tuple[str, int]:
    """Mail a colleague a link to join the team."""
    email = request.form.get("email", "")
    try:
        invited = team_people.invite_colleague(registration, email, now=now_utc())
    except (InvalidInputError, ConflictError) as error:
        status = 409 if isinstance(error, ConflictError) else 422
        return _people_page(registration, fault=error.message), status
    flash(_("%(email)s gets a link to join your team.", email=invited.email))
    return redirect(url_for("exhibitor.people", edition=registration.edition.slug), code=303)


@bp.post("/people/<representative>")
@loads(own_registration)
def change_member(registration: Registration, representative: str) -> Response | tuple[str, int]:
    """Change what a colleague takes on, and whether they lead."""
    form = MemberForm(request.form)
    try:
        done = team_people.change_member(registration, representative, form.entry(), now=now_utc())
    except (InvalidInputError, ConflictError) as error:
        status = 409 if isinstance(error, ConflictError) else 422
        faults = error.fields if isinstance(error, InvalidInputError) else {"desks": error.message}
        page = _people_page(registration, at=representative, typed=form, faults=faults)
        return page, status
    flash(_("Stored: %(name)s.", name=done.name))
    return redirect(url_for("exhibitor.people", edition=registration.edition.slug), code=303)


def _people_page(
    registration: Registration,
    *,
    fault: str = "",
    at: str = "",
    typed: MemberForm | None = None,
    faults: Mapping[str, str] | None = None,
) -> str:
    """`fault` belongs to the invitation, `faults` to the member `at`, with what was `typed`."""
    return render_template(
        "exhibitor/people.html",
        edition=registration.edition,
        organisation=registration.organisation,
        team=team_people.team_people(registration, now=now_utc()),
        fault=fault,
        email=request.form.get("email", ""),
        at=at,
        typed=typed,
        faults=faults or {},
    )


def _slots_page(registration: Registration, team: Team) -> str:
    return render_template(
        "exhibitor/slots.html",
        edition=registration.edition,
        team=team,
        moments=[cell.starts_at for member in team.members for cell in member.cells],
    )
