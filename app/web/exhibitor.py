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
from app.web.access import loads, own_registration

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


def _slots_page(registration: Registration, team: Team) -> str:
    return render_template(
        "exhibitor/slots.html",
        edition=registration.edition,
        team=team,
        moments=[cell.starts_at for member in team.members for cell in member.cells],
    )
