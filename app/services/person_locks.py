"""Lets the changes of one person wait for each other (on SQLite all writers do anyway)."""

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.models import Registration


def hold(*people: Registration) -> None:
    """Hold these people's rows until the caller's transaction ends."""
    hold_ids(sorted(person.id for person in people))


def hold_team(member: Registration) -> None:
    """Hold the rows of everybody of the member's organisation at the edition."""
    hold_ids(
        db.session.scalars(
            select(Registration.id).where(
                Registration.edition_id == member.edition_id,
                Registration.organisation_id == member.organisation_id,
            )
        ).all()
    )


def hold_ids(ids: Sequence[int]) -> None:
    """Hold rows by their keys, always in the same order, so that nobody waits in a circle."""
    db.session.execute(
        select(Registration.id)
        .where(Registration.id.in_(ids))
        .order_by(Registration.id)
        .with_for_update()
    )
