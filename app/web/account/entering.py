"""What happens in the browser's own session when somebody comes in or goes."""

import secrets

from flask import redirect, session, url_for
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.links import safe_path
from app.domain.viewer import Viewer
from app.services import my_events, sessions
from app.web.access import viewer_or_none
from app.web.requests import LANGUAGE

ORGANISER_HOME = "/organiser/"
# Keys of the browser's session.
BROWSER = "browser"
HALF = "half_token"
WANTED = "wanted"


def browser_id() -> str:
    """A random id of this browser, the only one where a mailed code works."""
    known: str = session.setdefault(BROWSER, secrets.token_hex(16))
    return known


def begin_session(found: Viewer) -> None:
    """Sign this browser in; whatever the browser's session held before is forgotten.

    Who has a second factor is not in before showing it: the next page asks for it.
    """
    end_session()
    if found.awaits_second_factor:
        session[HALF] = found.token
    else:
        login_user(found)


def enter(found: Viewer, wanted: str | None) -> Response:
    """Sign in and go on: to the second step, to the page that was wanted, or home."""
    begin_session(found)
    if HALF in session:
        session[WANTED] = safe_path(wanted) or ""
        return redirect(url_for("account.second_step"), code=303)
    return redirect(target(found, wanted), code=303)


def end_session() -> None:
    """Sign this browser out and forget all that its session held."""
    known = viewer_or_none()
    for token in {known.token if known else None, session.get(HALF)} - {None}:
        sessions.sign_out(str(token), now=now_utc())
    logout_user()
    kept = session.get(LANGUAGE)
    session.clear()
    if kept:
        session[LANGUAGE] = kept


def target(found: Viewer, wanted: str | None) -> str:
    """Where the person wanted to go, else where they have something to do."""
    path = safe_path(wanted)
    if path:
        return path
    if found.is_staff:
        return ORGANISER_HOME
    events = my_events.my_events(found.account_id)
    if len(events) == 1:
        return url_for("participant.home", edition=events[0].slug)
    return url_for("account.home")
