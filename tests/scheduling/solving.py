"""Solves a tiny instance and makes sure of all that must hold for every proved answer."""

from typing import Any

from scheduling.check import check
from scheduling.instance import Instance
from scheduling.objective import score
from scheduling.result import Result, Settings, Status
from scheduling.schedule import Meeting
from scheduling.solve import solve
from tests.scheduling.builders import WEIGHT_ONLY, Part, instance

QUICK = Settings(iterations=300)


def proved(question: Instance) -> Result:
    """The result, proved optimal, without a broken rule, and worth what it says."""
    result = solve(question, QUICK)
    assert result.status is Status.OPTIMAL
    assert result.schedule is not None
    assert check(question, result.schedule) == ()
    assert result.score == score(question, result.schedule)
    assert result.bound == result.score.total
    assert result.gap == 0
    return result


def total(question: Instance) -> int:
    """The proved total."""
    return proved(question).score.total


def weight(slots: dict[str, int], *parts: Part, **more: Any) -> int:
    """The most weight that can be scheduled."""
    return total(instance(slots, *parts, goals=WEIGHT_ONLY, **more))


def meetings(question: Instance) -> dict[str, Meeting]:
    """Request → its meeting in a proved schedule."""
    schedule = proved(question).schedule
    assert schedule is not None
    return {meeting.request: meeting for meeting in schedule.meetings}
