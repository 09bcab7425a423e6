"""What calendars know of a person whose two registrations become one."""

from datetime import datetime

from sqlalchemy import select

from app.domain.told import SEPARATOR
from app.extensions import db
from app.models import CalendarIdentity, Registration
from app.services import invites

PARTNERS = 2
"""Which field of what was told names the partners."""


def entries_of(person: Registration) -> list[int]:
    """The keys of the entries of the person's calendar."""
    return list(
        db.session.scalars(
            select(CalendarIdentity.id).where(CalendarIdentity.registration_id == person.id)
        )
    )


def merged(keep: Registration, drop: tuple[int, str], entries: list[int], *, now: datetime) -> None:
    """The entries of `drop` (key and address) are those of `keep` now, inside the transaction.

    Partners are told nothing: they meet the same person. Entries that went to another address
    are invited to at the one that stays.
    """
    key, address = drop
    moved = db.session.scalars(
        select(CalendarIdentity)
        .where(CalendarIdentity.id.in_(entries))
        .execution_options(populate_existing=True)
    ).all()
    requests = {one.request_id for one in moved}
    for identity in db.session.scalars(
        select(CalendarIdentity).where(
            CalendarIdentity.request_id.in_(requests), CalendarIdentity.told != ""
        )
    ):
        identity.told = _with_partner(identity.told, key, keep.id)
    if address != keep.email:
        for identity in moved:
            identity.told = ""
    invites.tell(keep.edition, requests, now=now)


def _with_partner(told: str, was: int, becomes: int) -> str:
    fields = told.split(SEPARATOR)
    partners = [becomes if int(one) == was else int(one) for one in fields[PARTNERS].split(",")]
    fields[PARTNERS] = ",".join(str(one) for one in sorted(partners))
    return SEPARATOR.join(fields)
