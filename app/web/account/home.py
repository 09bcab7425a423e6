"""The account's events, and how it signs in and where."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.viewer import Viewer
from app.services import account_changes, my_events, sessions
from app.web.access import loads, signed_in_viewer
from app.web.account.blueprint import bp


@bp.get("/")
@loads(signed_in_viewer)
def home(viewer: Viewer) -> str:
    """The events that the account takes part in."""
    return render_template("account/home.html", events=my_events.my_events(viewer.account_id))


@bp.get("/security")
@loads(signed_in_viewer)
def security(viewer: Viewer) -> str:
    """How the account signs in, and the browsers where it is signed in."""
    return render_template(
        "account/security.html",
        viewer=viewer,
        has_password=account_changes.has_password(viewer),
        sessions=sessions.own_sessions(viewer, now=now_utc()),
    )


@bp.post("/sessions/<number>/end")
@loads(signed_in_viewer)
def end_session(viewer: Viewer, number: str) -> Response:
    """Sign another browser out."""
    sessions.end_one(viewer, number, now=now_utc())
    flash(_("That browser is signed out."))
    return redirect(url_for("account.security"), code=303)


@bp.post("/sessions/end-others")
@loads(signed_in_viewer)
def end_other_sessions(viewer: Viewer) -> Response:
    """Sign all browsers out but this one."""
    number = sessions.end_others(viewer, now=now_utc())
    flash(
        ngettext("%(num)d other browser is signed out.", "%(num)d others are signed out.", number)
    )
    return redirect(url_for("account.security"), code=303)
