"""All that a person can take with them: paper, files, and a calendar that keeps itself up."""

import segno
from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.exports.words import own_name
from app.models import Registration
from app.services import calendar_choice, feeds, languages
from app.web.access import loads, own_registration
from app.web.calendars import subscribing_address, whole_address
from app.web.forms.take_along import CalendarForm
from app.web.participant.blueprint import bp

# A new token stands in the session from the button to the page, and is gone when that was shown.
NEW = "new_feed"


@bp.get("/me/take-along")
@loads(own_registration)
def take_along(registration: Registration) -> str:
    """What there is; a feed that was just made shows its address, this once."""
    form = CalendarForm(
        calendar_choice=registration.calendar_choice.value,
        reminder_minutes=str(registration.reminder_minutes or ""),
    )
    return _page(registration, form, token=session.pop(NEW, ""))


@bp.post("/me/take-along")
@loads(own_registration)
def choose_calendar(registration: Registration) -> Response | tuple[str, int]:
    """Store how the calendar learns of meetings, and when it reminds."""
    form = CalendarForm(request.form)
    if not form.validate():
        return _page(registration, form), 422
    try:
        calendar_choice.choose(
            registration, form.choice, reminder_minutes=form.minutes, now=now_utc()
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _page(registration, form), 422
    flash(_("Stored."))
    return _back(registration)


@bp.post("/me/take-along/feed")
@loads(own_registration)
def make_feed(registration: Registration) -> Response:
    """A link to subscribe to; the one before it ends."""
    session[NEW] = feeds.make(registration, now=now_utc())
    return _back(registration, "feed")


@bp.post("/me/take-along/feed/off")
@loads(own_registration)
def switch_off_feed(registration: Registration) -> Response:
    """End the link."""
    session.pop(NEW, None)
    feeds.switch_off(registration, now=now_utc())
    flash(_("The link is switched off: calendars that ask with it get nothing any more."))
    return _back(registration, "feed")


def _page(registration: Registration, form: CalendarForm, *, token: str = "") -> str:
    path = url_for("feeds.feed", token=token) if token else ""
    webcal = subscribing_address(path) if token else ""
    return render_template(
        "participant/take_along.html",
        edition=registration.edition,
        registration=registration,
        language=own_name(languages.known(registration.locale)),
        form=form,
        feed=feeds.feed_of(registration),
        may_have_feed=feeds.may_have(registration),
        address=whole_address(path) if token else "",
        webcal=webcal,
        picture=segno.make(webcal, error="m").svg_data_uri(scale=4) if token else "",
    )


def _back(registration: Registration, section: str = "") -> Response:
    slug = registration.edition.slug
    target = url_for("participant.take_along", edition=slug, _anchor=section or None)
    return redirect(target, code=303)
