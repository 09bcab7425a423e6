"""Whose meetings and talks changed since a time: what is printed again."""

from datetime import datetime

from sqlalchemy import select, union

from app.extensions import db
from app.models import (
    CalendarIdentity,
    Edition,
    ProgrammeItem,
    ProgrammePresenter,
    Registration,
)


def people_changed_since(edition: Edition, since: datetime) -> frozenset[int]:
    """Registrations with a meeting or talk planned, moved or cancelled at or after `since`."""
    meetings = (
        select(CalendarIdentity.registration_id)
        .join(Registration, CalendarIdentity.registration_id == Registration.id)
        .where(
            Registration.edition_id == edition.id,
            CalendarIdentity.changed_at >= since,  # a cancel is a change too
        )
    )
    talks = (
        select(ProgrammePresenter.registration_id)
        .join(ProgrammeItem, ProgrammePresenter.item_id == ProgrammeItem.id)
        .where(ProgrammeItem.edition_id == edition.id, ProgrammeItem.changed_at >= since)
    )
    return frozenset(db.session.scalars(union(meetings, talks)))
