"""Who has a stand."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.models import Edition
from app.services import exhibitors
from app.services.exhibition import stands
from app.services.rooms import rooms_of
from app.web.access import organised_edition, signed_in
from app.web.forms.exhibitor import ExhibitorForm

bp = Blueprint("organiser_exhibitors", __name__, url_prefix="/organiser/e/<edition>/exhibitors")


@bp.get("/")
@signed_in
def page(edition: str) -> str:
    """The stands, and the form of a new one."""
    found = organised_edition(edition)
    return _page(found, ExhibitorForm(rooms=rooms_of(found)))


@bp.post("/")
@signed_in
def add(edition: str) -> Response | tuple[str, int]:
    """Give a stand to an organisation."""
    found = organised_edition(edition)
    form = ExhibitorForm(request.form, rooms=rooms_of(found))
    try:
        stand = exhibitors.add_exhibitor(found, form.exhibitor(), now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(found, form), 422
    except ConflictError as error:
        flash(error.message, "error")
    else:
        flash(_("Stand %(label)s is given out.", label=stand.label))
    return _back(found)


@bp.post("/remove")
@signed_in
def remove(edition: str) -> Response:
    """Remove a stand at which nothing is planned."""
    found = organised_edition(edition)
    room, label = request.form.get("room", ""), request.form.get("label", "")
    try:
        owner = exhibitors.remove_stand(found, room, label)
    except ConflictError as error:
        flash(error.message, "error")
    else:
        flash(_("Stand %(label)s of %(owner)s is removed.", label=label, owner=owner))
    return _back(found)


def _page(edition: Edition, form: ExhibitorForm) -> str:
    return render_template(
        "organiser/exhibitors.html",
        edition=edition,
        stands=stands(edition),
        room_slugs={room.name: room.slug for room in rooms_of(edition)},
        names=exhibitors.known_names(edition),
        form=form,
    )


def _back(edition: Edition) -> Response:
    return redirect(url_for("organiser_exhibitors.page", edition=edition.slug), code=303)
