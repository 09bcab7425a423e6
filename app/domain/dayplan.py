"""Cuts a matchmaking block into slots, whatever the clocks do that day.

A block is given on the edition's own clock (date, start, end); its slots are counted in UTC. On
the night when the clocks go forward, 00:00 to 06:00 holds five hours of slots, when they go back
seven. A time that the clocks skip is refused; of a time that they show twice the first is meant.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from string import ascii_uppercase
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.words import later

TICK_MINUTES = 5
MAX_SLOT_MINUTES = 240
MAX_GAP_MINUTES = 60
SKIPPED = later("The clocks go forward that night and skip this time: choose another.")
OFF_TICK = later("Choose a time on full five minutes, as 10:05.")


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """A matchmaking period of one day, on the edition's clock."""

    held_on: date
    starts_local: time
    ends_local: time
    slot_minutes: int
    gap_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """From one instant up to another, aware UTC."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share any time; one that ends when the other starts does not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def is_zone(name: str) -> bool:
    """Whether `name` is an IANA zone that this installation knows."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


def instant(day: date, at: time, zone: str) -> datetime | None:
    """The aware UTC instant of a local time; None where the clocks skip it, first of two."""
    there = datetime.combine(day, at.replace(fold=0), tzinfo=ZoneInfo(zone))
    moment = there.astimezone(UTC)
    back = moment.astimezone(ZoneInfo(zone))
    return moment if back.replace(tzinfo=None) == there.replace(tzinfo=None) else None


def plan_faults(plan: BlockPlan, zone: str) -> Mapping[str, str]:
    """Every fault of the plan by field; an empty mapping where it can be cut into slots."""
    found = _clock_faults(plan, zone)
    if not _is_ticks(plan.slot_minutes, 1, MAX_SLOT_MINUTES):
        found["slot_minutes"] = f"Choose 5, 10, 15 … {MAX_SLOT_MINUTES} minutes."
    if not _is_ticks(plan.gap_minutes, 0, MAX_GAP_MINUTES):
        found["gap_minutes"] = f"Choose 0, 5, 10 … {MAX_GAP_MINUTES} minutes."
    if not found and not slot_spans(plan, zone):
        found["ends_local"] = later(
            "Not one slot of %(slot_minutes)s minutes fits in.", slot_minutes=plan.slot_minutes
        )
    return found


def slot_spans(plan: BlockPlan, zone: str) -> tuple[Span, ...]:
    """As many whole slots as fit, in time order, with the gap between them."""
    block = block_span(plan, zone)
    length, step = _minutes(plan.slot_minutes), _minutes(plan.slot_minutes + plan.gap_minutes)
    spans = []
    start = block.starts_at
    while start + length <= block.ends_at:
        spans.append(Span(start, start + length))
        start += step
    return tuple(spans)


def block_span(plan: BlockPlan, zone: str) -> Span:
    """From the block's start to its end; raises ValueError where the clocks skip one of them."""
    start = instant(plan.held_on, plan.starts_local, zone)
    end = instant(plan.held_on, plan.ends_local, zone)
    if start is None or end is None:
        raise ValueError(SKIPPED)
    return Span(start, end)


def next_code(taken: Collection[str]) -> str:
    """The next free block letter: A to Z, then AA, AB …"""
    return next(code for code in _codes() if code not in taken)


def slot_code(block: str, number: int) -> str:
    """The code of a block's slot, counted from 1: A1."""
    return f"{block}{number}"


def _codes() -> Iterable[str]:
    yield from ascii_uppercase
    for first in ascii_uppercase:
        yield from (first + second for second in ascii_uppercase)


def _clock_faults(plan: BlockPlan, zone: str) -> dict[str, str]:
    found = {}
    for name in ("starts_local", "ends_local"):
        at: time = getattr(plan, name)
        if at.minute % TICK_MINUTES or at.second or at.microsecond:
            found[name] = OFF_TICK
        elif instant(plan.held_on, at, zone) is None:
            found[name] = SKIPPED
    if not found and plan.ends_local <= plan.starts_local:
        found["ends_local"] = later("The block ends before it starts: choose a later time.")
    return found


def _is_ticks(minutes: int, least: int, most: int) -> bool:
    return least <= minutes <= most and minutes % TICK_MINUTES == 0


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=number)
