"""Where an edition stands, and the steps it can take."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import ConflictError, InvalidInputError
from app.domain.permissions import Permission
from app.domain.phases import ORDER, PHASES
from app.domain.states import EditionState
from app.models import Edition
from app.services import editions
from app.services.languages import say
from app.services.phase_checks import next_steps
from app.services.privacy.settings import is_named
from app.web.access import loads, organised_edition

bp = Blueprint("organiser_phase", __name__, url_prefix="/organiser/e/<edition>/phase")


@bp.get("/")
@loads(organised_edition, Permission.READ)
def page(edition: Edition) -> str:
    """All phases, and what each possible step would mean."""
    return render_template(
        "organiser/phase.html",
        edition=edition,
        phases=PHASES,
        order=ORDER,
        steps=next_steps(edition),
        controller_named=is_named(edition),
    )


@bp.post("/")
@loads(organised_edition, Permission.PREPARE)
def change(edition: Edition) -> Response:
    """Take one step."""
    try:
        editions.change_state(edition, _state(request.form.get("state", "")))
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(_("The edition is now: %(phase)s.", phase=say(PHASES[edition.state].label)))
    return redirect(url_for("organiser_phase.page", edition=edition.slug), code=303)


def _state(text: str) -> EditionState:
    if text not in set(EditionState):
        raise InvalidInputError(_("There is no such phase."))
    return EditionState(text)
