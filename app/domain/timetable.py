"""A day drawn along the clock: what runs when, as shares of the day's width."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.agenda import local

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Something that takes time; `tone` says how it is drawn."""

    starts_at: datetime
    ends_at: datetime
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A span's place: `left` and `width` in percent of the day, `lane` from 0 at the top."""

    left: float
    width: float
    lane: int
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class HourMark:
    """A full hour on the axis, at `left` percent: "09"."""

    left: float
    label: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """One day: its hours, its bars, and how many lanes they need."""

    hours: tuple[HourMark, ...]
    bars: tuple[Bar, ...]
    lanes: int


def timetable(spans: Iterable[Span], zone: str) -> Timetable:
    """Draw spans of one day in the edition's zone, from the full hour before to the one after.

    What overlaps goes to a lane of its own; each takes the first lane that is free.
    """
    ordered = sorted(spans, key=lambda span: (span.starts_at, span.starts_at - span.ends_at))
    if not ordered:
        return Timetable((), (), 0)
    first = _hour_before(min(span.starts_at for span in ordered), zone)
    last = max(span.ends_at for span in ordered)
    hours = max(1, -(-(last - first) // HOUR))
    lanes = _lanes(ordered)
    bars = tuple(
        Bar(
            left=_percent(span.starts_at - first, hours),
            width=_percent(span.ends_at - span.starts_at, hours),
            lane=lane,
            label=span.label,
            tone=span.tone,
        )
        for span, lane in zip(ordered, lanes, strict=True)
    )
    marks = tuple(_mark(first, number, hours, zone) for number in range(hours + 1))
    return Timetable(marks, bars, max(lanes) + 1)


def _hour_before(instant: datetime, zone: str) -> datetime:
    clock = local(instant, zone)
    return instant - timedelta(minutes=clock.minute, seconds=clock.second)


def _mark(first: datetime, number: int, hours: int, zone: str) -> HourMark:
    return HourMark(_percent(number * HOUR, hours), f"{local(first + number * HOUR, zone):%H}")


def _lanes(ordered: Sequence[Span]) -> list[int]:
    """For each span, in order of start, the first lane whose last span has ended."""
    ends: list[datetime] = []
    chosen = []
    for span in ordered:
        free = next((lane for lane, end in enumerate(ends) if end <= span.starts_at), len(ends))
        ends[free:] = [span.ends_at, *ends[free + 1 :]]
        chosen.append(free)
    return chosen


def _percent(share: timedelta, hours: int) -> float:
    return round(100 * (share / (hours * HOUR)), 3)
