"""When a person can meet."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.domain.errors import InvalidInputError
from app.models import Registration
from app.services import availability
from app.web.access import loads, own_registration
from app.web.formats import moment
from app.web.forms.availability import AvailabilityForm
from app.web.participant.blueprint import bp
from app.web.participant.slot_views import day_views, fixed_codes


@bp.get("/me/availability")
@loads(own_registration)
def times(registration: Registration) -> str:
    """The slots, day by day; free unless the person says otherwise."""
    form = AvailabilityForm(wants_meetings=registration.wants_meetings)
    return _page(registration, form)


@bp.post("/me/availability")
@loads(own_registration)
def save_times(registration: Registration) -> Response | tuple[str, int]:
    """Store the ticks; what a live meeting holds stays, and is named."""
    form = AvailabilityForm(request.form)
    try:
        change = availability.change(
            registration,
            frozenset(form.free.data or ()),
            wants_meetings=bool(form.wants_meetings.data),
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _page(registration, form), 422
    flash(_said(change))
    for kept in change.kept:
        flash(_kept(kept, registration.edition.zone), "warning")
    return redirect(url_for("participant.times", edition=registration.edition.slug), code=303)


def _page(registration: Registration, form: AvailabilityForm) -> str:
    times = availability.times_of(registration.edition, registration)
    return render_template(
        "participant/availability.html",
        edition=registration.edition,
        form=form,
        days=day_views(times, form.free.data),
        fixed=fixed_codes(times),
        moments=availability.moments_of(times),
    )


def _said(change: availability.AvailabilityChange) -> str:
    return str(
        ngettext(
            "Stored: you can meet in %(num)d slot.",
            "Stored: you can meet in %(num)d slots.",
            change.free,
        )
    )


def _kept(slot: availability.SlotTime, zone: str) -> str:
    when = moment(slot.starts_at, zone)
    about = slot.commitment.about if slot.commitment else ""
    if about:
        return str(
            _(
                "%(when)s stays: you meet %(partner)s then. Cancel the meeting first, "
                "or ask the organisers.",
                when=when,
                partner=about,
            )
        )
    return str(
        _("%(when)s stays: it is offered for booking. Close it under “Our table”.", when=when)
    )
