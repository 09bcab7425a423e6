"""Matchmaking blocks and their slots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from app.domain.dayplan import (
    MAX_GAP_MINUTES,
    MAX_SLOT_MINUTES,
    BlockPlan,
    Span,
    block_span,
    next_code,
    plan_faults,
    slot_code,
    slot_spans,
)
from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.words import later
from app.extensions import db
from app.models import Block, Edition, Meeting, OpenSlot, Slot, Unavailability
from app.services.in_use import forget_closed, forget_discarded, uses_of_slots
from app.services.transaction import writing


@dataclass(frozen=True)
class BlockEntry:
    """What was typed; None where nothing was, or nothing that makes sense."""

    held_on: date | None
    starts_local: time | None
    ends_local: time | None
    slot_minutes: int | None
    gap_minutes: int | None
    online: bool = False


@dataclass(frozen=True)
class BlockView:
    """A block with its slots; `in_use` says why it cannot be removed, or is empty."""

    code: str
    held_on: date
    online: bool
    slot_minutes: int
    gap_minutes: int
    starts_at: datetime
    ends_at: datetime
    slots: tuple[Span, ...]
    in_use: str


def add_block(edition: Edition, entry: BlockEntry) -> Block:
    """A block with its slots; raises InvalidInputError with every fault at once."""
    with writing():
        known = _blocks(edition)
        plan = _plan(edition, entry)
        spans = slot_spans(plan, edition.zone)
        _refuse_overlap(block_span(plan, edition.zone), known, edition.zone)
        block = Block(
            edition_id=edition.id,
            code=next_code([one.code for one in known]),
            held_on=plan.held_on,
            starts_local=plan.starts_local,
            ends_local=plan.ends_local,
            slot_minutes=plan.slot_minutes,
            gap_minutes=plan.gap_minutes,
            online=entry.online,
        )
        block.slots = [
            Slot(
                edition_id=edition.id,
                code=slot_code(block.code, number),
                starts_at=span.starts_at,
                ends_at=span.ends_at,
            )
            for number, span in enumerate(spans, start=1)
        ]
        db.session.add(block)
    return block


def remove_block(edition: Edition, code: str) -> None:
    """Remove a block and its slots; raises ConflictError where something is planned in it."""
    with writing():
        block = next((one for one in _blocks(edition) if one.code == code), None)
        if block is None:
            raise NotFoundError(later("There is no such block."))
        slot_ids = [slot.id for slot in block.slots]
        in_use = _in_use([block])[code]
        if in_use:
            raise ConflictError(in_use)
        forget_discarded(Meeting.slot_id, slot_ids)
        forget_closed(OpenSlot.slot_id, slot_ids)
        db.session.execute(delete(Unavailability).where(Unavailability.slot_id.in_(slot_ids)))
        db.session.execute(delete(Slot).where(Slot.id.in_(slot_ids)))
        db.session.execute(delete(Block).where(Block.id == block.id))


def blocks_of(edition: Edition) -> tuple[BlockView, ...]:
    """All blocks in time order."""
    blocks = _blocks(edition)
    in_use = _in_use(blocks)
    return tuple(
        BlockView(
            code=block.code,
            held_on=block.held_on,
            online=block.online,
            slot_minutes=block.slot_minutes,
            gap_minutes=block.gap_minutes,
            starts_at=block.slots[0].starts_at,
            ends_at=block.slots[-1].ends_at,
            slots=tuple(Span(slot.starts_at, slot.ends_at) for slot in block.slots),
            in_use=in_use[block.code],
        )
        for block in blocks
        if block.slots
    )


def _in_use(blocks: Sequence[Block]) -> dict[str, str]:
    """Code → why the block stays; empty where it can go."""
    uses = uses_of_slots({block.code: [slot.id for slot in block.slots] for block in blocks})
    return {
        code: later("Block %(code)s stays, because it holds %(use)s.", code=code, use=use)
        if use
        else ""
        for code, use in uses.items()
    }


def _blocks(edition: Edition) -> Sequence[Block]:
    return db.session.scalars(
        select(Block)
        .where(Block.edition_id == edition.id)
        .options(selectinload(Block.slots))
        .order_by(Block.held_on, Block.starts_local, Block.id)
    ).all()


def _plan(edition: Edition, entry: BlockEntry) -> BlockPlan:
    """The entry as a plan; raises InvalidInputError with every fault at once."""
    found = _missing(edition, entry)
    plan = BlockPlan(
        entry.held_on or edition.starts_on,
        entry.starts_local or time(9),
        entry.ends_local or time(17),
        entry.slot_minutes or 0,
        entry.gap_minutes or 0,
    )
    found = {**plan_faults(plan, edition.zone), **found}
    if found:
        raise InvalidInputError(later("The block is not added yet: see below."), found)
    return plan


def _missing(edition: Edition, entry: BlockEntry) -> dict[str, str]:
    found = {}
    if entry.held_on is None or not edition.starts_on <= entry.held_on <= edition.ends_on:
        found["held_on"] = later("Choose one of the days of the edition.")
    for name in ("starts_local", "ends_local"):
        if getattr(entry, name) is None:
            found[name] = later("Type a time as 09:30.")
    if entry.slot_minutes is None:
        found["slot_minutes"] = f"Choose 5, 10, 15 … {MAX_SLOT_MINUTES} minutes."
    if entry.gap_minutes is None:
        found["gap_minutes"] = f"Choose 0, 5, 10 … {MAX_GAP_MINUTES} minutes."
    return found


def _refuse_overlap(whole: Span, known: Sequence[Block], zone: str) -> None:
    for block in known:
        plan = BlockPlan(block.held_on, block.starts_local, block.ends_local, block.slot_minutes)
        if whole.overlaps(block_span(plan, zone)):
            text = later(
                "Block %(code)s is at this time already: blocks do not overlap.", code=block.code
            )
            raise InvalidInputError(text, {"starts_local": text})
