"""An Instance that exists is valid: every refusal names index and value."""

from dataclasses import replace
from typing import Any

import pytest

from scheduling.instance import Goals, Instance, InstanceError, Participant, Pin
from tests.scheduling.builders import Part, ask, at_home, hall, instance, online, people, schedule


def with_parts(*parts: Part, **more: Any) -> Instance:
    """Two slots, p1, h1 and h2, and these parts."""
    return instance({"A": 2}, *people("p1 h1 h2"), *parts, **more)


def pinned(pin: Pin) -> Instance:
    """p1 asks h1 or h2, pinned; table 1 in the hall, a stand S there, and online."""
    asked = ask("r1", "p1", "h1 h2", pinned=pin)
    return with_parts(hall("1"), online(), at_home("x", "S"), asked)


WHOLE = "a whole number from 0 to 1000000000"
PUBLISHED = schedule("r1 A1 p1 h1", "r2 A2 p1 h1")
UNUSED = "a name not used before in this list"


def test_an_empty_instance_is_valid() -> None:
    assert Instance().slots == ()


def test_what_is_allowed_is_allowed() -> None:
    odd = with_parts(
        hall("1", closed={"A1": ("1", "S")}, desks={"S": 3}),
        online(),
        at_home("x", "S", max_meetings=0, max_consecutive=0),
        ask("r1", "p1", "h1 h2", weight=0, slots=(), places=(), after=("r2",)),
        ask("r2", "p1", "h1", after=("r1",)),
        published=schedule("r1 A1 p9 gone attic 7"),
    )

    assert len(odd.requests) == 2


@pytest.mark.parametrize(
    "pin",
    [
        Pin("A1"),
        Pin("A1", "hall", "1", ("p1", "h2")),
        Pin("A1", "hall", "S", ("h2",)),
        Pin("A1", table="1", participants=("h2", "p1")),
    ],
)
def test_a_pin_may_leave_things_open(pin: Pin) -> None:
    assert pinned(pin).requests[0].pinned == pin


PIN_FAULTS = [
    (Pin("A9"), 'slot is "A9"; allowed: the id of a slot'),
    (Pin("A1", "moon"), 'place is "moon"; allowed: the id of a place'),
    (Pin("A1", "online", "1"), 'table is "1"; allowed: the id of a table of its place'),
    (Pin("A1", table="2"), 'table is "2"; allowed: the id of a table of its place'),
]


@pytest.mark.parametrize(("pin", "message"), PIN_FAULTS)
def test_a_pin_names_what_exists(pin: Pin, message: str) -> None:
    with pytest.raises(InstanceError) as refused:
        pinned(pin)

    assert str(refused.value) == f"requests[0].pinned.{message}"


@pytest.mark.parametrize("who", [(), ("x",), ("h1", "h2"), ("p1", "h1", "h2"), ("h1", "h1")])
def test_a_pin_names_at_most_one_of_each_side(who: tuple[str, ...]) -> None:
    with pytest.raises(InstanceError, match=r"one participant of either side or of each$"):
        pinned(Pin("A1", participants=who))


GOAL_FAULTS = [
    (Goals(reach=101), "reach is 101; allowed: a whole number from 0 to 100"),
    (Goals(weight=-1), f"weight is -1; allowed: {WHOLE}"),
    (Goals(idle_slot=-1), f"idle_slot is -1; allowed: {WHOLE}"),
    (Goals(change=-1), f"change is -1; allowed: {WHOLE}"),
    (Goals(first_meetings=(5, -1)), f"first_meetings[1] is -1; allowed: {WHOLE}"),
    (
        Goals(first_meetings=(5, 6)),
        "first_meetings[1] is 6; allowed: no more than the one before it",
    ),
]


@pytest.mark.parametrize(("goals", "message"), GOAL_FAULTS)
def test_goals_are_never_negative(goals: Goals, message: str) -> None:
    assert refusal(goals=goals) == f"goals.{message}"


def test_the_idle_group_difference_is_never_negative() -> None:
    said = f"max_idle_group_difference is -1; allowed: {WHOLE}"
    assert refusal(max_idle_group_difference=-1) == said


def test_no_score_may_leave_the_exact_numbers() -> None:
    large = ask("r1", "p1", "h1", weight=10**9)
    no_bonus = Goals(weight=9_007_199, first_meetings=(), idle_slot=0)

    # 9,007,199 x 10**9 is below 2**53 - 1 = 9,007,199,254,740,991; a thousandth more is not
    assert with_parts(large, goals=no_bonus).goals == no_bonus
    with pytest.raises(InstanceError) as refused:
        with_parts(large, goals=replace(no_bonus, weight=9_007_200))
    said = "the largest score is 9007200000000000; allowed: at most 9007199254740991"
    assert str(refused.value) == f"goals and weights: {said}"


def test_every_goal_counts_towards_the_largest_score() -> None:
    goals = Goals(0, 9_000_000, (40, 2), 300, 5, 6, 7, 8, 11)
    parts = (Participant("x", min_meetings=3), ask("r1", "p1", "h1", weight=10**9))

    with pytest.raises(InstanceError) as refused:
        with_parts(*parts, ask("r2", "p1", "h1", weight=10**9), goals=goals, published=PUBLISHED)

    # 9,000,000 x 2 x 10**9, and for 4 participants and 2 slots:
    # 4 x (40 + 2) = 168, 300 x 3 = 900, (5 + 6 + 7 + 8) x 4 x 2 = 208, 11 x 2 published = 22
    said = "the largest score is 18000000000001298; allowed: at most 9007199254740991"
    assert str(refused.value) == f"goals and weights: {said}"


def test_bonuses_may_stay_the_same() -> None:
    assert with_parts(goals=Goals(first_meetings=(5, 5))).goals.first_meetings == (5, 5)


def test_names_may_be_of_any_alphabet() -> None:
    assert with_parts(Participant("Ψαρράς 😀 ￿")).participants[3].id[:1] == "Ψ"


def test_a_published_schedule_names_known_requests_once_and_known_slots() -> None:
    for lines, said in (
        (("r9 A1 p1 h1",), '[0].request is "r9"; allowed: the id of a request'),
        (("r1 A9 p1 h1",), '[0].slot is "A9"; allowed: the id of a slot'),
        (("r1 A1 p1 h1", "r1 A2 p1 h1"), f'[1].request is "r1"; allowed: {UNUSED}'),
    ):
        with pytest.raises(InstanceError) as refused:
            with_parts(ask("r1", "p1", "h1"), published=schedule(*lines))
        assert str(refused.value) == f"published.meetings{said}"


def test_desks_are_those_said_or_those_of_the_owners_or_one() -> None:
    question = with_parts(
        hall("1", "2", desks={"2": 4}),
        at_home("x", "S", parallel=2),
        at_home("y", "S"),
        at_home("z", "2", parallel=9),
    )

    assert question.desks_at("hall", "1") == 1
    assert question.desks_at("hall", "2") == 4
    assert question.desks_at("hall", "S") == 3  # 2 + 1
    assert question.owners == {("hall", "S"): ("x", "y"), ("hall", "2"): ("z",)}


def test_parts_are_found_by_their_ids() -> None:
    question = with_parts(hall("1"), ask("r1", "p1", "h1"))

    assert question.slot_positions == {"A1": 0, "A2": 1}
    assert question.places_by_id["hall"] == hall("1")
    assert question.participants_by_id["h1"] == Participant("h1")
    assert question.requests_by_id["r1"] == ask("r1", "p1", "h1")


def refusal(**fields: Any) -> str:
    """What is said of an instance with these fields."""
    with pytest.raises(InstanceError) as refused:
        Instance(**fields)
    return str(refused.value)
