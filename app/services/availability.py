"""When a person can meet: free unless they say otherwise, and never changed behind their back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.errors import InvalidInputError
from app.domain.words import later
from app.extensions import db
from app.models import Block, Edition, Registration, Slot, Unavailability
from app.services import person_locks
from app.services.commitments import Commitment, CommitmentKind, commitments
from app.services.transaction import writing

NO_TIME = later("Tick at least one time, or say that you want no meetings.")


@dataclass(frozen=True)
class SlotTime:
    """One slot as a person sees it; a `commitment` fixes it, whatever they tick."""

    code: str
    starts_at: datetime
    ends_at: datetime
    is_free: bool
    commitment: Commitment | None = None


@dataclass(frozen=True)
class BlockTimes:
    """The slots of one block."""

    code: str
    online: bool
    slots: tuple[SlotTime, ...]


@dataclass(frozen=True)
class DayTimes:
    """The blocks of one day, on the edition's calendar."""

    held_on: date
    blocks: tuple[BlockTimes, ...]


@dataclass(frozen=True)
class AvailabilityChange:
    """What was stored; `kept` are the slots that something live holds free for it."""

    free: int
    busy: int
    kept: tuple[SlotTime, ...]


def times_of(edition: Edition, registration: Registration | None = None) -> tuple[DayTimes, ...]:
    """All slots by day and block; without a registration all of them are free."""
    bound = _bound(edition, registration) if registration else {}
    ruled_out = _ruled_out(registration) if registration else frozenset()
    blocks = db.session.scalars(
        select(Block)
        .where(Block.edition_id == edition.id)
        .options(selectinload(Block.slots))
        .order_by(Block.held_on, Block.starts_local, Block.id)
    ).all()
    return tuple(
        DayTimes(day, tuple(_block(block, ruled_out, bound) for block in of_day))
        for day, of_day in groupby(blocks, key=lambda block: block.held_on)
    )


def set_free(registration: Registration, free: frozenset[str] | None) -> None:
    """Store a new person's free slots by code (None: all), inside the caller's transaction."""
    slots = [] if free is None else slots_of(registration.edition_id)
    _replace(registration, {slot.id for slot in slots if slot.code not in (free or ())})


def change(
    registration: Registration, free: frozenset[str], *, wants_meetings: bool
) -> AvailabilityChange:
    """Change when a person can meet.

    A slot with a live meeting, or one offered for booking, stays free and is named in `kept`:
    nothing is cancelled as a side effect.
    """
    with writing():
        person_locks.hold(registration)
        slots = slots_of(registration.edition_id)
        if wants_meetings and slots and not any(slot.code in free for slot in slots):
            raise InvalidInputError(NO_TIME, {"free": NO_TIME})
        bound = _bound(registration.edition, registration)
        kept = [slot for slot in slots if slot.code not in free and _holds(bound.get(slot.id))]
        busy = {slot.id for slot in slots if slot.code not in free} - {slot.id for slot in kept}
        _replace(registration, busy)
        registration.wants_meetings = wants_meetings
        return AvailabilityChange(
            len(slots) - len(busy), len(busy), tuple(_time(slot, True, bound) for slot in kept)
        )


def check_free(edition: Edition, free: frozenset[str] | None, *, wants_meetings: bool) -> str:
    """The fault in a new person's ticks, or an empty text."""
    known = {slot.code for slot in slots_of(edition.id)}
    if wants_meetings and known and free is not None and not known & free:
        return NO_TIME
    return ""


def slots_of(edition_id: int) -> list[Slot]:
    """The edition's slots in time order."""
    return list(
        db.session.scalars(
            select(Slot).where(Slot.edition_id == edition_id).order_by(Slot.starts_at)
        )
    )


def ruled_out_by(registration_id: int) -> frozenset[int]:
    """The slots (keys) that the person said they cannot use."""
    return frozenset(
        db.session.scalars(
            select(Unavailability.slot_id).where(Unavailability.registration_id == registration_id)
        )
    )


def _replace(registration: Registration, busy: set[int]) -> None:
    known = {row.slot_id: row for row in registration.unavailable}
    for slot_id, row in known.items():
        if slot_id not in busy:
            registration.unavailable.remove(row)
    for slot_id in sorted(busy - set(known)):
        registration.unavailable.append(Unavailability(slot_id=slot_id))


def _bound(edition: Edition, registration: Registration) -> Mapping[int, Commitment]:
    found = commitments(edition, [registration.id])
    return {slot_id: commitment for (_, slot_id), commitment in found.items()}


def _ruled_out(registration: Registration) -> frozenset[int]:
    return ruled_out_by(registration.id)


def _holds(commitment: Commitment | None) -> bool:
    return commitment is not None and commitment.kind is not CommitmentKind.TALK


def _block(block: Block, ruled_out: frozenset[int], bound: Mapping[int, Commitment]) -> BlockTimes:
    return BlockTimes(
        block.code,
        block.online,
        tuple(_time(slot, slot.id not in ruled_out, bound) for slot in block.slots),
    )


def _time(slot: Slot, is_free: bool, bound: Mapping[int, Commitment]) -> SlotTime:
    return SlotTime(slot.code, slot.starts_at, slot.ends_at, is_free, bound.get(slot.id))


def moments_of(times: Iterable[DayTimes]) -> list[datetime]:
    """Every start, for the note on the zone."""
    return [slot.starts_at for day in times for block in day.blocks for slot in block.slots]
