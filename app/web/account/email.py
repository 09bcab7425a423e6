"""Moving the account to another e-mail address."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.domain.viewer import Viewer
from app.services import email_change
from app.web.access import loads, proven_viewer
from app.web.account.blueprint import bp
from app.web.account.entering import browser_id
from app.web.forms.account import EmailForm


@bp.get("/email")
@loads(proven_viewer)
def email(viewer: Viewer) -> str:
    """Ask for the new address."""
    return render_template("account/email.html", form=EmailForm(), now_email=viewer.email)


@bp.post("/email")
@loads(proven_viewer)
def send_email(viewer: Viewer) -> Response | tuple[str, int]:
    """Mail a link to the new address; the old one stays until the link is used."""
    form = EmailForm(request.form)
    try:
        new = email_change.ask(viewer, form.email.data or "", browser=browser_id(), now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        page = render_template("account/email.html", form=form, now_email=viewer.email)
        return page, 422
    flash(_("A link is on its way to %(email)s. Until you use it, nothing changes.", email=new))
    return redirect(url_for("account.security"), code=303)
