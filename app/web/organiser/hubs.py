"""The hubs of an edition: from the catalogue by typing, or by hand."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.permissions import Permission
from app.models import Edition
from app.services import hub_choice, hub_tables
from app.services.hub_choice import plain
from app.services.languages import say
from app.services.reference_data import taxonomy
from app.services.rooms import rooms_of
from app.web.access import loads, organised_edition
from app.web.formats import country_name
from app.web.forms.hub import NewHubForm
from app.web.forms.place import OwnPlaceForm

bp = Blueprint("organiser_hubs", __name__, url_prefix="/organiser/e/<edition>/hubs")

LONGEST_TEXT = 80


@bp.get("/")
@loads(organised_edition, Permission.PREPARE)
def page(edition: Edition) -> str:
    """The hubs that take part, and what fits the typed words in the catalogue."""
    return _page(edition, request.args.get("q", ""))


@bp.post("/")
@loads(organised_edition, Permission.PREPARE)
def add(edition: Edition) -> Response | tuple[str, int]:
    """A hub of the catalogue takes part."""
    form = OwnPlaceForm(request.form, rooms=rooms_of(edition))
    try:
        place = hub_tables.add_hub(edition, request.form.get("hub", ""), form.place())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(edition, request.form.get("q", ""), form), 422
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(
            _(
                "%(hub)s sits at table %(table)s.",
                hub=place.owner.name if place.owner else "",
                table=place.label,
            )
        )
    return _back(edition)


@bp.get("/new")
@loads(organised_edition, Permission.PREPARE)
def new(edition: Edition) -> str:
    """The form of a hub that is in no catalogue."""
    form = NewHubForm(rooms=rooms_of(edition), name=request.args.get("name", ""))
    return render_template("organiser/hub_new.html", edition=edition, form=form)


@bp.post("/new")
@loads(organised_edition, Permission.PREPARE)
def create(edition: Edition) -> Response | tuple[str, int]:
    """Store the hub and give it a table."""
    form = NewHubForm(request.form, rooms=rooms_of(edition))
    try:
        place = hub_tables.add_new_hub(edition, form.hub(), form.place(), now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return render_template("organiser/hub_new.html", edition=edition, form=form), 422
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(
            _(
                "%(hub)s sits at table %(table)s.",
                hub=place.owner.name if place.owner else "",
                table=place.label,
            )
        )
    return _back(edition)


@bp.post("/<hub>/table/remove")
@loads(organised_edition, Permission.PREPARE)
def take_table_back(edition: Edition, hub: str) -> Response:
    """Remove a table of a hub that has another, or will share."""
    label = request.form.get("label", "")
    try:
        hub_tables.take_table_back(edition, hub, request.form.get("room", ""), label)
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(_("Table %(label)s is removed.", label=label))
    return _back(edition)


@bp.post("/<hub>/remove")
@loads(organised_edition, Permission.PREPARE)
def remove(edition: Edition, hub: str) -> Response:
    """A hub takes part no more."""
    try:
        hub_tables.remove_hub(edition, hub)
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(_("The hub takes part no more."))
    return _back(edition)


def _page(edition: Edition, text: str, form: OwnPlaceForm | None = None) -> str:
    text = " ".join(text.split())[:LONGEST_TEXT]
    return render_template(
        "organiser/hubs.html",
        edition=edition,
        hubs=hub_tables.hubs_of(edition),
        text=text,
        choices=hub_choice.look_for_hubs(edition, text, _countries(text)),
        names=hub_choice.hub_names(),
        form=form or OwnPlaceForm(rooms=rooms_of(edition)),
    )


def _countries(text: str) -> frozenset[str]:
    """The countries whose name, in the reader's language, begins with the text."""
    wanted = plain(text)
    named = ((code, plain(country_name(code))) for code in taxonomy().countries)
    return frozenset(code for code, name in named if len(wanted) > 2 and name.startswith(wanted))


def _back(edition: Edition) -> Response:
    return redirect(url_for("organiser_hubs.page", edition=edition.slug), code=303)
