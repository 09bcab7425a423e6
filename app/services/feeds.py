"""Subscribed calendars: an address of one's own that a calendar asks by itself.

Who knows the address reads the agenda. So it is shown once and stored as a hash; making a new one
or switching it off ends it on the next request.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

import structlog
from flask_babel import gettext as _
from sqlalchemy import or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import contains_eager

from app.domain.errors import ForbiddenError
from app.extensions import db
from app.models import Account, FeedToken, Registration
from app.services import audit, person_locks, rate_limits
from app.services.cancelling import GOING
from app.services.rate_limits import Limit
from app.services.transaction import writing

# Calendars that still ask for what has ended share their company's address.
UNKNOWN = Limit("feed.unknown", 300, timedelta(minutes=1))
READ_EVERY = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def make(person: Registration, *, now: datetime) -> str:
    """A new feed, in place of the one before; gives the token, which nobody can find again.

    Raises ForbiddenError for a registration that is over.
    """
    with writing():
        person_locks.hold(person)
        if not may_have(person):
            raise ForbiddenError(_("This registration is over: it has no calendar."))
        _end(person, now=now)
        token = secrets.token_urlsafe(24)
        db.session.add(
            FeedToken(registration_id=person.id, token_hash=hashed(token), created_at=now)
        )
        _note("feed.make", person, now=now)
    return token


def switch_off(person: Registration, *, now: datetime) -> None:
    """End the person's feed, if there is one."""
    with writing():
        person_locks.hold(person)
        _end(person, now=now)
        _note("feed.switch_off", person, now=now)


def may_have(person: Registration) -> bool:
    """Whether the person may have a feed: while the registration is not over."""
    return person.erased_at is None and person.state in GOING


def feed_of(person: Registration) -> FeedToken | None:
    """The person's living feed."""
    return db.session.scalar(
        select(FeedToken).where(
            FeedToken.registration_id == person.id, FeedToken.revoked_at.is_(None)
        )
    )


def opened_by(token: str) -> FeedToken | None:
    """The living feed that the token opens, with its person and edition; None for any other."""
    return db.session.scalar(
        select(FeedToken)
        .join(FeedToken.registration)
        .join(Registration.edition)
        .join(Registration.organisation)
        .outerjoin(Account, Registration.account_id == Account.id)
        .options(
            contains_eager(FeedToken.registration).options(
                contains_eager(Registration.edition), contains_eager(Registration.organisation)
            )
        )
        .where(
            FeedToken.token_hash == hashed(token),
            FeedToken.revoked_at.is_(None),
            Registration.erased_at.is_(None),
            Registration.state.in_(GOING),
            or_(Account.id.is_(None), Account.disabled_at.is_(None)),
        )
    )


def count_unknown(address: str, *, now: datetime) -> None:
    """Somebody at this network address asked for what is no feed; TooManyTriesError if often."""
    rate_limits.take((UNKNOWN,), address, now=now)


def note_read(feed: FeedToken, content_hash: str, *, now: datetime) -> datetime | None:
    """Since when the feed holds this; None where that could not be noted.

    Noted when it changed, and that it was read once an hour: in a write of its own, without which
    the feed is answered all the same.
    """
    known = feed.content_hash == content_hash
    if known and feed.read_at is not None and now - feed.read_at < READ_EVERY:
        return feed.content_changed_at
    # A date in an answer has whole seconds: another content needs another one.
    before = feed.content_changed_at
    since = before if known else max(now, before + SECOND) if before else now
    try:
        with writing() as session:
            session.execute(
                update(FeedToken)
                .where(FeedToken.id == feed.id)
                .values(read_at=now, content_hash=content_hash, content_changed_at=since)
                .execution_options(synchronize_session=False)
            )
    except OperationalError as error:  # a busy database: the next poll notes it
        structlog.get_logger().warning("feed not noted", error=error)
        return None
    return since


def hashed(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _end(person: Registration, *, now: datetime) -> None:
    db.session.execute(
        update(FeedToken)
        .where(FeedToken.registration_id == person.id, FeedToken.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def _note(action: str, person: Registration, *, now: datetime) -> None:
    audit.note(
        action,
        by=person.account_id,
        now=now,
        edition_id=person.edition_id,
        about=("registration", person.public_id),
    )
