"""An organiser's first page, making an edition, and an edition at a glance."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ForbiddenError, InvalidInputError, NotFoundError
from app.domain.phases import ORDER, PHASES
from app.domain.states import StaffRole
from app.domain.viewer import Viewer
from app.services import editions
from app.services.access import organised_series
from app.services.edition_overview import overview
from app.services.organiser_home import organised
from app.web.access import organised_edition, signed_in, viewer
from app.web.forms.edition import NewEditionForm
from app.web.organiser.navigation import organiser_navigation
from app.web.organiser.todo_views import todo_views

bp = Blueprint("organiser", __name__, url_prefix="/organiser")
bp.add_app_template_global(organiser_navigation)


@bp.get("/")
@signed_in
def home() -> str:
    """The series and editions that the account organises."""
    found = _staff()
    return render_template(
        "organiser/home.html",
        all_series=organised(found),
        may_create=StaffRole.OWNER in found.staff_roles,
    )


@bp.get("/new")
@signed_in
def new() -> str:
    """The form of a new edition."""
    owner = _owner()
    form = NewEditionForm(owned=organised_series(owner))
    form.series.data = request.args.get("series", form.first_series)
    return render_template("organiser/new.html", form=form)


@bp.post("/new")
@signed_in
def create() -> Response | tuple[str, int]:
    """Make the edition and go to it."""
    owner = _owner()
    form = NewEditionForm(request.form, owned=organised_series(owner))
    try:
        made = editions.create_edition(form.series_choice(), form.entry(), by=owner, now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return render_template("organiser/new.html", form=form), 422
    flash(_("%(name)s is there, as a draft that only you see.", name=made.name))
    return redirect(url_for("organiser.edition", edition=made.slug), code=303)


@bp.get("/e/<edition>/")
@signed_in
def edition(edition: str) -> str:
    """One edition at a glance."""
    found = organised_edition(edition)
    page = overview(found)
    return render_template(
        "organiser/edition.html",
        edition=found,
        numbers=page.numbers,
        todos=todo_views(page.todos, found.slug),
        phases=PHASES,
        order=ORDER,
    )


def _staff() -> Viewer:
    found = viewer()
    if not found.is_staff:
        raise NotFoundError("There is no such page.")
    return found


def _owner() -> Viewer:
    found = _staff()
    if StaffRole.OWNER not in found.staff_roles:
        raise ForbiddenError(_("Only who owns a series can make editions."))
    return found
