"""What is stored of a person: their copy of it, and its end."""

from flask import Response as FlaskResponse
from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.domain.viewer import Viewer
from app.services.privacy import erasure, export, preview, words
from app.web.access import loads, proven_viewer, signed_in_viewer
from app.web.account.blueprint import bp
from app.web.account.entering import end_session
from app.web.forms.privacy import EraseForm


@bp.get("/data")
@loads(signed_in_viewer)
def data(viewer: Viewer) -> str:
    """What there is, and what can be done with it."""
    return render_template("account/data.html", rows=words.register_rows())


@bp.get("/data/copy.zip")
@loads(proven_viewer)
def copy(viewer: Viewer) -> FlaskResponse:
    """The person's own copy, made for this answer and kept nowhere."""
    now = now_utc()
    response = make_response(export.export_account(viewer.account_id, now=now))
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="my-data-{now:%Y-%m-%d}.zip"'
    return response


@bp.get("/data/erase")
@loads(proven_viewer)
def erase(viewer: Viewer) -> str:
    """What erasing would do."""
    return _erase_page(viewer, EraseForm(with_organisations=True))


@bp.post("/data/erase")
@loads(proven_viewer)
def send_erase(viewer: Viewer) -> Response | tuple[str, int]:
    """Erase everything of the person, and sign them out."""
    form = EraseForm(request.form)
    try:
        form.check(viewer.email)
    except InvalidInputError as error:
        form.refuse(error)
        return _erase_page(viewer, form), 422
    erasure.erase_account(
        viewer.account_id,
        with_organisations=bool(form.with_organisations.data),
        now=now_utc(),
        data=current_app.config["HUBMEET_DATA"],
    )
    end_session()
    flash(_("Everything of yours is erased. Goodbye."))
    return redirect(url_for("public.home"), code=303)


def _erase_page(viewer: Viewer, form: EraseForm) -> str:
    found = preview.of_account(
        viewer.account_id, name=viewer.name, email=viewer.email, now=now_utc()
    )
    return render_template("account/erase.html", form=form, preview=found)
