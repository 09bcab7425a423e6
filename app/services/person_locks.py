"""Lets the changes of one person wait for each other (on SQLite all writers do anyway).

Who also needs the edition's lock takes that one first (`edition_lock`).
"""

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.models import Registration


def hold(*people: Registration) -> None:
    """Hold these people's rows until the caller's transaction ends, and read them anew."""
    hold_ids(sorted(person.id for person in people))


def hold_also(person: Registration, public_id: str | None) -> None:
    """Hold a person's row, and that of the one with the public id if there is one."""
    also = select(Registration.id).where(
        Registration.edition_id == person.edition_id, Registration.public_id == (public_id or "")
    )
    hold_ids([person.id, *db.session.scalars(also)])


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
    """Hold rows by their keys, always in the same order, so that nobody waits in a circle.

    They are read anew: what was seen before the wait may have changed during it.
    """
    db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(ids))
        .order_by(Registration.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def hold_teams(edition_id: int, organisations: Sequence[int]) -> None:
    """Hold the rows of everybody of these organisations at the edition."""
    hold_ids(
        db.session.scalars(
            select(Registration.id).where(
                Registration.edition_id == edition_id,
                Registration.organisation_id.in_(organisations),
            )
        ).all()
    )
