"""Schedules as text."""

import pytest

from scheduling.schedule import Meeting, Schedule
from scheduling.serialise import FormatError, schedule_from_text, schedule_to_text
from tests.scheduling.builders import schedule

TEXT = """{
 "format": "hubmeet.schedule/1",
 "meetings": [
  {"request": "r1", "slot": "A1", "place": "hall", "table": "2", "participants": ["p1", "h2"]},
  {"request": "r2", "slot": "A2", "place": null, "table": null, "participants": ["p1", "h1"]}
 ]
}
"""
TWO = schedule("r1 A1 p1 h2 hall 2", "r2 A2 p1 h1")


def test_a_schedule_is_written_with_a_meeting_on_each_line() -> None:
    assert schedule_to_text(TWO) == TEXT


def test_what_is_written_is_read_again() -> None:
    assert schedule_from_text(TEXT) == TWO


def test_an_empty_schedule_is_one() -> None:
    assert schedule_from_text(schedule_to_text(Schedule())) == Schedule()


def test_place_and_table_may_be_left_out() -> None:
    text = '{"meetings": [{"request": "r1", "slot": "A1", "participants": ["p1"]}]}'
    assert schedule_from_text(text) == Schedule((Meeting("r1", "A1", None, None, ("p1",)),))


def test_a_refusal_names_source_and_path() -> None:
    with pytest.raises(FormatError) as refused:
        schedule_from_text(TEXT.replace('"A2"', "2"), source="answer.json")
    assert str(refused.value) == "answer.json: meetings[1].slot is 2; allowed: a text"
