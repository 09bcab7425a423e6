"""Lets the steps that an edition's live schedule hangs on wait for each other.

Who needs several locks takes them in this order, so that nobody waits in a circle: the edition,
then people (`person_locks`), then all else. On SQLite all writers wait for each other anyway.
"""

from sqlalchemy import select

from app.extensions import db
from app.models import Edition


def hold(edition: Edition) -> None:
    """Hold the edition's row until the caller's transaction ends, and read it anew.

    Rows that only point to the edition may still be added meanwhile.
    """
    db.session.execute(
        select(Edition)
        .where(Edition.id == edition.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
