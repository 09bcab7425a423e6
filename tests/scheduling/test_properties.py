"""What holds for any instance, schedule and result, and for any text at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.changes import changes
from scheduling.check import check
from scheduling.instance import Instance
from scheduling.objective import counts, score
from scheduling.result import Result
from scheduling.schedule import Meeting, Schedule
from scheduling.serialise import (
    FormatError,
    instance_from_text,
    instance_to_text,
    read_dzn,
    result_from_text,
    result_to_text,
    schedule_from_text,
    schedule_to_text,
)
from tests.scheduling.strategies import RESULTS, instances, schedules


@given(instances())
def test_an_instance_survives_being_written_and_read(instance: Instance) -> None:
    text = instance_to_text(instance)

    assert instance_from_text(text) == instance
    assert instance_to_text(instance_from_text(text)) == text


@given(schedules(("r1", "r2", "r3"), ("A1", "A2")))
def test_a_schedule_survives_being_written_and_read(schedule: Schedule) -> None:
    assert schedule_from_text(schedule_to_text(schedule)) == schedule


@given(RESULTS)
def test_a_result_survives_being_written_and_read(result: Result) -> None:
    assert result_from_text(result_to_text(result)) == result


@given(instances(), st.integers(0, 10_000))
def test_an_instance_that_is_cut_off_is_refused(instance: Instance, length: int) -> None:
    text = instance_to_text(instance).rstrip()
    with pytest.raises(FormatError):
        instance_from_text(text[: length % len(text)])


@given(st.text())
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    for read in (instance_from_text, schedule_from_text, result_from_text, read_dzn):
        said = ""
        try:
            read(text)
        except FormatError as error:
            said = str(error)
        assert said.isprintable()


@given(instances(), st.data())
def test_any_schedule_is_judged_without_a_stumble(instance: Instance, data: st.DataObject) -> None:
    """Known names in any combination: the judge answers and score agrees with counts."""
    found = data.draw(_wild(instance))
    check(instance, found)
    scored, counted, goals = score(instance, found), counts(instance, found), instance.goals

    assert scored.idle_slot == -goals.idle_slot * counted.idle_slots
    assert scored.idle_group == -goals.idle_group * counted.idle_groups
    assert scored.below_minimum == -goals.below_minimum * counted.below_minimum
    assert scored.change == -goals.change * counted.changed


@given(instances(), st.data())
def test_changes_between_a_schedule_and_itself_are_none(
    instance: Instance, data: st.DataObject
) -> None:
    found = data.draw(_wild(instance))

    assert changes(found, found) == ()


@st.composite
def _wild(draw: st.DrawFn, instance: Instance) -> Schedule:
    """Meetings of known names that need not keep any rule."""
    people = [one.id for one in instance.participants]
    seats = [(None, None), *((place.id, t) for place in instance.places for t in (None, "1"))]
    meetings = []
    for request in instance.requests:
        if draw(st.booleans()):
            place, table = draw(st.sampled_from(seats))
            who = tuple(draw(st.lists(st.sampled_from(people), max_size=3)))
            slot = draw(st.sampled_from(instance.slots)).id
            meetings.append(Meeting(request.id, slot, place, table, who))
    return Schedule(tuple(meetings))
