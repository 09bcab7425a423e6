"""The second step of signing in: setting it up, showing it, removing it."""

import segno
from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError, TooManyTriesError
from app.domain.links import safe_path
from app.domain.viewer import Viewer
from app.services import second_factor
from app.web.access import everybody, loads, proven_viewer
from app.web.account.blueprint import bp
from app.web.account.entering import HALF, WANTED, enter
from app.web.forms.sign_in import CodeForm


@bp.get("/second-step")
@everybody
def second_step() -> str | Response:
    """Ask for the app's code; who has not given the first proof begins at the beginning."""
    if HALF not in session:
        return redirect(url_for("account.sign_in"), code=303)
    return render_template("account/second_step.html", form=CodeForm())


@bp.post("/second-step")
@everybody
def send_second_step() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Complete the sign-in."""
    form = CodeForm(request.form)
    if HALF not in session:
        form.form_errors = [_("Begin with your e-mail address or your password.")]
        return render_template("account/second_step.html", form=form), 422
    try:
        found = second_factor.show(session[HALF], form.code.data or "", now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return render_template("account/second_step.html", form=form), 422
    except TooManyTriesError as error:
        form.form_errors = [error.message]
        page = render_template("account/second_step.html", form=form)
        return page, 429, {"Retry-After": str(error.retry_after_seconds)}
    session.pop(HALF)  # it is the session that goes on
    return enter(found, session.get(WANTED))


@bp.get("/second-factor")
@loads(proven_viewer)
def second_factor_page(viewer: Viewer) -> str:
    """What the second step is, and where it stands."""
    return _page(viewer, CodeForm(next=safe_path(request.args.get("next")) or ""))


@bp.post("/second-factor")
@loads(proven_viewer)
def begin_second_factor(viewer: Viewer) -> Response:
    """Make a secret and show it."""
    second_factor.propose(viewer)
    wanted = safe_path(request.form.get("next"))
    return redirect(url_for("account.second_factor_page", next=wanted), code=303)


@bp.post("/second-factor/confirm")
@loads(proven_viewer)
def confirm_second_factor(viewer: Viewer) -> Response | tuple[str, int]:
    """The app shows the right code: from now on it is asked for."""
    form = CodeForm(request.form)
    try:
        second_factor.confirm(viewer, form.code.data or "", now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(viewer, form), 422
    flash(_("The second step is set up. Other browsers are signed out."))
    return redirect(safe_path(form.next.data) or url_for("account.security"), code=303)


@bp.post("/second-factor/remove")
@loads(proven_viewer)
def remove_second_factor(viewer: Viewer) -> Response:
    """Sign in without the app's codes again."""
    second_factor.remove(viewer.account_id, by=viewer.account_id, now=now_utc())
    flash(_("The second step is removed."))
    return redirect(url_for("account.security"), code=303)


def _page(viewer: Viewer, form: CodeForm) -> str:
    waiting = second_factor.proposed(viewer)
    secret, address = waiting or ("", "")
    return render_template(
        "account/second_factor.html",
        form=form,
        has_second_factor=viewer.has_second_factor,
        needed=viewer.must_have_second_factor and current_app.config["REQUIRE_2FA"] == "organiser",
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        picture=segno.make(address, error="m").svg_data_uri(scale=5) if address else "",
    )
