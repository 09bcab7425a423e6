"""Work is a row: claimed by one worker at a time, kept by a lease, claimed anew when it ran out.

A claim is one conditional update, so two workers never hold the same row; a worker that was
killed leaves a lease that ends by itself.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import and_, or_, select, update

from app.domain.states import WorkState
from app.extensions import db
from app.models import PrintJob, SolveRun
from app.services.transaction import writing

Job = TypeVar("Job", SolveRun, PrintJob)

LEASE = timedelta(seconds=15)
MAX_ATTEMPTS = 3
GAVE_UP = "It was started three times and did not end: the worker stopped each time."


def claim(
    model: type[Job], *, now: datetime, public_id: str | None = None
) -> tuple[Job, str] | None:
    """The oldest piece of waiting work (or the one with `public_id`) and the token to hold it."""
    # Looking first keeps an idle worker from taking SQLite's write lock twice a second.
    if db.session.scalar(select(model.id).where(_claimable(model, now)).limit(1)) is None:
        return None
    token = secrets.token_hex(16)
    with writing():
        _give_up(model, now)
        waiting = select(model.id).where(_claimable(model, now)).order_by(model.id).limit(1)
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
                lease_until=now + LEASE,
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


def put_back(model: type[Job], job_id: int, token: str) -> None:
    """Give the work back unfinished, for the next worker at once (a worker is shutting down)."""
    with writing():
        db.session.execute(
            update(model)
            .where(model.id == job_id, model.lease_token == token)
            .values(
                state=WorkState.QUEUED,
                attempts=model.attempts - 1,
                lease_token=None,
                lease_until=None,
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


def _claimable(model: type[SolveRun] | type[PrintJob], now: datetime) -> Any:
    return or_(
        model.state == WorkState.QUEUED,
        and_(model.state == WorkState.RUNNING, model.lease_until < now),
    )


def _give_up(model: type[SolveRun] | type[PrintJob], now: datetime) -> None:
    """Fail what was claimed too often."""
    db.session.execute(
        update(model)
        .where(_claimable(model, now), model.attempts >= MAX_ATTEMPTS)
        .values(state=WorkState.FAILED, finished_at=now, message=GAVE_UP, lease_token=None)
        .execution_options(synchronize_session=False)
    )
