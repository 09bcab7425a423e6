"""Work is a row: claimed by one worker at a time, kept by a lease, claimed anew when it ran out.

A claim is one conditional update, so two workers never hold the same row; a worker that was
killed leaves a lease that ends by itself.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, or_, select, update

from app.domain.states import WorkState
from app.extensions import db
from app.models import OutgoingMail, PrintJob, SolveRun
from app.services.transaction import writing

Job = TypeVar("Job", SolveRun, PrintJob, OutgoingMail)

LEASE = timedelta(seconds=15)
MAX_ATTEMPTS = 3
GAVE_UP = "It was started %(number)s times and did not end: the worker stopped each time."


@dataclass(frozen=True)
class Terms:
    """How work is claimed: for how long, how often at most, which of it, what comes first."""

    lease: timedelta = LEASE
    max_attempts: int = MAX_ATTEMPTS
    only: tuple[ColumnElement[bool], ...] = ()
    first: tuple[ColumnElement[Any], ...] = ()


USUAL = Terms()


def waits(model: type[Job], *, now: datetime, terms: Terms = USUAL) -> bool:
    """Whether there is anything to claim."""
    wanted = select(model.id).where(_claimable(model, now), *terms.only).limit(1)
    return db.session.scalar(wanted) is not None


def claim(
    model: type[Job], *, now: datetime, public_id: str | None = None, terms: Terms = USUAL
) -> tuple[Job, str] | None:
    """The oldest piece of waiting work (or the one with `public_id`) and the token to hold it."""
    # Looking first keeps an idle worker from taking SQLite's write lock twice a second.
    if not waits(model, now=now, terms=terms):
        return None
    token = secrets.token_hex(16)
    with writing():
        _give_up(model, now, terms)
        waiting = select(model.id).where(_claimable(model, now), *terms.only)
        waiting = waiting.order_by(*terms.first, model.id).limit(1)
        if public_id is not None:
            waiting = waiting.where(model.public_id == public_id)
        if db.engine.dialect.name == "postgresql":
            waiting = waiting.with_for_update(skip_locked=True)
        claimed = db.session.scalar(
            update(model)
            .where(model.id == waiting.scalar_subquery(), _claimable(model, now))
            .values(
                state=WorkState.RUNNING,
                attempts=model.attempts + 1,
                lease_token=token,
                lease_until=now + terms.lease,
                started_at=now,
            )
            .returning(model.id)
            .execution_options(synchronize_session=False)
        )
    if claimed is None:
        return None
    job = db.session.get(model, claimed, populate_existing=True)
    return (job, token) if job is not None else None


def keep(model: type[Job], job_id: int, token: str, *, now: datetime, **values: Any) -> bool | None:
    """Extend the lease and note `values`: whether a stop is wanted; None if no longer ours."""
    with writing():
        return db.session.scalar(
            update(model)
            .where(model.id == job_id, model.lease_token == token)
            .values(lease_until=now + LEASE, **values)
            .returning(model.cancel_requested)
            .execution_options(synchronize_session=False)
        )


def finish(
    model: type[Job], job_id: int, token: str, state: WorkState, *, now: datetime, **values: Any
) -> bool:
    """End the work inside the caller's transaction; False if it is no longer ours."""
    ended = db.session.scalar(
        update(model)
        .where(model.id == job_id, model.lease_token == token)
        .values(state=state, finished_at=now, lease_token=None, lease_until=None, **values)
        .returning(model.id)
        .execution_options(synchronize_session=False)
    )
    return ended is not None


def put_back(
    model: type[Job], job_id: int, token: str, *, counted: bool = False, **values: Any
) -> None:
    """Give the work back unfinished, for the next worker at once (a worker is shutting down).

    `counted`: it was a real try that failed, and counts as one.
    """
    attempts = model.attempts if counted else model.attempts - 1
    with writing():
        db.session.execute(
            update(model)
            .where(model.id == job_id, model.lease_token == token)
            .values(
                state=WorkState.QUEUED,
                attempts=attempts,
                lease_token=None,
                lease_until=None,
                **values,
            )
            .execution_options(synchronize_session=False)
        )


def ask_to_stop(job: SolveRun | PrintJob, *, now: datetime) -> None:
    """Stop the work, inside the caller's transaction: at once, or at its worker's next beat."""
    model = type(job)
    waiting = db.session.scalar(
        update(model)
        .where(model.id == job.id, model.state == WorkState.QUEUED)
        .values(state=WorkState.CANCELLED, finished_at=now, cancel_requested=True)
        .returning(model.id)
        .execution_options(synchronize_session=False)
    )
    if waiting is None:
        db.session.execute(
            update(model)
            .where(model.id == job.id, model.state == WorkState.RUNNING)
            .values(cancel_requested=True)
            .execution_options(synchronize_session=False)
        )


def _claimable(model: type[Job], now: datetime) -> ColumnElement[bool]:
    return or_(
        model.state == WorkState.QUEUED,
        and_(model.state == WorkState.RUNNING, model.lease_until < now),
    )


def _give_up(model: type[Job], now: datetime, terms: Terms) -> None:
    """Fail what was claimed too often."""
    message = GAVE_UP % {"number": terms.max_attempts}
    db.session.execute(
        update(model)
        .where(_claimable(model, now), model.attempts >= terms.max_attempts)
        .values(state=WorkState.FAILED, finished_at=now, message=message, lease_token=None)
        .execution_options(synchronize_session=False)
    )
