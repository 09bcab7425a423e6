"""What a run gives back: status, schedule, score, bound, and why requests are left out."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from scheduling.schedule import Schedule

EFFORTS = ("quick", "normal", "best")


class Status(StrEnum):
    """How a run ended; "optimal" only where total = bound and reached = reached_bound."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class StoppedBy(StrEnum):
    """What ended a run: its proof, its budget of steps, the clock, or a person."""

    OPTIMAL = "optimal"
    BUDGET = "budget"
    CLOCK = "clock"
    CANCEL = "cancel"


class Reason(StrEnum):
    """Why a request is not scheduled."""

    NO_COMMON_SLOT = "no_common_slot"
    PARTICIPANT_FULL = "participant_full"
    SIDE_FULL = "side_full"
    TABLES_FULL = "tables_full"
    NOT_WORTH = "not_worth"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Score:
    """Signed contribution of each goal, in points; `total` is their sum and is maximised."""

    weight: int = 0
    first_meetings: int = 0
    below_minimum: int = 0
    idle_slot: int = 0
    idle_group: int = 0
    table_move: int = 0
    zone_hop: int = 0
    change: int = 0

    @property
    def total(self) -> int:
        """Sum of the contributions."""
        gained = self.weight + self.first_meetings + self.below_minimum
        idle = self.idle_slot + self.idle_group
        return gained + idle + self.table_move + self.zone_hop + self.change


@dataclass(frozen=True, slots=True)
class Counts:
    """A schedule in plain numbers.

    `below_minimum` counts missing meetings, `changed` published meetings in another slot or
    dropped, `reached[k - 1]` participants with at least k meetings, `reached_bound` the most
    that is possible.
    """

    requests: int = 0
    scheduled: int = 0
    idle_slots: int = 0
    idle_groups: int = 0
    participants_without_meeting: int = 0
    below_minimum: int = 0
    changed: int = 0
    reached: tuple[int, ...] = ()
    reached_bound: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unscheduled:
    """Why one request is left out, which requests stand in its way, and what would place it.

    `certain` is true where the reason is structural or proved, false where it only means that no
    improving exchange was found.
    """

    request: str
    reason: Reason
    blocked_by: tuple[str, ...]
    fix: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """One moment of a run: seconds since its start, what it does, best total and bound so far."""

    seconds: float
    stage: str
    total: int | None = None
    bound: int | None = None


class SettingsError(ValueError):
    """A setting of a run is not allowed; the text names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How long and how hard to search; `seconds` is a safety stop, `iterations` 0 = by effort."""

    seconds: float = 60.0
    workers: int = 2
    seed: int = 1
    effort: str = "normal"
    iterations: int = 0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.seconds) and self.seconds > 0):
            raise SettingsError(f"seconds is {self.seconds}; allowed: a number above 0")
        if self.effort not in EFFORTS:
            raise SettingsError(f"effort is {self.effort!r}; allowed: {', '.join(EFFORTS)}")
        for name, value, least in (
            ("workers", self.workers, 1),
            ("seed", self.seed, 0),
            ("iterations", self.iterations, 0),
        ):
            if value < least:
                raise SettingsError(f"{name} is {value}; allowed: {least} or more")


@dataclass(frozen=True, slots=True)
class Result:
    """Everything one run found out. "No schedule" is a status: then `schedule` is None.

    `bound` is the best proved upper bound of the total; `gap` = (bound - total) / bound, 0 where
    equal, None where the bound is not above 0. `conflict` names mandatory requests or pins that
    cannot hold together.
    """

    status: Status
    schedule: Schedule | None = None
    score: Score = Score()
    counts: Counts = Counts()
    bound: int | None = None
    gap: float | None = None
    unscheduled: tuple[Unscheduled, ...] = ()
    conflict: tuple[str, ...] = ()
    progress: tuple[Progress, ...] = ()
    seconds: float = 0.0
    stopped_by: StoppedBy = StoppedBy.OPTIMAL
    settings: Settings = Settings()
    versions: Mapping[str, str] = field(default_factory=dict)
