"""Who has a stand."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.permissions import Permission
from app.models import Edition
from app.services import exhibitors
from app.services.exhibition import stands
from app.services.languages import say
from app.services.rooms import rooms_of
from app.web.access import loads, organised_edition
from app.web.forms.exhibitor import ExhibitorForm

bp = Blueprint("organiser_exhibitors", __name__, url_prefix="/organiser/e/<edition>/exhibitors")


@bp.get("/")
@loads(organised_edition, Permission.PREPARE)
def page(edition: Edition) -> str:
    """The stands, and the form of a new one."""
    return _page(edition, ExhibitorForm(rooms=rooms_of(edition)))


@bp.post("/")
@loads(organised_edition, Permission.PREPARE)
def add(edition: Edition) -> Response | tuple[str, int]:
    """Give a stand to an organisation."""
    form = ExhibitorForm(request.form, rooms=rooms_of(edition))
    try:
        stand = exhibitors.add_exhibitor(edition, form.exhibitor(), now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(edition, form), 422
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(_("Stand %(label)s is given out.", label=stand.label))
    return _back(edition)


@bp.post("/remove")
@loads(organised_edition, Permission.PREPARE)
def remove(edition: Edition) -> Response:
    """Remove a stand at which nothing is planned."""
    room, label = request.form.get("room", ""), request.form.get("label", "")
    try:
        owner = exhibitors.remove_stand(edition, room, label)
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(_("Stand %(label)s of %(owner)s is removed.", label=label, owner=owner))
    return _back(edition)


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
