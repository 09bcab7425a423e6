"""Every hard rule as the engine sees it: one instance just inside it and one just outside.

Unless a test says otherwise only weights count and every request weighs 1, so a total is the
number of meetings.
"""

import pytest

from scheduling.instance import Participant, Place
from tests.scheduling.builders import (
    Part,
    ask,
    hall,
    instance,
    online,
    people,
    schedule,
)
from tests.scheduling.solving import meetings, weight

TWO_ASK_H1: tuple[Part, ...] = (*people("p1 p2"), ask("r1", "p1", "h1"), ask("r2", "p2", "h1"))
APART: tuple[Part, ...] = (*people("p1 p2 p3 p4"), ask("r1", "p1", "p2"), ask("r2", "p3", "p4"))
"""Two requests of four different people: they need no more than one slot."""


def test_nobody_meets_two_at_a_time() -> None:
    assert weight({"A": 2}, *people("h1"), *TWO_ASK_H1) == 2
    assert weight({"A": 1}, *people("h1"), *TWO_ASK_H1) == 1


def test_as_many_meetings_at_a_time_as_desks() -> None:
    assert weight({"A": 1}, Participant("h1", parallel=2), *TWO_ASK_H1) == 2


def test_of_two_in_the_way_of_each_other_the_heavier_stays() -> None:
    light, heavy = ask("r1", "p1", "h1", weight=4), ask("r2", "p2", "h1", weight=5)

    assert weight({"A": 1}, *people("p1 p2 h1"), light, heavy) == 5


@pytest.mark.parametrize(("away", "most"), [(("A1",), 1), (("A1", "A2"), 0)])
def test_unavailable_is_unavailable(away: tuple[str, ...], most: int) -> None:
    busy = Participant("p1", unavailable=away)

    assert weight({"A": 2}, busy, *people("h1"), ask("r1", "p1", "h1")) == most


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_maximum_of_meetings(limit: int) -> None:
    assert weight({"A": 2}, Participant("h1", max_meetings=limit), *TWO_ASK_H1) == limit


def test_maximum_per_block() -> None:
    once = Participant("h1", max_per_block=1)

    assert weight({"A": 2}, once, *TWO_ASK_H1) == 1
    assert weight({"A": 1, "B": 1}, once, *TWO_ASK_H1) == 2


def test_maximum_in_a_row() -> None:
    once = Participant("h1", max_consecutive=1)

    assert weight({"A": 2}, once, *TWO_ASK_H1) == 1
    assert weight({"A": 3}, once, *TWO_ASK_H1) == 2  # A1 and A3, with a pause between
    assert weight({"A": 1, "B": 1}, once, *TWO_ASK_H1) == 2  # a new block is a new row


def test_in_a_row_counts_slots_and_not_meetings() -> None:
    """h1 has two desks: four meetings fill two slots, and no two adjacent ones are allowed."""
    four = [ask(f"r{n}", f"p{n}", "h1") for n in range(1, 5)]
    busy = Participant("h1", max_consecutive=1, parallel=2)

    assert weight({"A": 2}, *people("p1 p2 p3 p4"), busy, *four) == 2
    assert weight({"A": 3}, *people("p1 p2 p3 p4"), busy, *four) == 4


def test_one_of_each_side_attends() -> None:
    either = ask("r2", "p2", "h1 h2")
    parts: tuple[Part, ...] = (*people("p1 p2 h1"), ask("r1", "p1", "h1"), either)

    assert weight({"A": 1}, *parts, *people("h2")) == 2  # h2 comes, since h1 is taken
    assert weight({"A": 1}, *parts, Participant("h2", unavailable=("A1",))) == 1


def test_a_table_holds_one_meeting_at_a_time() -> None:
    assert weight({"A": 1}, hall("1", "2"), *APART) == 2
    assert weight({"A": 1}, hall("1"), *APART) == 1


def test_a_table_holds_as_many_meetings_as_desks() -> None:
    assert weight({"A": 1}, hall("1", desks={"1": 2}), *APART) == 2


def test_a_closed_table_holds_none() -> None:
    assert weight({"A": 2}, hall("1", closed={"A1": ("1",)}), *APART) == 1
    assert weight({"A": 1}, hall("1", "2", closed={"A1": ("1", "2")}), *APART) == 0


def test_a_place_without_tables_has_no_limit() -> None:
    assert weight({"A": 1}, hall("1"), online(), *APART) == 2


def test_an_instance_without_places_has_no_limit_and_names_no_table() -> None:
    found = meetings(instance({"A": 1}, *APART))

    assert [(one.place, one.table) for one in found.values()] == [(None, None), (None, None)]


def test_only_at_the_slots_of_the_request() -> None:
    def asked(*slots: str) -> int:
        narrow = ask("r1", "p1", "h1", slots=slots)
        return weight({"A": 2}, *people("p1 h1 p2"), narrow, ask("r2", "p2", "h1", slots=("A1",)))

    assert asked("A2") == 2
    assert asked("A1") == 1
    assert asked() == 1


def test_only_at_the_places_of_the_request() -> None:
    def asked(*places: str) -> int:
        one = ask("r1", "p1", "p2", places=places)
        rooms = (hall("1"), hall("1", id="loft"))
        other = ask("r2", "p3", "p4", places=("hall",))
        return weight({"A": 1}, *rooms, *people("p1 p2 p3 p4"), one, other)

    assert asked("loft") == 2
    assert asked("hall", "loft") == 2
    assert asked("hall") == 1
    assert asked() == 1


def test_three_sets_of_places_share_their_tables() -> None:
    """Hall and loft have a table each: of three requests that may use some of them two fit."""
    rooms = (hall("1"), hall("1", id="loft"))
    asked = [
        ask("r1", "p1", "p2", places=("hall",)),
        ask("r2", "p3", "p4", places=("loft",)),
        ask("r3", "p5", "p6"),
    ]

    assert weight({"A": 1}, *rooms, *people("p1 p2 p3 p4 p5 p6"), *asked) == 2


class TestOrder:
    @pytest.mark.parametrize(("first", "second"), [("r1", "r2"), ("r2", "r1")])
    def test_what_comes_after_is_later(self, first: str, second: str) -> None:
        """Whichever of the two stands first in the instance."""
        asked = {first: ask(first, "p1", "p2"), second: ask(second, "p3", "p4", after=(first,))}
        crowd: tuple[Part, ...] = (*people("p1 p2 p3 p4"), asked["r1"], asked["r2"])

        found = meetings(instance({"A": 2}, *crowd))
        assert (found[first].slot, found[second].slot) == ("A1", "A2")
        assert weight({"A": 1}, *crowd) == 1

    def test_order_binds_only_where_both_take_place(self) -> None:
        early = ask("r1", "p1", "p2", slots=())
        late = ask("r2", "p3", "p4", after=("r1",))

        assert weight({"A": 1}, *people("p1 p2 p3 p4"), early, late) == 1

    def test_of_a_circle_one_is_left_out(self) -> None:
        one, other = ask("r1", "p1", "p2", after=("r2",)), ask("r2", "p3", "p4", after=("r1",))

        assert weight({"A": 3}, *people("p1 p2 p3 p4"), one, other) == 1


def test_mandatory_comes_before_any_weight() -> None:
    must = ask("r1", "p1", "h1", mandatory=True, weight=1)
    rival = ask("r2", "p2", "h1", weight=9)

    assert weight({"A": 1}, *people("p1 p2 h1"), must, rival) == 1
    assert weight({"A": 2}, *people("p1 p2 h1"), must, rival) == 10


def test_nobody_has_more_idle_groups_than_allowed() -> None:
    """p1 can meet in A1 and A3 only: that is one group of idle slots, and the others have none."""
    parts: tuple[Part, ...] = (
        *people("p1 h1 h2"),
        ask("r1", "p1", "h1", slots=("A1",)),
        ask("r2", "p1", "h2", slots=("A3",)),
    )

    assert weight({"A": 3}, *parts, max_idle_group_difference=1) == 2
    assert weight({"A": 3}, *parts, max_idle_group_difference=0) == 1


def test_a_published_meeting_may_be_of_people_and_places_that_are_gone() -> None:
    published = schedule("r1 A2 gone away attic 9")
    question = instance({"A": 2}, Place("hall", tables=("1",)), *APART, published=published)

    assert set(meetings(question)) == {"r1", "r2"}
