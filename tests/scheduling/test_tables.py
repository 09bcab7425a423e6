"""Seats: everybody gets one, and people stay at their table where they can."""

import pytest

from scheduling.compile import Problem, compile_problem
from scheduling.instance import Instance, Pin
from scheduling.spots import Detail
from scheduling.tables import SeatingError, seat
from tests.scheduling.builders import Part, ask, at_home, hall, instance, online, people

Seats = dict[str, tuple[str | None, str | None]]


def seats(question: Instance, *slots: str, detail: Detail = Detail.COUNT) -> Seats:
    """Request → (place, table), with request n in the n-th of these slots."""
    problem = compile_problem(question, detail)
    chosen = [_option(problem, n, slot) for n, slot in enumerate(slots)]
    return {one.request: (one.place, one.table) for one in seat(problem, chosen).meetings}


def _option(problem: Problem, request: int, slot: str) -> int:
    position = problem.instance.slot_positions[slot]
    return next(n for n in problem.options_of[request] if problem.options[n].slot == position)


def pairs(number: int, **more: tuple[str, ...]) -> tuple[Part, ...]:
    """r1 between p1 and q1, r2 between p2 and q2 …"""
    asked = [ask(f"r{n}", f"p{n}", f"q{n}", **more) for n in range(1, number + 1)]
    return (*people(" ".join(f"p{n} q{n}" for n in range(1, number + 1))), *asked)


def test_everybody_has_a_table_of_their_own() -> None:
    found = seats(instance({"A": 1}, hall("1", "2", "3"), *pairs(3)), "A1", "A1", "A1")

    assert sorted(found.values()) == [("hall", "1"), ("hall", "2"), ("hall", "3")]


def test_a_table_with_two_desks_takes_two() -> None:
    found = seats(instance({"A": 1}, hall("1", desks={"1": 2}), *pairs(2)), "A1", "A1")

    assert found == {"r1": ("hall", "1"), "r2": ("hall", "1")}


def test_closed_tables_are_passed_over() -> None:
    room = hall("1", "2", closed={"A1": ("1",)})

    assert seats(instance({"A": 1}, room, *pairs(1)), "A1") == {"r1": ("hall", "2")}


def test_whoever_may_sit_anywhere_makes_room_for_whoever_may_not() -> None:
    """r1 could take the loft's only table, but r2 may sit nowhere else."""
    rooms = (hall("1", id="loft"), hall("1"))
    asked = (ask("r1", "p1", "q1"), ask("r2", "p2", "q2", places=("loft",)))
    question = instance({"A": 1}, *rooms, *people("p1 q1 p2 q2"), *asked)

    assert seats(question, "A1", "A1") == {"r1": ("hall", "1"), "r2": ("loft", "1")}


def test_a_chain_of_three_makes_room() -> None:
    """Tables a, b, c in three places; r1 fits everywhere, r2 in a or b, r3 in a only."""
    rooms = [hall("t", id=place) for place in "abc"]
    asked = (
        ask("r1", "p1", "q1"),
        ask("r2", "p2", "q2", places=("a", "b")),
        ask("r3", "p3", "q3", places=("a",)),
    )
    question = instance({"A": 1}, *rooms, *people("p1 q1 p2 q2 p3 q3"), *asked)

    found = seats(question, "A1", "A1", "A1")
    assert found == {"r1": ("c", "t"), "r2": ("b", "t"), "r3": ("a", "t")}


def test_people_stay_at_the_table_where_they_sat_before() -> None:
    """p1 meets q1 and then q2; r3 takes the first table in A1 and leaves."""
    asked = (ask("r3", "p3", "q3"), ask("r1", "p1", "q1"), ask("r2", "p1", "q2"))
    question = instance({"A": 2}, hall("1", "2"), *people("p1 q1 q2 p3 q3"), *asked)

    found = seats(question, "A1", "A1", "A2")
    assert found["r3"] == ("hall", "1")
    assert found["r1"] == found["r2"] == ("hall", "2")


def test_people_who_stay_choose_before_people_who_come() -> None:
    """p1 stays at table 1 though r2, first in the list, could take it as well."""
    asked = (ask("r1", "p1", "q1"), ask("r2", "p2", "q2"), ask("r3", "p1", "q3"))
    question = instance({"A": 2}, hall("1", "2"), *people("p1 q1 q3 p2 q2"), *asked)

    found = seats(question, "A1", "A2", "A2")
    assert found == {"r1": ("hall", "1"), "r2": ("hall", "2"), "r3": ("hall", "1")}


def test_a_pinned_table_is_nobody_else_s() -> None:
    pinned = ask("r1", "p1", "q1", pinned=Pin("A1", table="1"))
    question = instance(
        {"A": 1}, hall("1", "2"), *people("p1 q1 p2 q2"), pinned, ask("r2", "p2", "q2")
    )

    assert seats(question, "A1", "A1") == {"r1": ("hall", "1"), "r2": ("hall", "2")}


def test_owners_sit_at_their_own_table_and_online_has_none() -> None:
    parts: tuple[Part, ...] = (hall("1"), online(), at_home("h1", "own"), *people("p1 p2 p3"))
    asked = (ask("r1", "p1", "h1"), ask("r2", "p2", "p3", places=("online",)))

    assert seats(instance({"A": 1}, *parts, *asked), "A1", "A1") == {
        "r1": ("hall", "own"),
        "r2": ("online", None),
    }


def test_without_places_nobody_sits_anywhere() -> None:
    assert seats(instance({"A": 1}, *pairs(1)), "A1") == {"r1": (None, None)}


def test_more_meetings_than_tables_is_a_fault_of_the_search() -> None:
    with pytest.raises(SeatingError):
        seats(instance({"A": 1}, hall("1"), *pairs(2)), "A1", "A1")
