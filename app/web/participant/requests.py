"""A person's requests: answering, taking back."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.states import Level
from app.models import Registration
from app.services import meeting_requests, request_answers, request_rules
from app.services.request_lists import lists_of
from app.services.request_quota import quota_of
from app.web.access import loads, own_registration
from app.web.participant.blueprint import bp


@bp.get("/me/requests")
@loads(own_registration)
def requests(registration: Registration) -> str:
    """All requests by what is to be done with them."""
    lists = lists_of(registration)
    return render_template(
        "participant/requests.html",
        edition=registration.edition,
        lists=lists,
        quota=quota_of(registration),
        can_answer=request_rules.may_answer_now(registration.edition),
        why_not_ask=request_rules.reason_not_to_ask(registration),
        moments=[view.meeting.starts_at for view in lists.accepted if view.meeting],
    )


@bp.post("/me/requests/<request_id>/accept")
@loads(own_registration)
def accept(registration: Registration, request_id: str) -> Response:
    """Accept a request, as a like or a top wish."""
    level = Level.TOP if request.form.get("level") == Level.TOP.value else Level.LIKE
    done = request_answers.accept(registration, request_id, level=level, now=now_utc())
    flash(_("Accepted: %(name)s.", name=done.from_registration.organisation.name))
    return _back(registration)


@bp.post("/me/requests/<request_id>/decline")
@loads(own_registration)
def decline(registration: Registration, request_id: str) -> Response:
    """Decline a request; no reason is needed."""
    done = request_answers.decline(registration, request_id, now=now_utc())
    name = done.from_registration.organisation.name
    flash(_("Declined: %(name)s. You can still accept it below.", name=name))
    return _back(registration)


@bp.post("/me/requests/<request_id>/withdraw")
@loads(own_registration)
def withdraw(registration: Registration, request_id: str) -> Response:
    """Take back a request of one's own."""
    done = meeting_requests.withdraw(registration, request_id, now=now_utc())
    name = done.to_organisation.name
    flash(_("Withdrawn: %(name)s. The request is back in your quota.", name=name))
    return _back(registration)


def _back(registration: Registration) -> Response:
    slug = registration.edition.slug
    return redirect(url_for("participant.requests", edition=slug), code=303)
