"""A participant's steps, taken by an organiser on their behalf: the log names both."""

from collections.abc import Callable

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, ForbiddenError, InvalidInputError
from app.domain.permissions import Permission
from app.models import MeetingRequest, Registration
from app.services import availability, on_behalf, request_rules
from app.services.languages import say
from app.services.request_lists import lists_of
from app.web.access import loads, organised_person, viewer
from app.web.forms.availability import AvailabilityForm
from app.web.forms.person import AskForThemForm
from app.web.organiser.person import Faulty, back_to
from app.web.participant.slot_views import day_views, fixed_codes

bp = Blueprint(
    "organiser_behalf", __name__, url_prefix="/organiser/e/<edition>/people/<person>/behalf"
)

Step = Callable[..., MeetingRequest]
STEPS: dict[str, Step] = {
    "accept": on_behalf.accept,
    "decline": on_behalf.decline,
    "withdraw": on_behalf.withdraw,
}


@bp.get("/requests")
@loads(organised_person, Permission.PEOPLE_DECIDE)
def requests(person: Registration) -> str:
    """Their requests, and the form of a new one."""
    return _requests_page(person, _ask_form(person))


@bp.post("/requests")
@loads(organised_person, Permission.PEOPLE_DECIDE)
def ask(person: Registration) -> Response | Faulty:
    """Ask an organisation in their name."""
    form = AskForThemForm(request.form, asked=_choices(person))
    try:
        asked = on_behalf.ask(
            person,
            form.organisation.data or "",
            form.topic.data or "",
            form.chosen_level(),
            by=viewer().account_id,
            now=now_utc(),
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _requests_page(person, form), 422
    except (ConflictError, ForbiddenError) as error:
        flash(say(error.message), "error")
    else:
        flash(_("%(name)s is asked in their name.", name=asked.to_organisation.name))
    return back_to(person, "requests")


@bp.post("/requests/<request_id>")
@loads(organised_person, Permission.PEOPLE_DECIDE)
def take_step(person: Registration, request_id: str) -> Response:
    """Answer a request, or take one back, in their name."""
    step = request.form.get("step", "")
    words = {
        "accept": _("Accepted in their name."),
        "decline": _("Declined in their name."),
        "withdraw": _("Withdrawn in their name."),
    }
    if step not in words:
        raise InvalidInputError(_("There is no such step."))
    try:
        STEPS[step](person, request_id, by=viewer().account_id, now=now_utc())
    except (ConflictError, ForbiddenError, InvalidInputError) as error:
        flash(say(error.message), "error")
    else:
        flash(words[step])
    return back_to(person, "requests")


@bp.get("/times")
@loads(organised_person, Permission.PEOPLE_DECIDE)
def times(person: Registration) -> str:
    """When they can meet."""
    return _times_page(person, AvailabilityForm(wants_meetings=person.wants_meetings))


@bp.post("/times")
@loads(organised_person, Permission.PEOPLE_DECIDE)
def save_times(person: Registration) -> Response | Faulty:
    """Store when they can meet; what something live holds stays free."""
    form = AvailabilityForm(request.form)
    try:
        change = on_behalf.change_times(
            person,
            frozenset(form.free.data or ()),
            wants_meetings=bool(form.wants_meetings.data),
            by=viewer().account_id,
            now=now_utc(),
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _times_page(person, form), 422
    flash(_("Stored in their name: free in %(count)d slots.", count=change.free))
    if change.kept:
        flash(_("Times with a meeting, or offered for booking, stay as they are."), "warning")
    return back_to(person)


def _choices(person: Registration) -> list[tuple[str, str]]:
    return [(one.slug, one.name) for one in on_behalf.who_can_be_asked(person)]


def _ask_form(person: Registration) -> AskForThemForm:
    return AskForThemForm(asked=_choices(person))


def _requests_page(person: Registration, form: AskForThemForm) -> str:
    return render_template(
        "organiser/behalf_requests.html",
        edition=person.edition,
        person=person,
        lists=lists_of(person),
        form=form,
        why_not_ask=request_rules.reason_not_to_ask(person),
        can_answer=request_rules.may_answer_now(person.edition),
    )


def _times_page(person: Registration, form: AvailabilityForm) -> str:
    shown = availability.times_of(person.edition, person)
    return render_template(
        "organiser/behalf_times.html",
        edition=person.edition,
        person=person,
        form=form,
        days=day_views(shown, form.free.data),
        fixed=fixed_codes(shown),
        moments=availability.moments_of(shown),
    )
