"""Homes and pins as the engine sees them: one instance just inside and one just outside."""

import pytest

from scheduling.instance import Instance, Pin
from tests.scheduling.builders import (
    WEIGHT_ONLY,
    Part,
    ask,
    at_home,
    hall,
    instance,
    online,
    people,
)
from tests.scheduling.solving import meetings, total, weight

TWO_ASK_H1: tuple[Part, ...] = (*people("p1 p2"), ask("r1", "p1", "h1"), ask("r2", "p2", "h1"))


class TestHome:
    """h1 has a stand in the hall."""

    OTHERS: tuple[Part, ...] = (
        *people("p1 p2 p3 p4"),
        ask("r1", "p1", "p2"),
        ask("r2", "p3", "p4"),
    )

    def test_an_owner_meets_at_their_own_table(self) -> None:
        question = instance(
            {"A": 1}, hall("1"), at_home("h1", "stand"), *people("p1"), ask("r1", "p1", "h1")
        )

        assert meetings(question)["r1"].table == "stand"

    def test_nobody_else_meets_there(self) -> None:
        assert weight({"A": 1}, hall("1", "2"), at_home("h1", "2"), *self.OTHERS) == 1
        assert weight({"A": 1}, hall("1", "2"), at_home("h1", "own"), *self.OTHERS) == 2

    def test_an_owner_with_two_desks_meets_two_at_a_time_at_their_table(self) -> None:
        two = at_home("h1", "own", parallel=2)

        assert weight({"A": 1}, hall(), two, *TWO_ASK_H1) == 2
        assert weight({"A": 1}, hall(desks={"own": 1}), two, *TWO_ASK_H1) == 1

    def test_a_shared_table_holds_a_meeting_of_each_owner(self) -> None:
        owners: tuple[Part, ...] = (at_home("h1", "own"), at_home("h2", "own"), *people("p1 p2"))
        asked = (ask("r1", "p1", "h1"), ask("r2", "p2", "h2"))

        assert weight({"A": 1}, hall(), *owners, *asked) == 2
        assert weight({"A": 1}, hall(desks={"own": 1}), *owners, *asked) == 1

    def test_where_both_have_a_home_either_will_do(self) -> None:
        both: tuple[Part, ...] = (at_home("h1", "one"), at_home("h2", "two"), ask("r1", "h1", "h2"))
        closed = {"A1": ("one",)}

        assert meetings(instance({"A": 1}, hall(closed=closed), *both))["r1"].table == "two"
        assert weight({"A": 1}, hall(closed={"A1": ("one", "two")}), *both) == 0

    def test_away_from_home_where_the_places_of_the_request_leave_it_out(self) -> None:
        parts: tuple[Part, ...] = (hall(), online(), at_home("h1", "own"), *people("p1"))
        question = instance({"A": 1}, *parts, ask("r1", "p1", "h1", places=("online",)))

        assert meetings(question)["r1"].place == "online"


class TestPins:
    def pinned(self, pin: Pin, *more: Part) -> Instance:
        rooms = (hall("1", "2"), hall("1", id="loft"), online())
        either = ask("r1", "p1", "h1 h2", pinned=pin, weight=0)
        return instance({"A": 2}, *rooms, *people("p1 h1 h2"), either, *more, goals=WEIGHT_ONLY)

    @pytest.mark.parametrize(
        "pin",
        [
            Pin("A2"),
            Pin("A1", place="loft"),
            Pin("A1", place="online"),
            Pin("A1", place="hall", table="2"),
            Pin("A1", table="2"),
            Pin("A2", participants=("h2",)),
            Pin("A2", participants=("p1", "h1")),
        ],
    )
    def test_a_pinned_meeting_is_held_as_it_is_pinned(self, pin: Pin) -> None:
        found = meetings(self.pinned(pin))["r1"]

        assert found.slot == pin.slot
        assert pin.place in (None, found.place)
        assert pin.table in (None, found.table)
        assert set(pin.participants or ()) <= set(found.participants)

    def test_it_stays_though_others_would_bring_more(self) -> None:
        rival = ask("r2", "p1", "h1", slots=("A2",), weight=9)

        assert total(self.pinned(Pin("A2"), rival)) == 0
        assert total(self.pinned(Pin("A1"), rival)) == 9

    def test_it_takes_its_table_from_the_pool(self) -> None:
        """The hall's table 2 is pinned, so of two others that need the hall one fits."""
        others: tuple[Part, ...] = (
            *people("p2 p3 p4 p5"),
            ask("r2", "p2", "p3", places=("hall",), slots=("A1",)),
        )
        last = ask("r3", "p4", "p5", places=("hall",), slots=("A1",))

        assert total(self.pinned(Pin("A1", place="hall", table="2"), *others, last)) == 1
        assert total(self.pinned(Pin("A1", place="loft"), *others, last)) == 2
