"""A day drawn along the clock: what runs when, as shares of the day's width."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.agenda import local

HOUR = timedelta(hours=1)
# A page shows about this many characters of a label over the whole width of the drawing.
CHARACTERS = 140


@dataclass(frozen=True, slots=True)
class Span:
    """Something that takes time; `tone` says how it is drawn, `background` below all else."""

    starts_at: datetime
    ends_at: datetime
    label: str
    tone: str
    background: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """The part of the day that is drawn: from a full hour on, so many hours."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A span's place: `left` and `width` in percent of the day, `lane` from 0 at the top.

    `short` is what of the label the bar has room for, maybe nothing.
    """

    left: float
    width: float
    lane: int
    label: str
    short: str
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


def hours_of(days: Iterable[Sequence[Span]], zone: str) -> Hours:
    """The full hours that hold all days, so that their drawings share one axis."""
    starts_ends = [_clock_hours(spans, zone) for spans in days if spans]
    if not starts_ends:
        return Hours(0, 24)
    first = min(start for start, _ in starts_ends)
    return Hours(first, max(end for _, end in starts_ends) - first)


def timetable(spans: Sequence[Span], zone: str, hours: Hours) -> Timetable:
    """Draw the spans of one day in the edition's zone.

    What overlaps goes to a lane of its own; each takes the first lane that is free.
    """
    front = _in_order(span for span in spans if not span.background)
    behind = _in_order(span for span in spans if span.background)
    lanes = _lanes(front)
    below = max(lanes, default=-1) + 1
    lanes += [below + lane for lane in _lanes(behind)]
    begin = _begin([*front, *behind], zone, hours)
    bars = tuple(
        _bar(span, lane, begin, hours) for span, lane in zip([*front, *behind], lanes, strict=True)
    )
    marks = tuple(
        HourMark(_percent(number * HOUR, hours), f"{(hours.first + number) % 24:02}")
        for number in range(hours.count + 1)
    )
    return Timetable(marks, bars, max(lanes, default=-1) + 1)


def _in_order(spans: Iterable[Span]) -> list[Span]:
    """By start, the longer first."""
    return sorted(spans, key=lambda span: (span.starts_at, span.starts_at - span.ends_at))


def _clock_hours(spans: Sequence[Span], zone: str) -> tuple[int, int]:
    """The first hour begun and the last hour ended, counted from the first one's midnight."""
    begin = min(span.starts_at for span in spans)
    first = local(begin, zone)
    whole = begin - timedelta(minutes=first.minute, seconds=first.second)
    last = max(span.ends_at for span in spans)
    return first.hour, first.hour + max(1, -(-(last - whole) // HOUR))


def _begin(spans: Sequence[Span], zone: str, hours: Hours) -> datetime | None:
    """The instant at the left edge."""
    if not spans:
        return None
    earliest = min(span.starts_at for span in spans)
    clock = local(earliest, zone)
    since = timedelta(hours=clock.hour - hours.first, minutes=clock.minute, seconds=clock.second)
    return earliest - since


def _bar(span: Span, lane: int, begin: datetime | None, hours: Hours) -> Bar:
    left = _percent(span.starts_at - (begin or span.starts_at), hours)
    width = _percent(span.ends_at - span.starts_at, hours)
    return Bar(left, width, lane, span.label, _short(span.label, width), span.tone)


def _lanes(ordered: Sequence[Span]) -> list[int]:
    """For each span, in order of start, the first lane whose last span has ended."""
    ends: list[datetime] = []
    chosen = []
    for span in ordered:
        free = next((lane for lane, end in enumerate(ends) if end <= span.starts_at), len(ends))
        ends[free:] = [span.ends_at, *ends[free + 1 :]]
        chosen.append(free)
    return chosen


def _short(label: str, width: float) -> str:
    """The label where `width` percent has room for it, else its part before a colon or nothing."""
    room = int(CHARACTERS * width / 100) - 2
    parts = (label, label.partition(":")[0])
    return next((part for part in parts if len(part) <= room), "")


def _percent(share: timedelta, hours: Hours) -> float:
    return round(100 * (share / (hours.count * HOUR)), 3)
