"""Slots as the partial `_slot_grid.html` shows them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from app.services.availability import BlockTimes, DayTimes, SlotTime
from app.services.commitments import Commitment, CommitmentKind


@dataclass(frozen=True)
class SlotView:
    """One slot: to tick, or taken with a word on why."""

    value: str
    starts_at: datetime
    ends_at: datetime
    checked: bool
    kind: str = "choice"
    note: str = ""


@dataclass(frozen=True)
class BlockView:
    """The slots of a block under its name."""

    label: str
    slots: tuple[SlotView, ...]


@dataclass(frozen=True)
class DayView:
    """The blocks of a day."""

    date: date
    blocks: tuple[BlockView, ...]


def day_views(times: Iterable[DayTimes], ticked: Collection[str] | None) -> tuple[DayView, ...]:
    """The days to show; `ticked` is what was just sent, None what is stored."""
    return tuple(
        DayView(day.held_on, tuple(_block(block, ticked) for block in day.blocks)) for day in times
    )


def fixed_codes(times: Iterable[DayTimes]) -> tuple[str, ...]:
    """Slots without a box that count as free, so that the form sends them along."""
    return tuple(
        slot.code
        for day in times
        for block in day.blocks
        for slot in block.slots
        if slot.commitment and slot.is_free
    )


def _block(block: BlockTimes, ticked: Collection[str] | None) -> BlockView:
    name = _("Block %(code)s, online", code=block.code) if block.online else ""
    return BlockView(
        name or _("Block %(code)s", code=block.code),
        tuple(_slot(slot, ticked) for slot in block.slots),
    )


def _slot(slot: SlotTime, ticked: Collection[str] | None) -> SlotView:
    checked = slot.is_free if ticked is None else slot.code in ticked
    if slot.commitment is None:
        return SlotView(slot.code, slot.starts_at, slot.ends_at, checked)
    kind = "closed" if slot.commitment.kind is CommitmentKind.TALK else "booked"
    note = _words(slot.commitment)
    return SlotView(slot.code, slot.starts_at, slot.ends_at, checked, kind, note)


def _words(commitment: Commitment) -> str:
    if commitment.kind is CommitmentKind.MEETING:
        return str(_("You meet %(partner)s", partner=commitment.about))
    if commitment.kind is CommitmentKind.TALK:
        return str(_("You present “%(title)s”", title=commitment.about))
    return str(_("Offered for booking"))
