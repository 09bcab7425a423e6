"""How often something may be tried, counted in the database for all processes together.

A window slides in sixty steps: no more than `number` tries within any `window`. Who is refused is
not counted, so waiting always helps. A periodic task forgets old rows.
"""

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from flask_babel import ngettext
from sqlalchemy import func, select, update

from app.domain.errors import TooManyTriesError
from app.extensions import db
from app.models import RateCount
from app.services import audit
from app.services.transaction import writing
from app.services.upsert import insert_into

STEPS = 60


@dataclass(frozen=True)
class Limit:
    """At most `number` tries of what `name` says within `window`."""

    name: str
    number: int
    window: timedelta

    @property
    def step(self) -> timedelta:
        """Tries within one step are counted in one row."""
        return self.window / STEPS


def take(limits: Iterable[Limit], who: str, *, now: datetime) -> None:
    """Count one try of `who` (an address, an account), in a transaction of its own.

    Raises TooManyTriesError, and counts nothing, where any of the limits is reached.
    """
    asked = tuple(limits)
    with writing():
        wait = seconds_to_wait(asked, who, now=now)
    if wait:
        raise TooManyTriesError(_words(wait), wait)


def check(limits: Iterable[Limit], who: str, *, now: datetime) -> None:
    """Count nothing; raises TooManyTriesError where a limit is reached."""
    wait = max(_wait(limit, who, now=now) for limit in limits)
    if wait:
        raise TooManyTriesError(_words(wait), wait)


def seconds_to_wait(limits: Iterable[Limit], who: str, *, now: datetime) -> int:
    """The same inside the caller's transaction: 0, and it is counted, or how long to wait."""
    asked = tuple(limits)
    _hold(who)
    waits = {limit: _wait(limit, who, now=now) for limit in asked}
    reached = max(waits, key=lambda limit: waits[limit])
    if waits[reached]:
        _tell(reached, who, now=now)
        return waits[reached]
    for limit in asked:
        _add(limit, who, now=now)
    return 0


def give_back(limits: Iterable[Limit], who: str, *, taken_at: datetime) -> None:
    """A try that was right does not count, inside the caller's transaction."""
    for limit in limits:
        db.session.execute(
            update(RateCount)
            .where(
                RateCount.key == _key(limit, who),
                RateCount.window_starts_at == _step_of(limit, taken_at),
                RateCount.number > 0,
            )
            .values(number=RateCount.number - 1)
        )


def _wait(limit: Limit, who: str, *, now: datetime) -> int:
    """Whole seconds until one more try is within the limit, 0 for now."""
    rows = db.session.execute(
        select(RateCount.number, RateCount.expires_at)
        .where(RateCount.key == _key(limit, who), RateCount.expires_at > now)
        .order_by(RateCount.expires_at)
    ).all()
    left = sum(number for number, _ in rows)
    for number, expires_at in rows:
        if left < limit.number:
            break
        left -= number
        if left < limit.number:
            return math.ceil((expires_at - now).total_seconds())
    return 0


def _add(limit: Limit, who: str, *, now: datetime) -> None:
    starts_at = _step_of(limit, now)
    db.session.execute(
        insert_into(RateCount)
        .values(
            key=_key(limit, who),
            window_starts_at=starts_at,
            number=1,
            expires_at=starts_at + limit.step + limit.window,
        )
        .on_conflict_do_update(
            index_elements=["key", "window_starts_at"], set_={"number": RateCount.number + 1}
        )
    )


def _hold(who: str) -> None:
    """Whoever counts for the same `who` waits; on SQLite writers wait for each other anyway."""
    if db.engine.dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(who.encode()).digest()[:8], signed=True)
        db.session.execute(select(func.pg_advisory_xact_lock(number)))


def _tell(limit: Limit, who: str, *, now: datetime) -> None:
    """Note that the limit was reached: each time in the log, once a window in the database."""
    structlog.get_logger().warning("limit reached", limit=limit.name)
    told = Limit(f"{limit.name}.told", 1, limit.window)
    if not _wait(told, who, now=now):
        _add(told, who, now=now)
        audit.note("limit.reach", by=None, now=now, about=("limit", limit.name), result="refused")


def _key(limit: Limit, who: str) -> str:
    return f"{limit.name}:{hashlib.sha256(f'{limit.name}:{who}'.encode()).hexdigest()}"


def _step_of(limit: Limit, moment: datetime) -> datetime:
    seconds = limit.step.total_seconds()
    passed = moment.timestamp() % seconds
    return moment - timedelta(seconds=passed)


def _words(seconds: int) -> str:
    words: str = ngettext(
        "Too many tries. Try again in one minute.",
        "Too many tries. Try again in %(num)d minutes.",
        math.ceil(seconds / 60),
    )
    return words
