"""The team of an organisation at an edition: its people, its meetings, the times it offers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.models import Registration
from app.services import offered_times, open_slots
from app.services.own_meetings import by_day, meetings_of
from app.services.team import Team, team_of
from app.web.access import own_registration, signed_in

bp = Blueprint("exhibitor", __name__, url_prefix="/e/<edition>/team")


@bp.get("/")
@signed_in
def home(edition: str) -> str:
    """Who of us is there, at which place, with which meetings."""
    registration = own_registration(edition)
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


@bp.get("/slots")
@signed_in
def slots(edition: str) -> str:
    """The times offered for booking at once, representative by representative."""
    registration = own_registration(edition)
    return _slots_page(registration, team_of(registration))


@bp.post("/slots")
@signed_in
def save_slots(edition: str) -> Response:
    """Offer exactly the ticked times; what stays otherwise is named."""
    registration = own_registration(edition)
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
    return redirect(url_for("exhibitor.slots", edition=edition), code=303)


@bp.post("/bookings/<open_slot>/cancel")
@signed_in
def cancel_booking(edition: str, open_slot: str) -> Response:
    """Cancel a visitor's booking."""
    registration = own_registration(edition)
    partner = open_slots.cancel_booking(registration, open_slot, now=now_utc())
    flash(_("Cancelled: the meeting with %(name)s. The time is closed now.", name=partner))
    return redirect(url_for("exhibitor.slots", edition=edition), code=303)


def _slots_page(registration: Registration, team: Team) -> str:
    return render_template(
        "exhibitor/slots.html",
        edition=registration.edition,
        team=team,
        moments=[cell.starts_at for member in team.members for cell in member.cells],
    )
