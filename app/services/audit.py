"""Notes who did what, in the database and as a line of the log."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

import structlog

from app.extensions import db
from app.models import AuditEntry

# (who acts, the public id of the registration for whom)
_behalf: ContextVar[tuple[int, str] | None] = ContextVar("behalf", default=None)


@contextmanager
def on_behalf(*, by: int, of: str) -> Iterator[None]:
    """A block in which an organiser takes a participant's steps: every entry names both."""
    token = _behalf.set((by, of))
    try:
        yield
    finally:
        _behalf.reset(token)


def note(
    action: str,
    *,
    by: int | None,
    now: datetime,
    edition_id: int | None = None,
    about: tuple[str, str] = ("", ""),
    result: str = "done",
    details: Mapping[str, int | str] | None = None,
) -> None:
    """Add an entry inside the caller's transaction.

    `action` is a word and a thing, as `registration.approve`; `by` the acting account; `about`
    the kind and the public id of what it was done to. `details` are numbers, codes and states,
    never a name, an address or anything that a person typed.
    """
    around = structlog.contextvars.get_contextvars()
    kind, number = about
    if (behalf := _behalf.get()) is not None:
        by, details = behalf[0], {**(details or {}), "on_behalf_of": behalf[1]}
    entry = AuditEntry(
        happened_at=now,
        action=action,
        edition_id=edition_id,
        actor_account_id=by,
        object_kind=kind,
        object_id=number,
        result=result,
        address=str(around.get("address", "")),
        request_id=str(around.get("request_id", "")),
        details=dict(details or {}),
    )
    db.session.add(entry)
    structlog.get_logger().info(
        "audit",
        action=action,
        edition=edition_id,
        actor=by,
        object_kind=kind,
        object_id=number,
        result=result,
        **{f"detail_{name}": value for name, value in (details or {}).items()},
    )
