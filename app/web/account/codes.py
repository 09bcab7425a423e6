"""Signing in with a code that was mailed."""

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.domain.links import safe_path
from app.services import mailed_sign_in
from app.web.access import everybody
from app.web.account.blueprint import bp
from app.web.account.entering import WANTED, browser_id, enter
from app.web.account.sign_in import sign_in_page
from app.web.forms.sign_in import AskCodeForm, CodeForm

ASKED_FOR = "code_email"


@bp.post("/sign-in/code")
@everybody
def ask_code() -> Response | tuple[str, int]:
    """Mail a code, if the address is known here; nothing on the next page tells."""
    form = AskCodeForm(request.form)
    wanted = safe_path(form.next.data) or ""
    try:
        session[ASKED_FOR] = mailed_sign_in.ask(
            form.email.data or "",
            browser=browser_id(),
            wanted=wanted,
            now=now_utc(),
        )
    except InvalidInputError as error:
        form.refuse(error)
        return sign_in_page(code_form=form, wanted=form.next.data or ""), 422
    session[WANTED] = wanted
    return redirect(url_for("account.code"), code=303)


@bp.get("/code")
@everybody
def code() -> str | Response:
    """Where the code is typed; who asked for none is sent to ask for one."""
    if ASKED_FOR not in session:
        return redirect(url_for("account.sign_in"), code=303)
    return _page(CodeForm(next=session.get(WANTED)))


@bp.post("/code")
@everybody
def send_code() -> Response | tuple[str, int]:
    """Sign in with the code that was typed."""
    form = CodeForm(request.form)
    if ASKED_FOR not in session:
        asking = AskCodeForm()
        asking.form_errors = [_("First ask for a code, in this browser.")]
        return sign_in_page(code_form=asking, wanted=""), 422
    try:
        entered = mailed_sign_in.by_code(
            session[ASKED_FOR],
            form.code.data or "",
            browser=browser_id(),
            user_agent=request.user_agent.string,
            now=now_utc(),
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _page(form), 422
    return enter(entered.viewer, entered.wanted)


def _page(form: CodeForm) -> str:
    return render_template("account/code.html", form=form, email=session[ASKED_FOR])
