"""A person's subscribed calendar: whoever holds the address reads it, without signing in.

Calendars ask by themselves, again and again, from big companies' machines: an answer is small where
nothing changed, sets no cookie and leads nowhere else. The address itself is never written down;
the log has the beginning of its hash.
"""

import structlog
from flask import Blueprint, Response, make_response, request
from flask_babel import gettext as _

from app.clock import now_utc
from app.domain.errors import NotFoundError, TooManyTriesError
from app.exports.feed import feed_file
from app.models import FeedToken
from app.services import feeds
from app.services.agenda import calendar_of
from app.web.access import loads
from app.web.calendars import HOW_LONG_OWN, calendar_feed

bp = Blueprint("feeds", __name__, url_prefix="/feeds")


def opened_feed(token: str) -> FeedToken:
    """The living feed that the token opens; who asks for many others has to wait."""
    structlog.contextvars.bind_contextvars(feed=feeds.hashed(token)[:8])
    found = feeds.opened_by(token)
    if found is None:
        feeds.count_unknown(request.remote_addr or "", now=now_utc())
        raise NotFoundError(_("There is no such calendar (any more)."))
    return found


@bp.get("/<token>.ics")
@loads(opened_feed)
def feed(found: FeedToken) -> Response:
    """The person's meetings and own talks; where nothing changed, that alone."""
    person = found.registration
    own = calendar_of(person)
    file = feed_file(own, person.reminder_minutes)
    since = feeds.note_read(found, file.tag, now=now_utc())
    return calendar_feed(file, f"agenda-{own.edition_slug}.ics", HOW_LONG_OWN, changed_at=since)


@bp.errorhandler(NotFoundError)
def _not_there(error: NotFoundError) -> Response:
    """The same few words whatever the reason: it is programs that read them."""
    return _plain(error.message, 404)


@bp.errorhandler(TooManyTriesError)
def _too_many(error: TooManyTriesError) -> Response:
    answer = _plain(error.message, 429)
    answer.headers["Retry-After"] = str(error.retry_after_seconds)
    return answer


@bp.after_request
def _keep_out_of_searches(answer: Response) -> Response:
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _plain(words: str, status: int) -> Response:
    answer = make_response(f"{words}\n", status)
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    answer.headers["Cache-Control"] = "no-store"
    return answer
