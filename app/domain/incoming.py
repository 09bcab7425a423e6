"""In which order requests to a hub deserve an answer, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.domain.states import Level
from app.domain.words import later

# What each reason adds; a match of 100 adds as much as one mutual wish.
MUTUAL, TOP_WISH, CROSS_BORDER, FIRST_TIME, FULL_MATCH = 40, 30, 10, 10, 40

Item = TypeVar("Item")


@dataclass(frozen=True)
class Reason:
    """One reason, with the points that it adds."""

    text: str
    points: int


@dataclass(frozen=True)
class Signals:
    """What is known of a request: `match_score` is 0 to 100."""

    level: Level
    is_mutual: bool
    match_score: int
    is_cross_border: bool
    is_first_time_sme: bool


@dataclass(frozen=True)
class Ranked(Generic[Item]):
    """A request with its place among the others; `reasons` add up to `points`."""

    item: Item
    place: int
    points: int
    reasons: tuple[Reason, ...]


def reasons_of(signals: Signals) -> tuple[Reason, ...]:
    """Why this one should be answered before others."""
    found = (
        Reason(later("You wanted to meet them, too"), MUTUAL if signals.is_mutual else 0),
        Reason(later("Their top wish"), TOP_WISH if signals.level is Level.TOP else 0),
        Reason(
            later(
                "You cover their needs: match %(match_score)s of 100",
                match_score=signals.match_score,
            ),
            FULL_MATCH * signals.match_score // 100,
        ),
        Reason(later("From another country"), CROSS_BORDER if signals.is_cross_border else 0),
        Reason(
            later("SME that is here for the first time"), FIRST_TIME * signals.is_first_time_sme
        ),
    )
    return tuple(reason for reason in found if reason.points)


def ranked(items: Iterable[tuple[Item, Signals, str]]) -> tuple[Ranked[Item], ...]:
    """The most points first; of equals, the smaller third value, which should be of chance."""
    scored = [(item, reasons_of(signals), chance) for item, signals, chance in items]
    ordered = sorted(scored, key=lambda row: (-sum(one.points for one in row[1]), row[2]))
    return tuple(
        Ranked(item, place, sum(one.points for one in reasons), reasons)
        for place, (item, reasons, _) in enumerate(ordered, start=1)
    )
