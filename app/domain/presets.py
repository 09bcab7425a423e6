"""What an organiser wants most of the schedule: three presets of the solver's goals."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.words import later


class Preset(StrEnum):
    """A choice of goals by name."""

    COVERAGE = "coverage"
    FAIRNESS = "fairness"
    COMPACT = "compact"


@dataclass(frozen=True, slots=True)
class Goals:
    """What a preset sets: meetings that all should reach first, and the price of a waiting slot."""

    label: str
    consequence: str
    reach: int
    idle_slot_price: int


GOALS = {
    Preset.COVERAGE: Goals(
        later("Coverage first"),
        later(
            "As many people as possible get a meeting; then as many wishes as possible come true."
        ),
        reach=1,
        idle_slot_price=4,
    ),
    Preset.FAIRNESS: Goals(
        later("Fairness first"),
        later(
            "As many people as possible get one meeting, then two, then three, even where that "
            "leaves out a stronger wish of somebody who has many."
        ),
        reach=3,
        idle_slot_price=4,
    ),
    Preset.COMPACT: Goals(
        later("Compact days"),
        later(
            "As coverage first, and people wait less between their meetings, even where that "
            "costs a weaker wish."
        ),
        reach=1,
        idle_slot_price=12,
    ),
}


def preset_of(reach: int, idle_slot_price: int) -> Preset | None:
    """The preset with these goals; None where somebody chose others."""
    return next(
        (
            preset
            for preset, goals in GOALS.items()
            if (goals.reach, goals.idle_slot_price) == (reach, idle_slot_price)
        ),
        None,
    )
