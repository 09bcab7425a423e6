"""Generated instances are reproducible and look like a real event."""

from collections import Counter
from itertools import pairwise

import pytest

from scheduling.check import check
from scheduling.generate import GenerateError, generate
from scheduling.generate_wishes import largest_number
from scheduling.instance import Instance
from scheduling.schedule import Meeting, Schedule

MEDIUM = generate(250, 900, 20)


def asked(instance: Instance) -> Counter[str]:
    """How many requests each participant is part of."""
    return Counter(one for request in instance.requests for side in request.sides for one in side)


def test_the_same_seed_gives_the_same_instance_and_another_one_another() -> None:
    assert generate(60, 150, 12, seed=3) == generate(60, 150, 12, seed=3)
    assert generate(60, 150, 12, seed=3).requests != generate(60, 150, 12, seed=4).requests


def test_sizes_are_as_asked_for() -> None:
    assert (len(MEDIUM.participants), len(MEDIUM.requests), len(MEDIUM.slots)) == (250, 900, 20)
    assert {block: len(slots) for block, slots in MEDIUM.blocks.items()} == dict.fromkeys("ABCD", 5)


def test_nobody_asks_the_same_person_twice() -> None:
    assert len({request.sides for request in MEDIUM.requests}) == 900


def test_shares_are_those_of_the_study() -> None:
    hubs = [one for one in MEDIUM.participants if one.max_meetings is None]
    between_companies = [r for r in MEDIUM.requests if r.sides[0][0].startswith("p")]
    online = [r for r in MEDIUM.requests if r.places == ("online",)]
    pinned = [r for r in MEDIUM.requests if r.pinned is not None]

    assert len(hubs) == 30  # 12 % of 250
    assert len(between_companies) == 198  # 22 % of 900
    assert len(pinned) == 18  # 2 % of 900
    assert 27 <= len(online) <= 63  # 5 % of 900 = 45, give or take
    assert {one.max_meetings for one in MEDIUM.participants} == {None, 8}


def test_a_few_hubs_are_asked_far_more_often_than_others_and_have_more_desks() -> None:
    number = asked(MEDIUM)
    desks = {one.id: one.parallel for one in MEDIUM.participants}
    hubs = [one.id for one in MEDIUM.participants if one.max_meetings is None]

    assert max(number[hub] for hub in hubs) >= 40
    assert min(number[hub] for hub in hubs) >= 3
    assert all(number[hub] > 16 for hub in hubs if desks[hub] > 1)  # 0.8 x 20 slots
    assert set(desks.values()) == {1, 2, 3}


def test_tables_hold_nine_tenths_of_the_demand_that_needs_one() -> None:
    homes = {one.id for one in MEDIUM.participants if one.home is not None}
    floating = [
        request
        for request in MEDIUM.requests
        if request.places != ("online",) and homes.isdisjoint(request.sides[0] + request.sides[1])
    ]
    tables = sum(len(place.tables or ()) for place in MEDIUM.places)

    assert tables * 20 >= 0.9 * len(floating) > (tables - 1) * 20


def test_everybody_is_available_in_60_percent_of_the_slots_or_more() -> None:
    assert max(len(one.unavailable) for one in MEDIUM.participants) <= 8  # 40 % of 20
    assert len({len(one.unavailable) for one in MEDIUM.participants}) > 3


def test_weights_are_levels_and_match() -> None:
    weights = [request.weight for request in MEDIUM.requests]

    assert min(weights) >= 20  # 10 x (1 + 1) + 0
    assert max(weights) <= 100  # 10 x (3 + 3) + 40


@pytest.mark.parametrize("seed", range(1, 6))
def test_all_pins_hold_together(seed: int) -> None:
    instance = generate(60, 900, 6, seed)
    seats = {slot.id: _pool(instance) for slot in instance.slots}
    meetings = []
    for request in instance.requests:
        if request.pinned is not None:
            people = (request.sides[0][0], request.sides[1][0])
            place, table = (
                _seat(instance, request.places == ("online",), people)
                or seats[request.pinned.slot].pop()
            )
            meetings.append(Meeting(request.id, request.pinned.slot, place, table, people))

    assert len(meetings) == 18  # 2 % of 900
    assert check(instance, Schedule(tuple(meetings))) == ()


def _pool(instance: Instance) -> list[tuple[str, str | None]]:
    return [(place.id, table) for place in instance.places for table in place.tables or ()]


def _seat(
    instance: Instance, online: bool, people: tuple[str, str]
) -> tuple[str, str | None] | None:
    if online:
        return "online", None
    homes = (instance.participants_by_id[one].home for one in people)
    return next(((home.place, home.table) for home in homes if home is not None), None)


def test_every_pair_can_be_asked_for() -> None:
    everything = largest_number(hubs=5, companies=5)

    assert everything == 35  # 5 x 5 + 5 x 4 / 2
    assert len({request.sides for request in generate(10, 35, 3).requests}) == 35


def test_beyond_popularity_and_limits_any_pairs_are_asked_for() -> None:
    # 7 hubs, 53 companies: 7 x 53 + 53 x 52 / 2, far more than 30 for each hub
    assert len({request.sides for request in generate(60, 1749, 5).requests}) == 1749


def test_a_single_company_has_nobody_to_ask() -> None:
    assert generate(1, 0, 1).requests == ()


@pytest.mark.parametrize("slots", [1, 2, 13, 312])
def test_slots_are_in_order_whatever_their_number(slots: int) -> None:
    instance = generate(2, 1, slots)

    assert len(instance.slots) == slots
    assert all(a.ends_at <= b.starts_at for a, b in pairwise(instance.slots))


@pytest.mark.parametrize(
    ("participants", "requests", "slots", "message"),
    [
        (0, 0, 1, "participants is 0; allowed: 1 to 1000000"),
        (10, 0, 0, "slots is 0; allowed: 1 to 312"),
        (10, 0, 313, "slots is 313; allowed: 1 to 312"),
        (10, 36, 3, "requests is 36; allowed: 0 to 35"),
        (1, 1, 3, "requests is 1; allowed: 0 to 0"),
    ],
)
def test_impossible_sizes_are_refused(
    participants: int, requests: int, slots: int, message: str
) -> None:
    with pytest.raises(GenerateError) as refused:
        generate(participants, requests, slots)

    assert str(refused.value) == message
