"""The languages of an edition, and its texts in each."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.domain.permissions import Permission
from app.exports.words import catalogues, own_name
from app.models import Edition
from app.services import edition_languages
from app.services.languages import say
from app.web.access import loads, organised_edition, viewer

bp = Blueprint("organiser_languages", __name__, url_prefix="/organiser/e/<edition>/languages")


@bp.get("/")
@loads(organised_edition, Permission.PREPARE)
def page(edition: Edition) -> str:
    """Which languages, and how much is missing in each."""
    others = edition_languages.others(edition)
    return render_template(
        "organiser/languages.html",
        edition=edition,
        main=edition.languages[0],
        names={code: own_name(code) for code in catalogues()},
        missing={code: edition_languages.missing_in(edition, code) for code in others},
    )


@bp.post("/")
@loads(organised_edition, Permission.PREPARE)
def choose(edition: Edition) -> Response:
    """Store the choice."""
    main = request.form.get("main", "")
    chosen = [main, *request.form.getlist("languages")]
    try:
        edition_languages.choose(edition, chosen, by=viewer().account_id, now=now_utc())
        flash(_("The languages are stored."))
    except InvalidInputError as error:
        flash(say(error.message), "error")
    return redirect(url_for("organiser_languages.page", edition=edition.slug), code=303)


@bp.get("/<language>")
@loads(organised_edition, Permission.PREPARE)
def texts(edition: Edition, language: str) -> str:
    """Every text with a field for it in this language."""
    return _texts_page(edition, language, {}, {})


@bp.post("/<language>")
@loads(organised_edition, Permission.PREPARE)
def translate(edition: Edition, language: str) -> Response | tuple[str, int]:
    """Store what was typed."""
    typed = request.form.to_dict()
    try:
        edition_languages.translate(edition, language, typed, by=viewer().account_id, now=now_utc())
    except InvalidInputError as error:
        return _texts_page(edition, language, typed, error.fields), 422
    flash(_("The texts are stored."))
    return redirect(url_for("organiser_languages.page", edition=edition.slug), code=303)


def _texts_page(
    edition: Edition, language: str, typed: dict[str, str], faults: dict[str, str]
) -> str:
    return render_template(
        "organiser/translations.html",
        edition=edition,
        language=language,
        name=own_name(language),
        main=edition.languages[0],
        texts=edition_languages.texts_in(edition, language),
        typed=typed,
        faults=faults,
    )
