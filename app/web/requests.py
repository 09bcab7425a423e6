"""What happens around every request: an id, the writer's lock, who is asking, the language."""

import secrets

import structlog
from flask import Flask, Response, g, has_request_context, request, session
from flask_login import current_user
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix

from app.clock import now_utc
from app.domain.viewer import Viewer
from app.exports.words import WRITTEN, catalogues
from app.extensions import login_manager
from app.services import languages, sessions
from app.services.transaction import begin_writing

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
TOKEN = "login_token"  # noqa: S105 - the name of the session's key, not a secret


# The key of the language that was chosen in this browser.
LANGUAGE = "language"
BARE = "hubmeet.bare_frame"


def locale() -> str:
    """The language of this request's texts: the account's, the browser's choice, or its wish."""
    if not has_request_context():
        return WRITTEN
    if BARE not in request.environ and current_user.is_authenticated:
        return languages.known(current_user.locale)
    chosen = session.get(LANGUAGE)
    if chosen in catalogues():
        return str(chosen)
    return request.accept_languages.best_match(catalogues(), WRITTEN)


def bare_frame() -> None:
    """Make this answer's frame without the database: it may be what has failed."""
    request.environ[BARE] = True


def init_app(app: Flask) -> None:
    """Hook the application."""
    hops = app.config["PROXY_COUNT"]
    if hops:
        # Only the last `hops` entries were written by our own proxies; the rest is anybody's.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    app.before_request(_begin)
    app.after_request(_note)
    app.after_request(_note_use)
    login_manager.user_loader(_load)
    login_manager.login_view = "account.sign_in"
    login_manager.login_message = None
    login_manager.session_protection = None  # sessions are rows that can be ended


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(
        request_id=g.request_id, address=request.remote_addr or ""
    )
    if _holds_nul():
        raise BadRequest
    if request.method in UNSAFE:
        begin_writing()


def _holds_nul() -> bool:
    """Whether a NUL was sent: nobody types one, and PostgreSQL cannot store or look for it."""
    values = [*request.args.items(multi=True), *request.form.items(multi=True)]
    return any("\0" in text for text in (request.path, *(text for pair in values for text in pair)))


def _note(response: Response) -> Response:
    if request.endpoint not in {"static", "bootstrap.static"}:
        structlog.get_logger().info(
            "request",
            method=request.method,
            endpoint=request.endpoint or "-",
            status=response.status_code,
        )
    response.headers["X-Request-Id"] = g.get("request_id", "-")
    return response


def _note_use(response: Response) -> Response:
    """After the answer is made: a write of its own, whatever the request did."""
    found = g.get("_login_user")  # where Flask-Login keeps whom it has loaded
    if isinstance(found, Viewer) and response.status_code < 500:
        sessions.note_use(found, now=now_utc())
    return response


def _load(token: str) -> Viewer | None:
    return sessions.viewer_of(token, now=now_utc())
