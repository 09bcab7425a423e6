"""Slots, places, participants and requests that are refused, with index and value."""

from dataclasses import replace
from typing import Any

import pytest

from scheduling.instance import Home, Instance, InstanceError, Participant, Place, Slot
from tests.scheduling.builders import Part, ask, at_home, hall, instance, people

A1, A2, A3 = instance({"A": 3}).slots


def with_parts(*parts: Part, **more: Any) -> Instance:
    """Two slots, p1, h1 and h2, and these parts."""
    return instance({"A": 2}, *people("p1 h1 h2"), *parts, **more)


WHOLE = "a whole number from 0 to 1000000000"
FROM_ONE = "a whole number from 1 to 1000000000"
UNUSED = "a name not used before in this list"


SLOT_FAULTS = [
    (
        (A2, A1),
        'slots[1].starts_at is "2018-11-26T09:00:00+00:00"; allowed: a time not before '
        "slots[0] ends; slots are in time order",
    ),
    (
        (A1, replace(A2, starts_at=A1.starts_at)),
        'slots[1].starts_at is "2018-11-26T09:00:00+00:00"'
        "; allowed: a time not before slots[0] ends; slots are in time order",
    ),
    ((A1, replace(A2, id="A1")), f'slots[1].id is "A1"; allowed: {UNUSED}'),
    ((replace(A1, id=""),), 'slots[0].id is ""; allowed: a text that is not empty'),
    ((replace(A1, block=""),), 'slots[0].block is ""; allowed: a text that is not empty'),
    (
        (replace(A1, ends_at=A1.starts_at),),
        'slots[0].ends_at is "2018-11-26T09:00:00+00:00"; allowed: a time after starts_at',
    ),
    (
        (replace(A1, starts_at=A1.starts_at.replace(tzinfo=None)),),
        'slots[0].starts_at is "2018-11-26T09:00:00"; allowed: a time with its zone',
    ),
]


@pytest.mark.parametrize(("slots", "message"), SLOT_FAULTS)
def test_slots_are_named_once_and_in_order(slots: tuple[Slot, ...], message: str) -> None:
    assert refusal(slots=slots) == message


def test_slots_may_touch() -> None:
    assert Instance(slots=(A1, A2, A3)).blocks == {"A": ("A1", "A2", "A3")}


PART_FAULTS: list[tuple[Part, str]] = [
    (Participant("p1"), f'participants[3].id is "p1"; allowed: {UNUSED}'),
    (
        Participant("x", ("A1", "A9")),
        'participants[3].unavailable[1] is "A9"; allowed: the id of a slot',
    ),
    (
        Participant("x", ("A1", "A1")),
        'participants[3].unavailable[1] is "A1"; allowed: each slot once',
    ),
    (Participant("x", max_meetings=-1), f"participants[3].max_meetings is -1; allowed: {WHOLE}"),
    (Participant("x", min_meetings=-1), f"participants[3].min_meetings is -1; allowed: {WHOLE}"),
    (Participant("x", max_per_block=-1), f"participants[3].max_per_block is -1; allowed: {WHOLE}"),
    (
        Participant("x", max_consecutive=True),
        f"participants[3].max_consecutive is true; allowed: {WHOLE}",
    ),
    (Participant("x", parallel=0), f"participants[3].parallel is 0; allowed: {FROM_ONE}"),
    (at_home("x", "1"), 'participants[3].home.place is "hall"; allowed: the id of a place'),
    (hall("1", "1"), f'places[0].tables[1] is "1"; allowed: {UNUSED}'),
    (hall("1", closed={"A9": ()}), 'places[0].closed["A9"] is "A9"; allowed: the id of a slot'),
    (
        hall("1", closed={"A1": ("2",)}),
        'places[0].closed["A1"][0] is "2"; allowed: the id of a table of this place',
    ),
    (
        hall("1", desks={"2": 1}),
        'places[0].desks["2"] is "2"; allowed: the id of a table of this place',
    ),
    (hall("1", desks={"1": 0}), f'places[0].desks["1"] is 0; allowed: {FROM_ONE}'),
    (
        Place("\ud800"),
        'places[0].id is "\\ud800"; allowed: a text without halves of surrogate '
        "pairs, which no file can hold",
    ),
    (ask("r1", "p1", "p9"), 'requests[0].sides[1][0] is "p9"; allowed: the id of a participant'),
    (ask("r1", "p1", "h1 h1"), 'requests[0].sides[1][1] is "h1"; allowed: each participant once'),
    (ask("r1", "p1", ""), "requests[0].sides[1] is []; allowed: at least one participant"),
    (
        ask("r1", "p1 h2", "h1 p1"),
        'requests[0].sides[1][1] is "p1"; allowed: a participant who is not on the other side too',
    ),
    (ask("r1", "p1", "h1", weight=-1), f"requests[0].weight is -1; allowed: {WHOLE}"),
    (
        ask("r1", "p1", "h1", weight=10**9 + 1),
        f"requests[0].weight is 1000000001; allowed: {WHOLE}",
    ),
    (ask("r1", "p1", "h1", weight=1.0), f"requests[0].weight is 1.0; allowed: {WHOLE}"),
    (ask("r1", "p1", "h1", mandatory=1), "requests[0].mandatory is 1; allowed: true or false"),
    (
        ask("r1", "p1", "h1", slots=("A9",)),
        'requests[0].slots[0] is "A9"; allowed: the id of a slot',
    ),
    (
        ask("r1", "p1", "h1", places=("moon",)),
        'requests[0].places[0] is "moon"; allowed: the id of a place',
    ),
    (
        ask("r1", "p1", "h1", after=("r9",)),
        'requests[0].after[0] is "r9"; allowed: the id of a request',
    ),
    (
        ask("r1", "p1", "h1", after=("r1",)),
        'requests[0].after[0] is "r1"; allowed: the id of another request',
    ),
]


@pytest.mark.parametrize(("part", "message"), PART_FAULTS)
def test_parts_are_in_range_and_refer_to_each_other(part: Part, message: str) -> None:
    with pytest.raises(InstanceError) as refused:
        with_parts(part)

    assert str(refused.value) == message


def test_a_home_has_a_table() -> None:
    with pytest.raises(InstanceError) as refused:
        with_parts(hall("1"), Participant("x", home=Home("hall", "")))

    said = 'participants[3].home.table is ""; allowed: a text that is not empty'
    assert str(refused.value) == said


def test_a_request_has_two_sides() -> None:
    one_side = replace(ask("r1", "p1", "h1"), sides=(("p1",),))  # type: ignore[arg-type] # wrong on purpose

    with pytest.raises(InstanceError) as refused:
        with_parts(one_side)

    said = 'requests[0].sides is [["p1"]]; allowed: exactly two lists of participants'
    assert str(refused.value) == said


def refusal(**fields: Any) -> str:
    """What is said of an instance with these fields."""
    with pytest.raises(InstanceError) as refused:
        Instance(**fields)
    return str(refused.value)
