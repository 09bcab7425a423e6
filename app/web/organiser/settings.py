"""What an edition says about itself, and the limits of its meetings."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.domain.errors import InvalidInputError
from app.services import editions
from app.web.access import organised_edition, signed_in
from app.web.forms.edition import EditionForm

bp = Blueprint("organiser_settings", __name__, url_prefix="/organiser/e/<edition>/settings")


@bp.get("/")
@signed_in
def page(edition: str) -> str:
    """The edition's form."""
    found = organised_edition(edition)
    return render_template("organiser/settings.html", edition=found, form=EditionForm.of(found))


@bp.post("/")
@signed_in
def change(edition: str) -> Response | tuple[str, int]:
    """Store what was typed."""
    found = organised_edition(edition)
    form = EditionForm(request.form).keeping(found)
    try:
        editions.change_edition(found, form.entry())
    except InvalidInputError as error:
        form.refuse(error)
        return render_template("organiser/settings.html", edition=found, form=form), 422
    flash(_("The settings are stored."))
    return redirect(url_for("organiser_settings.page", edition=found.slug), code=303)
