"""An organiser's first page, making an edition, and an edition at a glance."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.domain.permissions import Permission
from app.domain.phases import ORDER, PHASES
from app.domain.states import StaffRole
from app.domain.viewer import Viewer
from app.models import Edition
from app.services import editions
from app.services.access import organised_series
from app.services.edition_overview import overview
from app.services.organiser_home import organised
from app.web.access import loads, may_open, organised_edition, series_owner, team_member
from app.web.forms.edition import NewEditionForm
from app.web.organiser.navigation import organiser_navigation
from app.web.organiser.todo_views import todo_views

bp = Blueprint("organiser", __name__, url_prefix="/organiser")
bp.add_app_template_global(organiser_navigation)
bp.add_app_template_global(may_open)


@bp.get("/")
@loads(team_member)
def home(member: Viewer) -> str:
    """The series and editions that the account organises."""
    return render_template(
        "organiser/home.html",
        all_series=organised(member),
        may_create=StaffRole.OWNER in member.staff_roles,
    )


@bp.get("/new")
@loads(series_owner)
def new(owner: Viewer) -> str:
    """The form of a new edition."""
    form = NewEditionForm(owned=organised_series(owner))
    form.series.data = request.args.get("series", form.first_series)
    return render_template("organiser/new.html", form=form)


@bp.post("/new")
@loads(series_owner)
def create(owner: Viewer) -> Response | tuple[str, int]:
    """Make the edition and go to it."""
    form = NewEditionForm(request.form, owned=organised_series(owner))
    try:
        made = editions.create_edition(form.series_choice(), form.entry(), by=owner, now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return render_template("organiser/new.html", form=form), 422
    flash(_("%(name)s is there, as a draft that only you see.", name=made.name))
    return redirect(url_for("organiser.edition", edition=made.slug), code=303)


@bp.get("/e/<edition>/")
@loads(organised_edition, Permission.READ)
def edition(edition: Edition) -> str:
    """One edition at a glance."""
    page = overview(edition)
    return render_template(
        "organiser/edition.html",
        edition=edition,
        numbers=page.numbers,
        todos=todo_views(page.todos, edition.slug),
        phases=PHASES,
        order=ORDER,
    )
