"""Results as values and as text."""

import json
from dataclasses import replace
from typing import Any

import pytest

from scheduling.result import (
    Counts,
    Progress,
    Reason,
    Result,
    Score,
    Settings,
    SettingsError,
    Status,
    StoppedBy,
    Unscheduled,
)
from scheduling.serialise import (
    FormatError,
    result_from_text,
    result_to_text,
    schedule_or_result_from_text,
    schedule_to_text,
)
from tests.scheduling.builders import schedule

TWO = schedule("r1 A1 p1 h1", "r2 A2 p1 h2")
FULL = Result(
    status=Status.FEASIBLE,
    schedule=TWO,
    score=Score(64, 60, -200, -4, 0, 0, 0, -30),
    counts=Counts(4, 2, 1, 1, 0, 1, 1, (3, 1), (3, 2)),
    bound=100,
    gap=2.1,
    unscheduled=(
        Unscheduled("r9", Reason.SIDE_FULL, ("r2",), "give h2 another slot", certain=True),
    ),
    conflict=("r1", "r2"),
    progress=(Progress(0.1, "improve", -110, 100), Progress(0.0, "bound")),
    seconds=1.5,
    stopped_by=StoppedBy.CLOCK,
    settings=Settings(30.0, 1, 7, "best", 3000),
    versions={"ortools": "9.15"},
)


def changed(path: list[str | int], value: object) -> str:
    """The full result's text with one value replaced or added."""
    document: Any = json.loads(result_to_text(FULL))
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return json.dumps(document)


def test_what_is_written_is_read_again() -> None:
    assert result_from_text(result_to_text(FULL)) == FULL


def test_a_result_is_written_as_its_format_says() -> None:
    document = json.loads(result_to_text(FULL))

    assert list(document) == [
        *("format", "status", "schedule", "score", "counts", "bound", "gap", "unscheduled"),
        *("conflict", "progress", "seconds", "stopped_by", "settings", "versions"),
    ]
    assert document["format"] == "hubmeet.result/1"
    assert document["schedule"] == json.loads(schedule_to_text(TWO))
    assert document["score"] == {
        "total": -110,  # 64 + 60 - 200 - 4 - 30
        "weight": 64,
        "first_meetings": 60,
        "below_minimum": -200,
        "idle_slot": -4,
        "idle_group": 0,
        "table_move": 0,
        "zone_hop": 0,
        "change": -30,
    }
    assert document["counts"]["reached"] == [3, 1]


def test_a_result_without_schedule_says_null() -> None:
    nothing = Result(Status.INFEASIBLE, conflict=("r1",))

    assert json.loads(result_to_text(nothing))["schedule"] is None
    assert result_from_text(result_to_text(nothing)) == nothing


def test_only_the_status_is_needed() -> None:
    assert result_from_text('{"status": "unknown"}') == Result(Status.UNKNOWN)


STATUSES = "optimal, feasible, infeasible, unknown, cancelled"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["format"], "x/1", 'format is "x/1"; allowed: hubmeet.result/1'),
        (["status"], "good", f'status is "good"; allowed: {STATUSES}'),
        (["score", "total"], 1, "score.total is 1; allowed: -110, the sum of the contributions"),
        (["score", "gap"], 1, 'score has the key "gap"; allowed: total, weight, first_meetings, '
         "below_minimum, idle_slot, idle_group, table_move, zone_hop, change"),
        (["gap"], True, "gap is true; allowed: a number"),
        (["gap"], float("nan"), "gap is NaN; allowed: a number up to 1e+15"),
        (["seconds"], float("-inf"), "seconds is -Infinity; allowed: a number up to 1e+15"),
        (["seconds"], 10**400, f"seconds is 1{'0' * 79}…; allowed: a number up to 1e+15"),
        (["stopped_by"], None, "stopped_by is null; allowed: optimal, budget, clock, cancel"),
        (["unscheduled", 0, "reason"], "bad", 'unscheduled[0].reason is "bad"; allowed: '
         "no_common_slot, participant_full, side_full, tables_full, not_worth, conflict"),
        (["unscheduled", 0, "certain"], 1,
         "unscheduled[0].certain is 1; allowed: true or false"),
        (["settings", "effort"], "some", 'settings.effort is "some"; allowed: quick, normal, best'),
        (["settings", "workers"], 0, "settings.workers is 0; allowed: 1 or more"),
        (["versions", "ortools"], 9, 'versions["ortools"] is 9; allowed: a text'),
        (["schedule", "meetings", 0, "slot"], 1,
         "schedule.meetings[0].slot is 1; allowed: a text"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_its_path(
    path: list[str | int], value: object, message: str
) -> None:
    with pytest.raises(FormatError) as refused:
        result_from_text(changed(path, value), source="result.json")

    assert str(refused.value) == f"result.json: {message}"


class TestScheduleOrResult:
    def test_a_schedule_is_read(self) -> None:
        assert schedule_or_result_from_text(schedule_to_text(TWO)) == TWO

    def test_of_a_result_the_schedule_is_read(self) -> None:
        assert schedule_or_result_from_text(result_to_text(FULL)) == TWO

    def test_a_result_may_have_none(self) -> None:
        text = result_to_text(replace(FULL, schedule=None))
        assert schedule_or_result_from_text(text) is None

    def test_anything_else_is_no_schedule(self) -> None:
        with pytest.raises(FormatError) as refused:
            schedule_or_result_from_text("[]", source="x.json")
        assert str(refused.value) == "x.json: the file is []; allowed: an object in braces"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"seconds": 0.0}, "seconds is 0.0; allowed: a number above 0"),
        ({"seconds": float("inf")}, "seconds is inf; allowed: a number above 0"),
        ({"effort": "hard"}, "effort is 'hard'; allowed: quick, normal, best"),
        ({"workers": 0}, "workers is 0; allowed: 1 or more"),
        ({"seed": -1}, "seed is -1; allowed: 0 or more"),
        ({"iterations": -1}, "iterations is -1; allowed: 0 or more"),
    ],
)
def test_settings_are_refused_by_name(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings(**wrong)

    assert str(refused.value) == message
