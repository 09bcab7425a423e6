"""Signing in with a password, and out."""

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError, TooManyTriesError
from app.domain.links import safe_path
from app.services import demo_logins, password_sign_in
from app.web.access import everybody, viewer_or_none
from app.web.account.blueprint import bp
from app.web.account.entering import HALF, WANTED, end_session, enter, target
from app.web.forms.sign_in import AskCodeForm, SignInForm


@bp.get("/sign-in")
@everybody
def sign_in() -> str | Response:
    """The sign-in page; who is signed in already goes on, also to the second step."""
    wanted = request.args.get("next")
    known = viewer_or_none()
    if known is not None:
        return redirect(target(known, wanted), code=303)
    if HALF in session:
        session[WANTED] = safe_path(wanted) or session.get(WANTED, "")
        return redirect(url_for("account.second_step"), code=303)
    return sign_in_page(wanted=safe_path(wanted) or "")


@bp.post("/sign-in")
@everybody
def send_sign_in() -> tuple[str, int] | tuple[str, int, dict[str, str]] | Response:
    """Prove e-mail and password, and start a session of its own."""
    form = SignInForm(request.form)
    try:
        found = password_sign_in.sign_in(
            form.email.data or "",
            form.password.data or "",
            user_agent=request.user_agent.string,
            now=now_utc(),
        )
    except InvalidInputError as error:
        form.refuse(error)
        return sign_in_page(form=form, wanted=form.next.data or ""), 422
    except TooManyTriesError as error:
        form.form_errors = [error.message, _("With a code by mail you can sign in now.")]
        return (
            sign_in_page(form=form, wanted=form.next.data or ""),
            429,
            {"Retry-After": str(error.retry_after_seconds)},
        )
    return enter(found, form.next.data)


@bp.post("/sign-out")
@everybody
def sign_out() -> Response:
    """End this browser's session."""
    end_session()
    flash(_("You are signed out."))
    return redirect(url_for("public.home"), code=303)


def sign_in_page(
    *, wanted: str, form: SignInForm | None = None, code_form: AskCodeForm | None = None
) -> str:
    """The page with both ways to sign in, and the people of the demo."""
    logins = demo_logins.demo_logins(current_app.config["HUBMEET_DATA"])
    typed = (code_form or form or SignInForm()).email.data
    return render_template(
        "account/sign_in.html",
        form=form or SignInForm(email=typed, next=wanted),
        code_form=code_form or AskCodeForm(email=typed, next=wanted),
        demo_logins=logins if current_app.config["DEMO"] else (),
    )
