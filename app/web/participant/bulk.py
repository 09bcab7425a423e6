"""Answering many requests together."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.models import Registration
from app.services import bulk_answers, request_rules
from app.web.access import loads, own_registration
from app.web.participant.blueprint import bp


@bp.get("/me/requests/together")
@loads(own_registration)
def answer_together(registration: Registration) -> str:
    """All that wait, the most deserving first, with as many ticked as there is room for."""
    return _page(registration)


@bp.post("/me/requests/together")
@loads(own_registration)
def answer_many(registration: Registration) -> Response | tuple[str, int]:
    """Accept or decline what is ticked."""
    accepts = request.form.get("answer") == "accept"
    try:
        done = bulk_answers.answer_many(
            registration, request.form.getlist("request"), accepts=accepts, now=now_utc()
        )
    except InvalidInputError as error:
        return _page(registration, error.message), 422
    if accepts:
        flash(ngettext("%(num)d request accepted.", "%(num)d requests accepted.", done.done))
    else:
        flash(ngettext("%(num)d request declined.", "%(num)d requests declined.", done.done))
    for message in dict.fromkeys(done.left_out):
        flash(_("Not answered: %(why)s", why=message), "warning")
    return redirect(url_for("participant.requests", edition=registration.edition.slug), code=303)


def _page(registration: Registration, fault: str = "") -> str:
    return render_template(
        "participant/together.html",
        edition=registration.edition,
        incoming=bulk_answers.incoming_of(registration),
        can_answer=request_rules.may_answer_now(registration.edition),
        fault=fault,
    )
