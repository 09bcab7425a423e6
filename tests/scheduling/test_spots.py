"""Which spots a meeting could have, and the limits that make every slot one that can be seated."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.compile import compile_problem
from scheduling.draft import Draft
from scheduling.instance import Goals, Instance, Place, Request
from scheduling.spots import Detail, Spot, Spots, counting_detail, needed_detail
from scheduling.tables import seat
from tests.scheduling.builders import ask, at_home, hall, instance, online, people


def found(question: Instance, detail: Detail = Detail.COUNT, pair: str = "p1 q1") -> list[Spot]:
    """The spots of the first request in A1."""
    one, other = pair.split()
    spots = Spots(question, detail)
    return [spots.spots[n] for n in spots.of(question.requests[0], (one, other), "A1")]


def two_rooms(**more: tuple[str, ...]) -> Instance:
    rooms = (hall("1", "2"), hall("1", id="loft"), hall("9", id="shut", closed={"A1": ("9",)}))
    return instance({"A": 1}, *rooms, *people("p1 q1"), ask("r1", "p1", "q1", **more))


def test_all_tables_that_a_request_may_use_are_one_spot() -> None:
    assert found(two_rooms()) == [Spot(("hall", "loft"))]
    assert found(two_rooms(places=("loft",))) == [Spot(("loft",))]
    assert found(two_rooms(places=("shut",))) == []
    assert found(two_rooms(places=())) == []


def test_a_spot_for_every_place_or_table() -> None:
    assert found(two_rooms(), Detail.PLACE) == [Spot(("hall",)), Spot(("loft",))]
    assert found(two_rooms(), Detail.TABLE) == [
        Spot(("hall",), "1"),
        Spot(("hall",), "2"),
        Spot(("loft",), "1"),
    ]


def test_a_place_without_limit_is_enough() -> None:
    question = instance({"A": 1}, hall("1"), online(), *people("p1 q1"), ask("r1", "p1", "q1"))

    assert found(question) == [Spot(("online",), limited=False)]
    assert found(question, Detail.PLACE) == [
        Spot(("online",), limited=False),
        Spot(("hall",)),
    ]


def test_one_home_is_enough_unless_it_can_be_full() -> None:
    def homes(detail: Detail, **desks: int) -> list[str | None]:
        owners = (at_home("p1", "one"), at_home("q1", "two"))
        question = instance({"A": 1}, hall(desks=desks), *owners, ask("r1", "p1", "q1"))
        return [spot.table for spot in found(question, detail)]

    assert homes(Detail.COUNT) == ["one"]
    assert homes(Detail.PLACE) == homes(Detail.TABLE) == ["one", "two"]


def test_detail_follows_the_prices() -> None:
    def detail(goals: Goals) -> Detail:
        return needed_detail(instance({"A": 1}, hall("1"), goals=goals))

    assert detail(Goals()) is Detail.COUNT
    assert detail(Goals(zone_hop=1)) is Detail.PLACE
    assert detail(Goals(table_move=1, zone_hop=1)) is Detail.TABLE


def test_many_overlapping_sets_of_places_are_told_apart() -> None:
    """All pairs of seven places have more than 32 unions; pairs that do not overlap have none."""
    names = "abcdefg"
    rooms = [hall("1", id=name) for name in names]
    tangled = [ask("".join(two), "p1", "q1", places=two) for two in combinations(names, 2)]
    apart = [ask("".join(two), "p1", "q1", places=two) for two in ("ab", "cd", "ef")]

    assert counting_detail(instance({"A": 1}, *rooms, *people("p1 q1"), *tangled)) is Detail.PLACE
    assert counting_detail(instance({"A": 1}, *rooms, *people("p1 q1"), *apart)) is Detail.COUNT


@st.composite
def crowded(draw: st.DrawFn) -> Instance:
    """One slot, four places with a table or two each, and six requests confined to some of them."""
    names = "abcd"
    rooms = [
        Place(name, zone=name, tables=tuple("12"[: draw(st.integers(1, 2))])) for name in names
    ]
    sets = st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
    asked = [Request(f"r{n}", ((f"p{n}",), (f"q{n}",)), places=tuple(draw(sets))) for n in range(6)]
    crowd = people(" ".join(f"p{n} q{n}" for n in range(6)))
    return instance({"A": 1}, *rooms, *crowd, *asked)


@settings(max_examples=50, derandomize=True)
@given(crowded())
@pytest.mark.parametrize("detail", [Detail.COUNT, Detail.PLACE])
def test_whatever_fits_by_the_limits_can_be_seated(detail: Detail, question: Instance) -> None:
    draft = Draft(compile_problem(question, detail))
    for number in range(len(draft.problem.options)):
        if draft.fits(number):
            draft.put(number)

    assert len(seat(draft.problem, draft.options()).meetings) == len(draft.options())


@settings(max_examples=50, derandomize=True)
@given(crowded())
def test_the_limits_shut_out_nothing_that_can_be_seated(question: Instance) -> None:
    """A request is refused only if no seating of it and all that are in has a table for each."""
    draft = Draft(compile_problem(question, Detail.COUNT))
    inside: list[Request] = []
    for number, request in enumerate(question.requests):
        (option,) = draft.problem.options_of[number]
        fits = draft.fits(option)
        assert fits == _can_all_sit(question, [*inside, request])
        if fits:
            draft.put(option)
            inside.append(request)


def _can_all_sit(question: Instance, requests: list[Request]) -> bool:
    """By trying every seating."""
    tables = [
        [(place, table) for place in one.places or () for table in _tables(question, place)]
        for one in requests
    ]
    return any(len(set(seating)) == len(seating) for seating in product(*tables))


def _tables(question: Instance, place: str) -> tuple[str, ...]:
    return question.places_by_id[place].tables or ()
