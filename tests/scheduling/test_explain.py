"""Every reason on an instance where it is the only one, and whether its fix is enough."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from scheduling.explain import explain
from scheduling.generate import generate
from scheduling.instance import Goals, Instance, Participant
from scheduling.result import Reason, Settings, Unscheduled
from scheduling.schedule import Schedule
from scheduling.solve import solve
from tests.scheduling.builders import (
    WEIGHT_ONLY,
    Part,
    ask,
    at_home,
    hall,
    instance,
    online,
    people,
    schedule,
)
from tests.scheduling.fixing import places_it
from tests.scheduling.tiny import TINY

CROWD = people("p1 p2 p3")


def why(question: Instance, held: Schedule) -> Unscheduled:
    """Why r2 is left out; its fix must not be enough before it is done, and must be after."""
    (found,) = (one for one in explain(question, held) if one.request == "r2")
    assert places_it(question, held, "r2", found.fix)
    return found


def one_slot(*parts: Part, **more: int) -> Instance:
    """r1 and r2 both want h1 in the only slot."""
    known = {part.id for part in parts}
    crowd = (one for one in people("p1 p2 h1") if one.id not in known)
    asked = (one for one in (ask("r1", "p1", "h1"), ask("r2", "p2", "h1")) if one.id not in known)
    return instance({"A": 1}, *crowd, *asked, *parts, goals=WEIGHT_ONLY)


def test_nothing_is_left_to_explain() -> None:
    question = instance({"A": 2}, *people("p1 p2 h1"), ask("r1", "p1", "h1"))

    assert explain(question, schedule("r1 A1 p1 h1")) == ()


def test_no_common_slot() -> None:
    question = one_slot(Participant("p2", unavailable=("A1",)), Participant("h1", parallel=2))

    assert why(question, schedule("r1 A1 p1 h1")) == Unscheduled(
        "r2", Reason.NO_COMMON_SLOT, (), "Free `p2` at `A1`.", certain=True
    )


def test_no_slot_at_all() -> None:
    (found,) = explain(one_slot(ask("r2", "p2", "h1", slots=())), schedule("r1 A1 p1 h1"))

    assert found == Unscheduled(
        "r2",
        Reason.NO_COMMON_SLOT,
        (),
        "Allow it a slot in which both sides could meet.",
        certain=True,
    )


def test_a_participant_is_full() -> None:
    full = Participant("h1", max_meetings=1)
    question = instance({"A": 2}, *people("p1 p2"), full, *one_slot().requests)

    assert why(question, schedule("r1 A1 p1 h1")) == Unscheduled(
        "r2", Reason.PARTICIPANT_FULL, ("r1",), "Raise the limit of `h1` to 2 meetings.", False
    )


def test_a_side_is_taken_in_every_slot() -> None:
    assert why(one_slot(), schedule("r1 A1 p1 h1")) == Unscheduled(
        "r2",
        Reason.SIDE_FULL,
        ("r1",),
        "Give `h1` one more desk or a colleague at `A1`.",
        certain=False,
    )


def test_a_side_is_full_in_its_block() -> None:
    full = Participant("h1", max_per_block=1)
    question = instance({"A": 2}, *people("p1 p2"), full, *one_slot().requests)
    found = why(question, schedule("r1 A1 p1 h1"))

    # in A1 it is busy as well: A2 takes less
    assert found.reason is Reason.SIDE_FULL
    assert found.fix == "Let `h1` have 2 meetings in the block of `A2`."


def test_a_side_has_met_enough_in_a_row() -> None:
    """h1 meets in A1 and A3; A2 between them would make three in a row."""
    tired = Participant("h1", max_consecutive=1)
    asked: tuple[Part, ...] = (
        ask("r1", "p1", "h1"),
        ask("r2", "p2", "h1", slots=("A2",)),
        ask("r3", "p3", "h1"),
    )
    question = instance({"A": 3}, *CROWD, tired, *asked)

    found = why(question, schedule("r1 A1 p1 h1", "r3 A3 p3 h1"))
    assert found.fix == "Let `h1` have 3 meetings in a row around `A2`."


class TestTables:
    APART: tuple[Part, ...] = (*people("p1 p2 p3 p4"), ask("r1", "p1", "p2"), ask("r2", "p3", "p4"))

    def test_all_tables_are_taken(self) -> None:
        question = instance({"A": 1}, hall("1"), *self.APART)

        assert why(question, schedule("r1 A1 p1 p2 hall 1")) == Unscheduled(
            "r2", Reason.TABLES_FULL, ("r1",), "Add a table at `A1`.", certain=False
        )

    def test_all_tables_are_closed(self) -> None:
        question = instance({"A": 1}, hall("1", closed={"A1": ("1",)}), *self.APART)

        assert why(question, Schedule()).fix == "Add a table at `A1`."

    def test_no_place_is_allowed(self) -> None:
        nowhere = ask("r2", "p2", "h1", places=())
        parts: tuple[Part, ...] = (hall("1"), *people("p2 h1"), nowhere)

        assert (
            why(instance({"A": 1}, *parts), Schedule()).fix == "Allow it a place with a free table."
        )

    def test_the_owner_s_table_is_closed(self) -> None:
        parts: tuple[Part, ...] = (
            hall(closed={"A1": ("own",)}),
            at_home("h1", "own"),
            *people("p2"),
        )
        question = instance({"A": 1}, *parts, ask("r2", "p2", "h1"))

        assert why(question, Schedule()).fix == "Open the table of `h1` at `A1`."

    def test_the_owner_s_table_is_full(self) -> None:
        """h1 has two desks for people, but the stand holds one meeting."""
        rooms = hall(desks={"own": 1})
        question = one_slot(rooms, at_home("h1", "own", parallel=2))

        found = why(question, schedule("r1 A1 p1 h1 hall own"))
        assert found.fix == "Let the table of `h1` hold one more meeting at `A1`."

    def test_an_owner_s_table_grows_with_its_owner(self) -> None:
        """A table holds as many meetings as its owners have desks: one change is enough."""
        question = one_slot(hall(), at_home("h1", "own"))

        found = why(question, schedule("r1 A1 p1 h1 hall own"))
        assert found.fix == "Give `h1` one more desk or a colleague at `A1`."

    def test_of_two_homes_the_one_that_is_used_is_full(self) -> None:
        """h1 and h2 share a table of one desk, h3 has another: the meeting is at h3's."""
        rooms = hall(desks={"own": 1, "third": 1})
        owners = (at_home("h1", "own"), at_home("h2", "own"), at_home("h3", "third", parallel=3))
        asked: tuple[Part, ...] = (ask("r1", "h1", "h3"), ask("r2", "h2", "p1"))
        question = instance({"A": 1}, rooms, *owners, *people("p1"), *asked)

        assert why(question, schedule("r1 A1 h1 h3 hall third")).reason is Reason.NOT_WORTH
        assert why(question, schedule("r1 A1 h1 h3 hall own")).reason is Reason.TABLES_FULL


def test_order_is_in_the_way() -> None:
    late = ask("r2", "p2", "p3", after=("r1",))
    question = instance({"A": 1}, *people("p1 p2 p3 h1"), ask("r1", "p1", "h1"), late)

    found = why(question, schedule("r1 A1 p1 h1"))
    assert found.reason is Reason.CONFLICT
    assert found.fix == "Give up the order in which it must come."


def test_each_side_is_free_only_when_the_other_is_not() -> None:
    asked: tuple[Part, ...] = (ask("r1", "p1", "h1"), ask("r2", "p2", "h1"), ask("r3", "p2", "h2"))
    question = instance({"A": 2}, *people("p1 p2 h1 h2"), *asked)

    assert why(question, schedule("r1 A1 p1 h1", "r3 A2 p2 h2")) == Unscheduled(
        "r2",
        Reason.CONFLICT,
        ("r1",),
        "Give `h1` one more desk or a colleague at `A1`.",
        certain=False,
    )


def test_it_fits_but_is_not_worth_it() -> None:
    asked: tuple[Part, ...] = (
        ask("r1", "p1", "h1", slots=("A1",)),
        ask("r2", "p1", "h2", slots=("A4",)),
    )
    goals = Goals(first_meetings=(), idle_slot=9)
    question = instance({"A": 4}, *people("p1 h1 h2"), *asked, goals=goals)

    found = why(question, schedule("r1 A1 p1 h1"))
    assert found.reason is Reason.NOT_WORTH
    assert found.fix == "It fits at `A4`: make it mandatory, or lower the price of waiting."


def test_where_two_things_are_in_the_way_both_are_named() -> None:
    full = Participant("h1", max_meetings=1)

    found = why(one_slot(full), schedule("r1 A1 p1 h1"))
    assert found.fix == (
        "Give `h1` one more desk or a colleague at `A1` and raise the limit of `h1` to 2 meetings."
    )


def test_the_slot_and_the_representative_with_the_least_in_the_way() -> None:
    """Of h2 is wanted a free slot only; h1 is taken and full."""
    parts: tuple[Part, ...] = (*people("p1 p2"), Participant("h1", max_meetings=1))
    away = Participant("h2", unavailable=("A1",))
    asked: tuple[Part, ...] = (ask("r1", "p1", "h1"), ask("r2", "p2", "h1 h2"))
    question = instance({"A": 1}, *parts, away, *asked)

    assert why(question, schedule("r1 A1 p1 h1")).fix == "Free `h2` at `A1`."


def test_a_proof_makes_every_reason_certain() -> None:
    (found,) = explain(one_slot(), schedule("r1 A1 p1 h1"), proved=True)

    assert found.certain


def test_an_online_meeting_needs_no_table() -> None:
    question = instance({"A": 1}, hall("1"), online(), *TestTables.APART)

    assert why(question, schedule("r1 A1 p1 p2 hall 1")).reason is Reason.NOT_WORTH


@settings(max_examples=40, derandomize=True)
@given(TINY)
def test_every_fix_is_enough(question: Instance) -> None:
    result = solve(question, Settings(iterations=1))
    for one in result.unscheduled:
        if one.fix != "Allow it a slot in which both sides could meet.":
            assert result.schedule is not None
            assert places_it(question, result.schedule, one.request, one.fix)


def test_every_fix_is_enough_at_a_real_event() -> None:
    question = replace(generate(30, 110, 6), goals=WEIGHT_ONLY)
    result = solve(question, Settings(iterations=500))

    assert result.schedule is not None
    assert len(result.unscheduled) > 5
    for one in result.unscheduled[:5]:
        assert places_it(question, result.schedule, one.request, one.fix)


@pytest.mark.parametrize("fix", ["Do nothing.", "Free `p1`."])
def test_the_judge_of_fixes_refuses_what_it_does_not_know(fix: str) -> None:
    with pytest.raises(AssertionError):
        places_it(one_slot(), Schedule(), "r2", fix)
