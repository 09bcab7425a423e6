"""The order of the waiting list: since when, then the row's key. Who comes last stands last."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.domain.states import RegistrationState
from app.extensions import db
from app.models import Edition, Registration

_STEP = timedelta(microseconds=1)


def end_of_list(edition: Edition, *, now: datetime) -> datetime:
    """The `waiting_since` of who joins the list now: later than everybody's on it.

    Exact inside a transaction that holds `capacity.hold`: then the list has the order of the
    commits, whatever the clocks of several machines say.
    """
    last = db.session.scalar(
        select(func.max(Registration.waiting_since)).where(Registration.edition_id == edition.id)
    )
    return now if last is None or last < now else last + _STEP


def waiting(edition: Edition) -> list[Registration]:
    """Everybody on the list, the first first."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(
                Registration.edition_id == edition.id,
                Registration.state == RegistrationState.WAITLISTED,
            )
            .order_by(Registration.waiting_since.asc().nulls_first(), Registration.id)
        )
    )


def position_of(person: Registration) -> int:
    """The person's number on the list, from 1; 0 for who is not on it."""
    keys = [one.id for one in waiting(person.edition)]
    return keys.index(person.id) + 1 if person.id in keys else 0
