"""Signing in and out, and the page of an account."""

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.domain.links import safe_path
from app.domain.viewer import Viewer
from app.services import accounts, demo_logins, my_events
from app.web.access import everybody, loads, signed_in_viewer, viewer_or_none
from app.web.forms.sign_in import SignInForm

bp = Blueprint("account", __name__, url_prefix="/account")

ORGANISER_HOME = "/organiser/"


@bp.get("/sign-in")
@everybody
def sign_in() -> str | Response:
    """The sign-in page; who is signed in already goes on."""
    known = viewer_or_none()
    if known is not None:
        return redirect(_target(known), code=303)
    return _sign_in_page(SignInForm(next=safe_path(request.args.get("next")) or ""))


@bp.post("/sign-in")
@everybody
def send_sign_in() -> tuple[str, int] | Response:
    """Prove e-mail and password, and start a session of its own."""
    form = SignInForm(request.form)
    try:
        found = accounts.sign_in(
            form.email.data or "",
            form.password.data or "",
            user_agent=request.user_agent.string,
            now=now_utc(),
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _sign_in_page(form), 422
    begin_session(found)
    return redirect(_target(found), code=303)


@bp.post("/sign-out")
@everybody
def sign_out() -> Response:
    """End this browser's session."""
    _end_session()
    flash(_("You are signed out."))
    return redirect(url_for("public.home"), code=303)


@bp.get("/")
@loads(signed_in_viewer)
def home(viewer: Viewer) -> str:
    """The events that the account takes part in."""
    return render_template("account/home.html", events=my_events.my_events(viewer.account_id))


def begin_session(found: Viewer) -> None:
    """Sign this browser in; whatever the browser's session held before is forgotten."""
    _end_session()
    login_user(found)


def _end_session() -> None:
    known = viewer_or_none()
    if known is not None:
        accounts.sign_out(known.token, now=now_utc())
    logout_user()
    session.clear()


def _target(found: Viewer) -> str:
    """Where the person wanted to go, else where they have something to do."""
    wanted = safe_path(request.values.get("next"))
    if wanted:
        return wanted
    if found.is_staff:
        return ORGANISER_HOME
    events = my_events.my_events(found.account_id)
    if len(events) == 1:
        return url_for("participant.home", edition=events[0].slug)
    return url_for("account.home")


def _sign_in_page(form: SignInForm) -> str:
    logins = demo_logins.demo_logins(current_app.config["HUBMEET_DATA"])
    shown = logins if current_app.config["DEMO"] else ()
    return render_template("account/sign_in.html", form=form, demo_logins=shown)
