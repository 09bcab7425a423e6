"""Per hard rule one schedule just inside and one just outside."""

from typing import Any

from scheduling.check import RULES, Violation, check
from scheduling.instance import Home, Instance, Participant, Pin
from scheduling.schedule import Meeting, Schedule
from tests.scheduling.builders import (
    ask,
    at_home,
    hall,
    instance,
    meet,
    online,
    people,
    schedule,
)


def broken(question: Instance, *lines: str) -> list[str]:
    """The names of the rules that the meetings of these lines break, in the judge's order."""
    return [violation.rule for violation in check(question, schedule(*lines))]


def two_requests(**limits: Any) -> Instance:
    """p1, with these limits, asks h1 (r1) and h2 (r2); blocks A and B of two slots each."""
    asked = (ask("r1", "p1", "h1"), ask("r2", "p1", "h2"))
    return instance({"A": 2, "B": 2}, Participant("p1", **limits), *people("h1 h2"), *asked)


ONE = instance({"A": 2}, *people("p1 h1 h2"), ask("r1", "p1", "h1 h2"))


def test_nothing_is_found_in_a_schedule_that_keeps_every_rule() -> None:
    assert check(ONE, schedule("r1 A1 p1 h2")) == ()


def test_an_empty_schedule_of_an_empty_instance_is_fine() -> None:
    assert check(Instance(max_idle_group_difference=0), Schedule()) == ()


def test_a_violation_names_rule_fault_and_requests() -> None:
    found = check(ONE, schedule("r1 A1 p1 h1", "r1 A2 p1 h1"))

    assert found == (Violation("once", "r1 is scheduled 2 times", ("r1",)),)


def test_every_rule_says_itself_as_an_organiser_would() -> None:
    sentences = [(rule.__doc__ or "").split("\n")[0] for rule in RULES]

    assert [sentence for sentence in sentences if not sentence.endswith(".")] == []


def test_unknown_names_are_reported_one_by_one_and_the_meeting_left_aside() -> None:
    found = check(ONE, Schedule((Meeting("r9", "A9", "moon", None, ("p9", "h1")),)))

    assert [violation.message for violation in found] == [
        "r9: there is no such request",
        "r9: there is no slot A9",
        "r9: there is no place moon",
        "r9: there is no participant p9",
    ]
    assert {violation.rule for violation in found} == {"known_names"}


def test_messages_say_who_where_and_when() -> None:
    """The rules whose words hold more than names and numbers."""
    limited = two_requests(max_consecutive=1)
    row = check(limited, schedule("r1 A1 p1 h1", "r2 A2 p1 h2"))
    nobody = check(ONE, Schedule((Meeting("r1", "A1", None, None, ()),)))
    standing = check(
        instance({"A": 1}, hall("1"), *people("p1 h1"), ask("r1", "p1", "h1")),
        schedule("r1 A1 p1 h1"),
    )

    assert row[0].message == "p1 meets in 2 slots in a row from A1, more than 1"
    assert nobody[0].message == "r1 is attended by nobody, not one of each side"
    assert standing[0].message == "r1 is at no place, which is no seat"


def test_a_message_is_one_line_whatever_the_names() -> None:
    odd = Schedule((Meeting("r\n1", "A1", None, None, ("p1", "h1")),))

    assert check(ONE, odd)[0].message == "r\\u000a1: there is no such request"


class TestOneOfEachSide:
    def test_either_alternative_may_attend_in_either_order(self) -> None:
        assert broken(ONE, "r1 A1 p1 h1") == []
        assert broken(ONE, "r1 A1 h2 p1") == []

    def test_nobody_of_one_side_is_broken(self) -> None:
        assert broken(ONE, "r1 A1 h1 h2") == ["one_of_each_side"]

    def test_both_alternatives_at_once_are_broken(self) -> None:
        crowd = Schedule((Meeting("r1", "A1", None, None, ("p1", "h1", "h2")),))
        assert [violation.rule for violation in check(ONE, crowd)] == ["one_of_each_side"]

    def test_a_stranger_beside_them_is_broken(self) -> None:
        question = instance({"A": 1}, *people("p1 h1 x"), ask("r1", "p1", "h1"))
        crowd = Schedule((Meeting("r1", "A1", None, None, ("p1", "h1", "x")),))
        assert [violation.rule for violation in check(question, crowd)] == ["one_of_each_side"]

    def test_a_meeting_of_nobody_is_broken(self) -> None:
        empty = Schedule((Meeting("r1", "A1", None, None, ()),))
        assert [violation.rule for violation in check(ONE, empty)] == ["one_of_each_side"]


class TestParallelDesks:
    def test_as_many_meetings_at_a_time_as_desks(self) -> None:
        assert broken(two_requests(parallel=2), "r1 A1 p1 h1", "r2 A1 p1 h2") == []

    def test_one_more_is_broken(self) -> None:
        assert broken(two_requests(parallel=1), "r1 A1 p1 h1", "r2 A1 p1 h2") == ["parallel_desks"]


class TestUnavailable:
    QUESTION = instance(
        {"A": 2}, *people("p1"), Participant("h1", unavailable=("A2",)), ask("r1", "p1", "h1")
    )

    def test_an_available_slot_is_fine(self) -> None:
        assert broken(self.QUESTION, "r1 A1 p1 h1") == []

    def test_an_unavailable_one_is_broken(self) -> None:
        assert broken(self.QUESTION, "r1 A2 p1 h1") == ["unavailable"]


class TestLimits:
    IN_A_ROW = ("r1 A1 p1 h1", "r2 A2 p1 h2")

    def test_the_maximum_may_be_reached(self) -> None:
        assert broken(two_requests(max_meetings=2), *self.IN_A_ROW) == []

    def test_the_maximum_may_not_be_passed(self) -> None:
        assert broken(two_requests(max_meetings=1), *self.IN_A_ROW) == ["max_meetings"]

    def test_the_maximum_per_block_counts_each_block_alone(self) -> None:
        limited = two_requests(max_per_block=1)
        assert broken(limited, "r1 A2 p1 h1", "r2 B1 p1 h2") == []

    def test_the_maximum_per_block_may_not_be_passed(self) -> None:
        assert broken(two_requests(max_per_block=1), *self.IN_A_ROW) == ["max_per_block"]

    def test_a_row_ends_with_its_block(self) -> None:
        limited = two_requests(max_consecutive=1)
        assert broken(limited, "r1 A2 p1 h1", "r2 B1 p1 h2") == []

    def test_meetings_in_a_row_may_not_pass_their_maximum(self) -> None:
        assert broken(two_requests(max_consecutive=1), *self.IN_A_ROW) == ["max_consecutive"]

    def test_a_row_counts_busy_slots_and_not_desks(self) -> None:
        limited = two_requests(max_consecutive=1, parallel=2)
        assert broken(limited, "r1 A1 p1 h1", "r2 A1 p1 h2") == []


class TestAllowed:
    def test_slots_of_a_request(self) -> None:
        question = instance({"A": 2}, *people("p1 h1"), ask("r1", "p1", "h1", slots=("A2",)))
        assert broken(question, "r1 A2 p1 h1") == []
        assert broken(question, "r1 A1 p1 h1") == ["allowed_slots"]

    def test_no_slots_is_none_at_all(self) -> None:
        question = instance({"A": 1}, *people("p1 h1"), ask("r1", "p1", "h1", slots=()))
        assert broken(question, "r1 A1 p1 h1") == ["allowed_slots"]


class TestPinned:
    def pinned(self, pin: Pin) -> Instance:
        asked = ask("r1", "p1", "h1 h2", pinned=pin)
        return instance({"A": 2}, hall("1", "2"), online(), *people("p1 h1 h2"), asked)

    def test_a_pin_holds_slot_place_table_and_representative(self) -> None:
        question = self.pinned(Pin("A1", "hall", "1", ("p1", "h1")))
        assert broken(question, "r1 A1 p1 h1 hall 1") == []
        assert broken(question, "r1 A2 p1 h1 hall 1") == ["pinned"]
        assert broken(question, "r1 A1 p1 h1 hall 2") == ["pinned"]
        assert broken(question, "r1 A1 p1 h1 online") == ["pinned"]
        assert broken(question, "r1 A1 p1 h2 hall 1") == ["pinned"]

    def test_what_a_pin_leaves_open_is_free(self) -> None:
        question = self.pinned(Pin("A1"))
        assert broken(question, "r1 A1 p1 h2 hall 2") == []
        assert broken(question, "r1 A1 p1 h1 online") == []

    def test_a_pin_may_name_one_participant(self) -> None:
        question = self.pinned(Pin("A1", participants=("h2",)))
        assert broken(question, "r1 A1 p1 h2 online") == []
        assert broken(question, "r1 A1 p1 h1 online") == ["pinned"]

    def test_a_pinned_meeting_takes_place(self) -> None:
        assert broken(self.pinned(Pin("A1"))) == ["pinned"]


class TestOrder:
    QUESTION = instance(
        {"A": 3},
        *people("p1 p2 h1 h2"),
        ask("r1", "p1", "h1"),
        ask("r2", "p2", "h2", after=("r1",)),
    )

    def test_the_next_slot_is_after(self) -> None:
        assert broken(self.QUESTION, "r1 A1 p1 h1", "r2 A2 p2 h2") == []

    def test_the_same_slot_is_not(self) -> None:
        assert broken(self.QUESTION, "r1 A2 p1 h1", "r2 A2 p2 h2") == ["order"]

    def test_order_binds_only_where_both_are_scheduled(self) -> None:
        assert broken(self.QUESTION, "r2 A1 p2 h2") == []
        assert broken(self.QUESTION, "r1 A3 p1 h1") == []


def test_mandatory_requests_are_scheduled() -> None:
    question = instance({"A": 1}, *people("p1 h1"), ask("r1", "p1", "h1", mandatory=True))
    assert broken(question, "r1 A1 p1 h1") == []
    assert broken(question) == ["mandatory"]


class TestIdleGroupDifference:
    def question(self, allowed: int | None) -> Instance:
        """p1 asks three hubs in five slots; who has least meets nobody."""
        hubs = "h1 h2 h3"
        asked = [ask(f"r{n}", "p1", hub) for n, hub in enumerate(hubs.split(), 1)]
        return instance({"A": 5}, *people(f"p1 {hubs}"), *asked, max_idle_group_difference=allowed)

    TWO_GROUPS = ("r1 A1 p1 h1", "r2 A3 p1 h2", "r3 A5 p1 h3")

    def test_the_difference_may_be_reached(self) -> None:
        assert broken(self.question(2), *self.TWO_GROUPS) == []

    def test_the_difference_may_not_be_passed(self) -> None:
        found = check(self.question(1), schedule(*self.TWO_GROUPS))
        said = "p1 has 2 groups of idle slots, h1 has 0, more than 1 apart"
        assert found == (Violation("idle_group_difference", said, ("r1", "r2", "r3")),)

    def test_only_the_difference_counts(self) -> None:
        # p1 and h1 meet each other in A1, A3 and A5: two groups each
        asked = [ask(f"r{n}", "p1", "h1") for n in (1, 2, 3)]
        question = instance({"A": 5}, *people("p1 h1"), *asked, max_idle_group_difference=0)
        assert broken(question, "r1 A1 p1 h1", "r2 A3 p1 h1", "r3 A5 p1 h1") == []

    def test_without_a_limit_any_difference_will_do(self) -> None:
        assert broken(self.question(None), *self.TWO_GROUPS) == []

    def test_a_long_gap_is_one_group(self) -> None:
        assert broken(self.question(1), "r1 A1 p1 h1", "r2 A5 p1 h2") == []


def test_a_meeting_line_of_the_builders_reads_as_written() -> None:
    assert meet("r1 A1 p1 h1 hall 2") == Meeting("r1", "A1", "hall", "2", ("p1", "h1"))
    assert at_home("h1", "S").home == Home("hall", "S")
