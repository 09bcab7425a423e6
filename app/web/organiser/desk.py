"""The registration desk."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.permissions import Permission
from app.models import Edition
from app.services import desk
from app.services.languages import say
from app.services.people_scope import PeopleScope
from app.web.access import loads, organised_edition, organised_people, viewer
from app.web.forms.desk import WalkInForm

bp = Blueprint("organiser_desk", __name__, url_prefix="/organiser/e/<edition>/desk")

LONGEST_TEXT = 80


@bp.get("/")
@loads(organised_people, Permission.DESK)
def page(scope: PeopleScope) -> str:
    """Who fits what is typed."""
    text = _text()
    return render_template(
        "organiser/desk.html", edition=scope.edition, text=text, found=desk.look_for(scope, text)
    )


@bp.post("/check-in")
@loads(organised_people, Permission.DESK)
def check_in(scope: PeopleScope) -> Response:
    """Check somebody in, or undo that."""
    person, undo = request.form.get("person", ""), bool(request.form.get("undo"))
    step = desk.undo_check_in if undo else desk.check_in
    try:
        done = step(scope, person, by=viewer().account_id, now=now_utc())
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        if undo:
            flash(_("%(name)s is not checked in any more.", name=done.name))
        else:
            flash(_("%(name)s is checked in.", name=done.name))
    return redirect(url_for("organiser_desk.page", edition=scope.edition.slug, q=_text()), code=303)


@bp.get("/walk-in")
@loads(organised_edition, Permission.DESK)
def new(edition: Edition) -> str:
    """The form of who walks in."""
    return _new_page(edition, WalkInForm(country=edition.country, name=_text()))


@bp.post("/walk-in")
@loads(organised_edition, Permission.DESK)
def walk_in(edition: Edition) -> Response | tuple[str, int]:
    """Register and check in who walks in."""
    form = WalkInForm(request.form)
    try:
        person = desk.walk_in(edition, form.entry(), by=viewer().account_id, now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _new_page(edition, form), 422
    except ConflictError as error:
        flash(say(error.message), "error")
        return redirect(url_for("organiser_desk.page", edition=edition.slug), code=303)
    flash(_("%(name)s is registered and checked in.", name=person.name))
    return redirect(url_for("organiser_desk.page", edition=edition.slug), code=303)


def _text() -> str:
    return " ".join(request.values.get("q", "").split())[:LONGEST_TEXT]


def _new_page(edition: Edition, form: WalkInForm) -> str:
    return render_template("organiser/walk_in.html", edition=edition, form=form)
