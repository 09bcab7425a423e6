"""The rows that make double booking impossible: who and what is taken, five minutes at a time.

Only the live schedule fills them (`services.live_schedule`); the primary key refuses a second
meeting of the same desk in the same tick, whatever the code above does.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.domain.errors import ConflictError
from app.domain.words import later
from app.extensions import db
from app.models import Meeting, Occupied, Place, Registration, Slot

TICK_SECONDS = 300
TAKEN = later("That time has just been taken.")


def ticks(starts_at: datetime, ends_at: datetime) -> range:
    """Every tick that the time from `starts_at` to `ends_at`, both aware, touches.

    Slots are whole ticks; a time that is not would rather hold too much than too little.
    """
    first, past_the_last = int(starts_at.timestamp()), int(ends_at.timestamp())
    return range(first // TICK_SECONDS, -(-past_the_last // TICK_SECONDS))


def occupy(
    edition_id: int, meeting: Meeting, slot: Slot, place: Place | None, people: list[Registration]
) -> None:
    """Take a desk of everybody and of the place; raises ConflictError if one has none free."""
    span = ticks(slot.starts_at, slot.ends_at)
    taken = _taken(edition_id, span)
    rows = [
        Occupied(edition_id=edition_id, holder=holder, tick=tick, meeting_id=meeting.id)
        for holder in sorted(_free_desks(taken, place, people))
        for tick in span
    ]
    db.session.add_all(rows)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise ConflictError(TAKEN) from error


def free(meeting_ids: Iterable[int]) -> None:
    """Give back what these meetings hold."""
    db.session.execute(delete(Occupied).where(Occupied.meeting_id.in_(list(meeting_ids))))


def desks(place: Place | None, people: Iterable[Registration]) -> Mapping[str, int]:
    """Holder prefix → its number of desks, for everybody and the place of a meeting."""
    found = {f"r{person.id}": person.parallel_desks for person in people}
    if place is not None and place.room_id is not None:
        found[f"p{place.id}"] = place.desks
    return found


def _free_desks(
    taken: frozenset[str], place: Place | None, people: list[Registration]
) -> list[str]:
    """One free holder for each; the ids of who has none become the error."""
    holders = []
    for prefix, number in desks(place, people).items():
        free_ones = (f"{prefix}.{desk}" for desk in range(1, number + 1))
        holder = next((one for one in free_ones if one not in taken), None)
        if holder is None:
            raise ConflictError(TAKEN)
        holders.append(holder)
    return holders


def _taken(edition_id: int, span: range) -> frozenset[str]:
    """Holders with a meeting in any tick of `span`."""
    return frozenset(
        db.session.scalars(
            select(Occupied.holder).where(
                Occupied.edition_id == edition_id,
                Occupied.tick >= span.start,
                Occupied.tick < span.stop,
            )
        )
    )
