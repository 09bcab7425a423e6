"""Demand against capacity: what people ask for, what can be held, who is stuck."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.permissions import Permission
from app.models import Edition
from app.services import nudges
from app.services.demand import demand
from app.services.demand_figures import demand_figures
from app.services.forecast import forecast
from app.services.languages import say
from app.services.segments import Segment, stuck_people
from app.web.access import loads, organised_edition, viewer
from app.web.nudges_off import off_path

bp = Blueprint("organiser_demand", __name__, url_prefix="/organiser/e/<edition>/demand")

# Beyond so many living requests the forecast is worked out only when asked for.
QUICK_REQUESTS = 400


@bp.get("/")
@loads(organised_edition, Permission.DEMAND)
def page(edition: Edition) -> str:
    """How much is asked of whom, what of it can be held, and who needs a nudge."""
    now = now_utc()
    found = demand(edition)
    wanted = found.living <= QUICK_REQUESTS or "forecast" in request.args
    return render_template(
        "organiser/demand.html",
        edition=edition,
        demand=found,
        figures=demand_figures(edition, now=now),
        forecast=forecast(edition, found.hubs) if wanted else None,
        asked_for=wanted,
        stuck=stuck_people(edition, now=now),
        segments=[(one, segment_words(one)) for one in Segment],
    )


@bp.get("/nudge")
@loads(organised_edition, Permission.MAIL)
def nudge(edition: Edition) -> str:
    """Whom a reminder goes to, and what it says."""
    wanted = _segment()
    return render_template(
        "organiser/nudge.html",
        edition=edition,
        segment=wanted,
        words=segment_words(wanted),
        preview=nudges.preview(
            edition,
            wanted,
            off_path=off_path,
            now=now_utc(),
            shown=request.args.get("shown", ""),
        ),
    )


@bp.post("/nudge")
@loads(organised_edition, Permission.MAIL)
def send_nudge(edition: Edition) -> Response:
    """Write to each of them."""
    by, now = viewer().account_id, now_utc()
    try:
        number = nudges.send(edition, _segment(), off_path=off_path, by=by, now=now)
        flash(
            ngettext("One reminder is on its way.", "%(num)d reminders are on their way.", number)
        )
    except InvalidInputError as error:
        flash(say(error.message), "warning")
    return redirect(url_for("organiser_demand.page", edition=edition.slug), code=303)


def _segment() -> Segment:
    text = request.values.get("segment", "")
    if text not in set(Segment):
        raise NotFoundError(_("There is no such page."))
    return Segment(text)


def segment_words(segment: Segment) -> str:
    """Who the segment's people are."""
    words: dict[Segment, str] = {
        Segment.SILENT: _("People of hubs that have let a request wait for three days"),
        Segment.NO_REQUEST: _("Have neither asked nor been asked"),
        Segment.NONE_ACCEPTED: _("Have asked, and nobody has said yes"),
        Segment.NO_TIME: _("Have ruled out every time"),
        Segment.NO_PROFILE: _("Have a profile that says too little"),
    }
    return words[segment]
