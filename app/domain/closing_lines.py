"""A solver's run as two lines that close: the best schedule so far, and what none can exceed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

# The drawing is a square of this many units, stretched to its place by the page.
SIZE = 100.0


@dataclass(frozen=True, slots=True)
class Moment:
    """One report of the solver; `total` and `bound` are None before there is one."""

    seconds: float
    total: int | None
    bound: int | None


@dataclass(frozen=True, slots=True)
class ClosingLines:
    """Points of SVG lines in a square of SIZE units, and what its edges stand for.

    `between` is the outline of the ground between the lines. A line without reports is empty.
    """

    score: str
    bound: str
    between: str
    low: int
    high: int
    seconds: float


def closing_lines(moments: Iterable[Moment]) -> ClosingLines | None:
    """The two lines of a run so far; None before the first report of either."""
    ordered = sorted(moments, key=lambda moment: moment.seconds)
    scores = [(moment.seconds, moment.total) for moment in ordered if moment.total is not None]
    bounds = [(moment.seconds, moment.bound) for moment in ordered if moment.bound is not None]
    values = [value for _, value in (*scores, *bounds)]
    if not values:
        return None
    low, high = min(values), max(values)
    seconds = max(ordered[-1].seconds, 0.001)
    score = _steps(scores, seconds, low, high)
    bound = _steps(bounds, seconds, low, high)
    between = [*_from(score, bound), *reversed(_from(bound, score))]
    return ClosingLines(
        _points(score), _points(bound), _points(between), low, high, ordered[-1].seconds
    )


def _steps(
    reports: Sequence[tuple[float, int]], seconds: float, low: int, high: int
) -> list[tuple[float, float]]:
    """Each value holds until the next one, and the last until now."""
    points: list[tuple[float, float]] = []
    for when, value in reports:
        x, y = _across(when, seconds), _up(value, low, high)
        if points:
            points.append((x, points[-1][1]))
        points.append((x, y))
    if points:
        points.append((SIZE, points[-1][1]))
    return [point for point, _same in groupby(points)]


def _from(
    line: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """The part of a line from where the other one has begun, too."""
    if not line or not other:
        return []
    begin = max(line[0][0], other[0][0])
    before = [y for x, y in line if x <= begin]
    return [(begin, before[-1]), *((x, y) for x, y in line if x > begin)]


def _across(when: float, seconds: float) -> float:
    return round(SIZE * when / seconds, 2)


def _up(value: int, low: int, high: int) -> float:
    """Larger values are drawn higher; where all are equal, in the middle."""
    return SIZE / 2 if high == low else round(SIZE * (high - value) / (high - low), 2)


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
