"""Requests that nobody answers: a reminder at half time, and an end."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from app.domain.states import RequestMode, RequestState
from app.extensions import db
from app.models import Edition, MeetingRequest, Registration
from app.services import request_news
from app.services.transaction import writing


def expiry_of(edition: Edition, *, now: datetime) -> datetime:
    """When a request sent now ends: after the edition's days, or when answers are due."""
    usual = now + timedelta(days=edition.request_expiry_days)
    if edition.answers_due_on is None:
        return usual
    next_day = edition.answers_due_on + timedelta(days=1)
    due = datetime.combine(next_day, time(), tzinfo=ZoneInfo(edition.zone))
    return min(usual, due.astimezone(now.tzinfo)) if due > now else usual


def ends_at(edition: Edition, *, now: datetime) -> datetime | None:
    """The same for a page; None where the event accepts for its people."""
    automatic = edition.request_mode is RequestMode.AUTOMATIC
    return None if automatic else expiry_of(edition, now=now)


def expire_due(now: datetime) -> int:
    """End what has waited too long, and tell both sides; gives how many ended.

    Whoever else does the same at the same time, or answers, is not overwritten.
    """
    with writing():
        ended = db.session.scalars(
            update(MeetingRequest)
            .where(MeetingRequest.state == RequestState.PENDING, MeetingRequest.expires_at <= now)
            .values(state=RequestState.EXPIRED)
            .returning(MeetingRequest.id)
            .execution_options(synchronize_session=False)
        ).all()
        for request in _loaded(ended):
            request_news.expired(request, now=now)
    return len(ended)


def remind_due(now: datetime) -> int:
    """Remind of what waits for half its time, once; gives of how many."""
    with writing():
        waiting = db.session.execute(
            select(MeetingRequest.id, MeetingRequest.created_at, MeetingRequest.expires_at).where(
                MeetingRequest.state == RequestState.PENDING,
                MeetingRequest.reminded_at.is_(None),
                MeetingRequest.expires_at > now,
            )
        )
        due = [key for key, sent, ends in waiting if ends and sent + (ends - sent) / 2 <= now]
        taken = db.session.scalars(
            update(MeetingRequest)
            .where(
                MeetingRequest.id.in_(due),
                MeetingRequest.state == RequestState.PENDING,
                MeetingRequest.reminded_at.is_(None),
            )
            .values(reminded_at=now)
            .returning(MeetingRequest.id)
            .execution_options(synchronize_session=False)
        ).all()
        for request in _loaded(taken):
            request_news.reminder(request, now=now)
    return len(taken)


def watch_over_requests(now: datetime) -> int:
    """Both, as the worker does them."""
    return expire_due(now) + remind_due(now)


def _loaded(keys: Sequence[int]) -> list[MeetingRequest]:
    return list(
        db.session.scalars(
            select(MeetingRequest)
            .where(MeetingRequest.id.in_(keys))
            .options(
                selectinload(MeetingRequest.from_registration).selectinload(
                    Registration.organisation
                ),
                selectinload(MeetingRequest.to_organisation),
                selectinload(MeetingRequest.to_registration),
            )
            .order_by(MeetingRequest.id)
            .execution_options(populate_existing=True)
        )
    )
