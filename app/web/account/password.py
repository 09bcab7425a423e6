"""Setting, changing and removing one's password; a new one when it is forgotten."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.domain.viewer import Viewer
from app.services import account_changes
from app.web.access import everybody, loads, proven_viewer
from app.web.account.blueprint import bp
from app.web.account.entering import browser_id
from app.web.forms.account import EmailForm, PasswordForm


@bp.get("/password")
@loads(proven_viewer)
def password(viewer: Viewer) -> str:
    """The form for a password."""
    return _page(viewer, PasswordForm())


@bp.post("/password")
@loads(proven_viewer)
def send_password(viewer: Viewer) -> Response | tuple[str, int]:
    """Set or change the password."""
    form = PasswordForm(request.form)
    try:
        account_changes.choose_password(viewer, form.password.data or "", now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(viewer, form), 422
    flash(_("Your password is set. Other browsers are signed out."))
    return redirect(url_for("account.security"), code=303)


@bp.post("/password/remove")
@loads(proven_viewer)
def remove_password(viewer: Viewer) -> Response:
    """Go on with codes by mail only."""
    account_changes.remove_password(viewer, now=now_utc())
    flash(_("Your password is removed. You sign in with a code by mail."))
    return redirect(url_for("account.security"), code=303)


@bp.get("/reset")
@everybody
def reset() -> str:
    """Ask for a link to set a new password."""
    return render_template("account/reset.html", form=EmailForm())


@bp.post("/reset")
@everybody
def send_reset() -> Response | tuple[str, int]:
    """Mail the link, if there is such an account; the answer is the same."""
    form = EmailForm(request.form)
    try:
        account_changes.ask_reset(form.email.data or "", browser=browser_id(), now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return render_template("account/reset.html", form=form), 422
    flash(_("If there is an account with this address, a link is on its way. Look into your mail."))
    return redirect(url_for("account.sign_in"), code=303)


def _page(viewer: Viewer, form: PasswordForm) -> str:
    return render_template(
        "account/password.html", form=form, has_password=account_changes.has_password(viewer)
    )
