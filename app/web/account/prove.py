"""Proving again who sits there, before something of weight is changed."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.domain.links import safe_path
from app.domain.viewer import Viewer
from app.services import account_changes, mailed_sign_in
from app.web.access import loads, signed_in_viewer
from app.web.account.blueprint import bp
from app.web.account.entering import browser_id
from app.web.forms.sign_in import CodeForm, ProveForm

ASKED_FOR = "proof_asked"


@bp.get("/prove")
@loads(signed_in_viewer)
def prove(viewer: Viewer) -> str:
    """Ask for the password, or offer a code by mail."""
    wanted = safe_path(request.args.get("next")) or ""
    return _page(viewer, ProveForm(next=wanted), CodeForm(next=wanted))


@bp.post("/prove")
@loads(signed_in_viewer)
def send_proof(viewer: Viewer) -> Response | tuple[str, int]:
    """Take the password, or the code if one was typed."""
    by_code = "code" in request.form
    password, code = ProveForm(request.form), CodeForm(request.form)
    form = code if by_code else password
    try:
        if by_code:
            typed = code.code.data or ""
            account_changes.prove_by_code(viewer, typed, browser=browser_id(), now=now_utc())
        else:
            account_changes.prove_by_password(viewer, password.password.data or "", now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(viewer, password, code), 422
    session.pop(ASKED_FOR, None)
    wanted = safe_path(form.next.data) or url_for("account.security")
    return redirect(wanted, code=303)


@bp.post("/prove/code")
@loads(signed_in_viewer)
def ask_proof_code(viewer: Viewer) -> Response:
    """Mail a code to the account's own address."""
    wanted = safe_path(request.form.get("next")) or ""
    mailed_sign_in.ask(viewer.email, browser=browser_id(), wanted=wanted, now=now_utc())
    session[ASKED_FOR] = True
    flash(_("A code is on its way to %(email)s.", email=viewer.email))
    return redirect(url_for("account.prove", next=wanted or None), code=303)


def _page(viewer: Viewer, password: ProveForm, code: CodeForm) -> str:
    return render_template(
        "account/prove.html",
        form=password,
        code_form=code,
        email=viewer.email,
        has_password=account_changes.has_password(viewer),
        code_asked=ASKED_FOR in session,
    )
