"""The quick forecast: never below what a schedule holds, and it says what would help."""

from hypothesis import given, settings

from scheduling.check import check
from scheduling.coverage import (
    most_meetings,
    with_colleague,
    with_one_more,
    with_tables,
    without_limits,
)
from scheduling.instance import Instance, Participant
from tests.scheduling.brute_force import every_schedule
from tests.scheduling.builders import ask, hall, instance, people
from tests.scheduling.tiny import TINY

SIX = [ask(f"r{n}", f"p{n}", "h") for n in range(6)]


def test_a_hub_cannot_meet_more_than_it_has_slots() -> None:
    # Six ask one hub that has four slots.
    asked = instance({"A": 4}, *people("p0 p1 p2 p3 p4 p5 h"), hall("1", "2"), *SIX)
    assert most_meetings(asked) == 4
    assert most_meetings(with_colleague(asked, ["h"])) == 6
    assert most_meetings(with_tables(asked, 2)) == 4


def test_a_limit_or_too_few_tables_hold_meetings_back() -> None:
    limited = Participant("h", max_meetings=3)
    asked = instance({"A": 6}, *people("p0 p1 p2 p3 p4 p5"), limited, hall("1"), *SIX)
    assert most_meetings(asked) == 3
    assert most_meetings(with_one_more(asked)) == 4
    assert most_meetings(without_limits(asked, ["h"])) == 6
    # Two hubs, two slots and one table: two meetings; with another table four.
    twice = [ask("a", "p0", "h"), ask("b", "p1", "h"), ask("c", "p0", "i"), ask("d", "p1", "i")]
    narrow = instance({"A": 2}, *people("p0 p1 h i"), hall("1"), *twice)
    assert most_meetings(narrow) == 2
    assert most_meetings(with_tables(narrow, 1)) == 4


def test_without_requests_there_is_nothing_to_hold() -> None:
    assert most_meetings(instance({"A": 2}, *people("p h"), hall("1"))) == 0


@settings(max_examples=30, derandomize=True)
@given(TINY)
def test_no_schedule_holds_more(question: Instance) -> None:
    held = [len(one.meetings) for one in every_schedule(question) if not check(question, one)]
    assert most_meetings(question) >= max(held, default=0)
