"""What an edition says about itself, and the limits of its meetings."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import InvalidInputError
from app.domain.permissions import Permission
from app.models import Edition
from app.services import editions
from app.web.access import loads, organised_edition
from app.web.forms.edition import EditionForm

bp = Blueprint("organiser_settings", __name__, url_prefix="/organiser/e/<edition>/settings")


@bp.get("/")
@loads(organised_edition, Permission.PREPARE)
def page(edition: Edition) -> str:
    """The edition's form."""
    return render_template("organiser/settings.html", edition=edition, form=EditionForm.of(edition))


@bp.post("/")
@loads(organised_edition, Permission.PREPARE)
def change(edition: Edition) -> Response | tuple[str, int]:
    """Store what was typed."""
    form = EditionForm(request.form).keeping(edition)
    try:
        editions.change_edition(edition, form.entry())
    except InvalidInputError as error:
        form.refuse(error)
        return render_template("organiser/settings.html", edition=edition, form=form), 422
    flash(_("The settings are stored."))
    return redirect(url_for("organiser_settings.page", edition=edition.slug), code=303)
