"""Where an edition stands, and the steps it can take."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import ConflictError, InvalidInputError
from app.domain.phases import ORDER, PHASES
from app.domain.states import EditionState
from app.services import editions
from app.services.phase_checks import next_steps
from app.web.access import organised_edition, signed_in

bp = Blueprint("organiser_phase", __name__, url_prefix="/organiser/e/<edition>/phase")


@bp.get("/")
@signed_in
def page(edition: str) -> str:
    """All phases, and what each possible step would mean."""
    found = organised_edition(edition)
    return render_template(
        "organiser/phase.html",
        edition=found,
        phases=PHASES,
        order=ORDER,
        steps=next_steps(found),
    )


@bp.post("/")
@signed_in
def change(edition: str) -> Response:
    """Take one step."""
    found = organised_edition(edition)
    try:
        editions.change_state(found, _state(request.form.get("state", "")))
    except ConflictError as error:
        flash(error.message, "error")
    else:
        flash(_("The edition is now: %(phase)s.", phase=PHASES[found.state].label))
    return redirect(url_for("organiser_phase.page", edition=found.slug), code=303)


def _state(text: str) -> EditionState:
    if text not in set(EditionState):
        raise InvalidInputError(_("There is no such phase."))
    return EditionState(text)
