"""The order of the waiting list: since when, then the row's key. Who comes last stands last."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from app.domain.states import RegistrationState
from app.extensions import db
from app.models import Edition, Registration

_STEP = timedelta(microseconds=1)


def end_of_list(edition: Edition, *, now: datetime) -> datetime:
    """The `waiting_since` of who joins the list now: later than everybody's on it.

    Exact inside a transaction that holds the edition's lock: then the list has the order of the
    commits, whatever the clocks of several machines say.
    """
    last = db.session.scalar(
        select(func.max(Registration.waiting_since)).where(Registration.edition_id == edition.id)
    )
    return now if last is None or last < now else last + _STEP


def waiting(edition: Edition) -> list[Registration]:
    """Everybody on the list, the first first."""
    return list(
        db.session.scalars(select(Registration).where(*_on_list(edition.id)).order_by(*_ORDER))
    )


def undecided(edition: Edition) -> int:
    """How many people wait for the organisers to decide about them."""
    chosen = select(func.count()).where(
        Registration.edition_id == edition.id,
        Registration.state == RegistrationState.SUBMITTED,
    )
    return db.session.scalar(chosen) or 0


def position_of(person: Registration) -> int:
    """The person's number on the list, from 1; 0 for who is not on it."""
    keys = select(Registration.id).where(*_on_list(person.edition_id)).order_by(*_ORDER)
    found = db.session.scalars(keys).all()
    return found.index(person.id) + 1 if person.id in found else 0


def _on_list(edition_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Registration.edition_id == edition_id,
        Registration.state == RegistrationState.WAITLISTED,
    )


# Who came by an import waits since ever.
_ORDER = (Registration.waiting_since.asc().nulls_first(), Registration.id)
