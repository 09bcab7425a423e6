"""Turns errors into pages, once: what is wrong, and what can be done. Never a traceback."""

from collections.abc import Callable, Mapping

import structlog
from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from app.domain.errors import (
    AppError,
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    TooManyTriesError,
)
from app.web.requests import bare_frame
from app.web.stale_forms import stale_form, stale_page

STATUSES: dict[type[AppError], int] = {
    NotFoundError: 404,
    ForbiddenError: 403,
    ConflictError: 409,
    InvalidInputError: 422,
    TooManyTriesError: 429,
}

# Per status: the heading and what to do. Made when shown, in the reader's language.
WORDS: dict[int, Callable[[], tuple[str, str]]] = {
    400: lambda: (
        _("This could not be understood"),
        _("Go back, load the page anew and try again."),
    ),
    403: lambda: (
        _("This is not yours to do"),
        _("If it should be, ask the organisers of the event."),
    ),
    404: lambda: (
        _("There is no such page"),
        _("The address may be mistyped, or the page is not for this account."),
    ),
    405: lambda: (
        _("This address takes no such action"),
        _("Go back and use the buttons of the page."),
    ),
    409: lambda: (
        _("Something changed meanwhile"),
        _("Nothing was done. Go back, load the page anew and look again."),
    ),
    413: lambda: (
        _("That is too large"),
        _("A form with its files may hold 2 MB at most."),
    ),
    422: lambda: (
        _("This cannot be used as it is"),
        _("Go back and put it right; what you typed is still there."),
    ),
    429: lambda: (
        _("Too many tries"),
        _("Wait a while, then try again."),
    ),
    500: lambda: (
        _("This did not work, and it is our fault"),
        _("Nothing was changed. Try again; if it comes back, tell the organisers the number."),
    ),
}


def init_app(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(AppError, _app_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _app_error(error: AppError) -> Response:
    status = next((code for kind, code in STATUSES.items() if isinstance(error, kind)), 400)
    fields = error.fields if isinstance(error, InvalidInputError) else {}
    page = _page(status, error.message, fields)
    if isinstance(error, TooManyTriesError):
        page.headers["Retry-After"] = str(error.retry_after_seconds)
    return page


def _csrf_error(_error: CSRFError) -> Response:
    form = stale_form()
    if form is not None:
        return stale_page(form)
    return _page(400, _("This form is out of date: you signed in or out since it was opened."))


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())  # a redirect is no error
    if isinstance(error, SecurityError):  # a host that is not ours: a page has no address there
        return make_response(error.get_response())
    if error.code >= 500 or "\0" in request.path:  # PostgreSQL cannot look for such an edition
        bare_frame()
    page = _page(error.code)
    for name, value in error.get_response().headers.items():
        if name in {"Allow", "Retry-After"}:
            page.headers[name] = value
    return page


def _unexpected(error: Exception) -> Response:
    """A fault of ours: noted without what a person typed, answered without what we know."""
    structlog.get_logger().error("unexpected", error=error)
    bare_frame()
    return _page(500)


def _page(status: int, message: str = "", fields: Mapping[str, str] | None = None) -> Response:
    heading, advice = WORDS.get(status, WORDS[500 if status >= 500 else 400])()
    faults = [text for text in (fields or {}).values() if text != message]
    text = render_template(
        "errors/error.html",
        status=status,
        heading=heading,
        advice=advice,
        message=message if message.rstrip(".") != heading else "",
        faults=faults,
    )
    return make_response(text, status)
