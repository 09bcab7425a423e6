"""Answers that are calendars: to keep, or to subscribe to."""

from datetime import datetime

from flask import Response, current_app, make_response, request

from app.exports.feed import FeedFile

CONTENT_TYPE = "text/calendar; charset=utf-8"
HOW_LONG_SHARED = "public, max-age=300"
HOW_LONG_OWN = "private, max-age=300"


def calendar_download(file: FeedFile, name: str) -> Response:
    """A file to put into a calendar."""
    answer = make_response(file.data)
    answer.headers["Content-Type"] = CONTENT_TYPE
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def calendar_feed(
    file: FeedFile, name: str, how_long: str, *, changed_at: datetime | None = None
) -> Response:
    """The same to subscribe to; 304 alone for who has it. `how_long` is the Cache-Control."""
    answer = make_response(file.data)
    answer.headers["Content-Type"] = CONTENT_TYPE
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["Cache-Control"] = how_long
    answer.set_etag(file.tag)
    answer.last_modified = changed_at
    answer.make_conditional(request)
    return answer


def whole_address(path: str) -> str:
    """The public address of a path of this site."""
    return f"{current_app.config['BASE_URL'].rstrip('/')}{path}"


def subscribing_address(path: str) -> str:
    """The same for programs that subscribe at a click (never webcals: telephones refuse it)."""
    return "webcal:" + whole_address(path).partition(":")[2]
