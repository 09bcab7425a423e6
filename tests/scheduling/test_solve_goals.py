"""Every goal as the engine sees it, on instances counted by hand; all totals are proved."""

from scheduling.instance import Goals, Participant
from tests.scheduling.builders import (
    Part,
    ask,
    at_home,
    hall,
    instance,
    people,
    schedule,
)
from tests.scheduling.solving import meetings, proved, total


class TestGoals:
    def test_first_meetings_are_spread(self) -> None:
        """h1 has one slot for p1, who meets h2 anyway, or for p2, who meets nobody else."""
        asked: tuple[Part, ...] = (
            ask("r1", "p1", "h1", weight=20, slots=("A1",)),
            ask("r2", "p2", "h1", weight=10, slots=("A1",)),
            ask("r3", "p1", "h2", weight=10, slots=("A2",)),
        )
        goals = Goals(first_meetings=(60, 30), idle_slot=0)

        # r2 and r3: 10 + 10, and 60 for each of h1, h2, p1, p2
        assert total(instance({"A": 2}, *people("p1 p2 h1 h2"), *asked, goals=goals)) == 260

    def test_a_wanted_minimum(self) -> None:
        """h1 has one slot; only p2 wants a meeting at the least, so it is theirs."""
        wants = Participant("p2", min_meetings=2)
        asked: tuple[Part, ...] = (
            ask("r1", "p1", "h1", weight=30),
            ask("r2", "p2", "h1", weight=10),
        )
        goals = Goals(first_meetings=(), below_minimum=50)

        # r2: 10, and p2 still misses one of two
        assert total(instance({"A": 1}, *people("p1 h1"), wants, *asked, goals=goals)) == -40

    def test_waiting_is_avoided(self) -> None:
        """p1 meets h1 in A1; h2 can come in A2 or A4, and A2 leaves nobody waiting."""
        asked: tuple[Part, ...] = (
            ask("r1", "p1", "h1", slots=("A1",)),
            ask("r2", "p1", "h2", slots=("A2", "A4")),
        )
        question = instance({"A": 4}, *people("p1 h1 h2"), *asked, goals=Goals(first_meetings=()))

        assert meetings(question)["r2"].slot == "A2"

    def test_a_meeting_that_costs_more_waiting_than_it_brings_is_left_out(self) -> None:
        asked = [ask("r1", "p1", "h1", slots=("A1",)), ask("r2", "p1", "h2", slots=("A4",))]

        def best(price: int) -> int:
            goals = Goals(weight=9, first_meetings=(), below_minimum=0, idle_slot=price)
            return total(instance({"A": 4}, *people("p1 h1 h2"), *asked, goals=goals))

        assert best(4) == 10  # both: 9 + 9 less two slots of 4
        assert best(5) == 9  # both: 9 + 9 less two slots of 5 would be 8

    def test_an_unavailable_slot_is_no_waiting(self) -> None:
        away = Participant("p1", unavailable=("A2", "A3"))
        asked: tuple[Part, ...] = (
            ask("r1", "p1", "h1", slots=("A1",)),
            ask("r2", "p1", "h2", slots=("A4",)),
        )
        goals = Goals(first_meetings=(), idle_slot=9)

        assert total(instance({"A": 4}, away, *people("h1 h2"), *asked, goals=goals)) == 2

    def test_an_idle_group_costs_once_however_long(self) -> None:
        asked: tuple[Part, ...] = (
            ask("r1", "p1", "h1", slots=("A1",)),
            ask("r2", "p1", "h2", slots=("A4",)),
        )
        goals = Goals(weight=9, first_meetings=(), below_minimum=0, idle_slot=0, idle_group=5)

        # 9 + 9 less one group of p1
        assert total(instance({"A": 4}, *people("p1 h1 h2"), *asked, goals=goals)) == 13

    def test_people_stay_at_their_table(self) -> None:
        """p1 meets at h1's stand and then at table 1 or 2; p2 goes from table to stand."""
        asked: tuple[Part, ...] = (
            ask("r1", "p1", "p2", slots=("A1",), mandatory=True),
            ask("r2", "p1", "p3", slots=("A2",), mandatory=True),
            ask("r3", "p2", "h1", slots=("A2",), mandatory=True),
        )
        crowd: tuple[Part, ...] = (*people("p1 p2 p3"), at_home("h1", "stand"), hall("1", "2"))
        goals = Goals(weight=0, first_meetings=(), idle_slot=0, table_move=7)

        assert total(instance({"A": 2}, *crowd, *asked, goals=goals)) == -7  # p2's alone

    def test_zones_are_changed_as_little_as_possible(self) -> None:
        """p1 meets h1 in the hall; p2 could be met in the loft or the hall."""
        asked: tuple[Part, ...] = (
            ask("r1", "p1", "h1", slots=("A1",), places=("hall",)),
            ask("r2", "p1", "p2", slots=("A2",), places=("loft", "hall")),
        )
        crowd: tuple[Part, ...] = (*people("p1 p2 h1"), hall("1", id="loft"), hall("1"))
        goals = Goals(first_meetings=(), idle_slot=0, zone_hop=1)

        assert meetings(instance({"A": 2}, *crowd, *asked, goals=goals))["r2"].place == "hall"

    def test_of_two_homes_the_one_in_the_same_zone(self) -> None:
        """h1's home is in the loft and h2's in the hall, where p1 meets before."""
        both: tuple[Part, ...] = (at_home("h1", "own", place="loft"), at_home("h2", "own"))
        asked: tuple[Part, ...] = (
            ask("r1", "h2", "p1", slots=("A1",)),
            ask("r2", "h1", "h2", slots=("A2",)),
        )
        crowd: tuple[Part, ...] = (*people("p1"), *both, hall("1", id="loft"), hall("1"))
        goals = Goals(first_meetings=(), idle_slot=0, zone_hop=1)

        assert total(instance({"A": 2}, *crowd, *asked, goals=goals)) == 2

    def test_published_meetings_stay_where_they_are(self) -> None:
        asked: tuple[Part, ...] = (ask("r1", "p1", "h1"), ask("r2", "p2", "h2", slots=()))
        published = schedule("r1 A3 p1 h1", "r2 A1 p2 h2")
        goals = Goals(first_meetings=(), below_minimum=0, change=10)
        question = instance(
            {"A": 3}, *people("p1 p2 h1 h2"), *asked, goals=goals, published=published
        )

        assert meetings(question)["r1"].slot == "A3"
        assert total(question) == 1 - 10  # r2 has no slot any more: one published meeting dropped

    def test_a_published_meeting_moves_where_that_brings_more(self) -> None:
        """h1's one slot: r2 brings 20, r1 brings 1 and spares the change of 10."""
        asked: tuple[Part, ...] = (ask("r1", "p1", "h1"), ask("r2", "p2", "h1", weight=20))
        goals = Goals(first_meetings=(), change=10)
        published = schedule("r1 A1 p1 h1")
        parts: tuple[Part, ...] = (*people("p1 p2 h1"), *asked)

        assert total(instance({"A": 1}, *parts, goals=goals, published=published)) == 10
        assert total(instance({"A": 2}, *parts, goals=goals, published=published)) == 21


class TestReach:
    """h1 has two desks in one slot; p1 asks with 9 points, p2 and p3 ask each other's rival."""

    ASKED: tuple[Part, ...] = (
        *people("p1 p2 p3 h1 h2"),
        ask("r1", "p1", "h1", weight=9, slots=("A1",)),
        ask("r2", "p2", "h1", weight=1, slots=("A1",)),
        ask("r3", "p1", "h2", weight=2, slots=("A2",)),
    )

    def test_as_many_people_as_possible_come_before_any_weight(self) -> None:
        heavy, fair = (
            proved(instance({"A": 2}, *self.ASKED, goals=Goals(**goals, first_meetings=())))
            for goals in ({"reach": 0}, {"reach": 1})
        )

        assert heavy.score.weight == 11  # r1 and r3: p1, h1, h2
        assert fair.score.weight == 3  # r2 and r3: p1, p2, h1, h2
        assert fair.counts.reached == fair.counts.reached_bound == (4,)

    def test_second_meetings_come_after_all_first_ones(self) -> None:
        question = instance({"A": 2}, *self.ASKED, goals=Goals(reach=2, first_meetings=()))
        found = proved(question)

        # nobody can have two while four have one: r1 and r3 would give p1 two, and leave p2 out
        assert found.counts.reached == (4, 0)
        assert found.counts.reached_bound == (4, 0)

    def test_two_parted_groups_of_three_cannot_all_meet(self) -> None:
        """In one slot a triangle has one meeting, though its linear bound says one and a half.

        Holding what the linear bound says would halve every meeting: 2 x (1 + 1 + 10) / 2 points.
        """
        triangles = [
            ask(f"{group}{one}{other}", f"{group}{one}", f"{group}{other}", weight=weight)
            for group in "xy"
            for one, other, weight in (("a", "b", 1), ("b", "c", 1), ("c", "a", 10))
        ]
        crowd = people("xa xb xc ya yb yc")
        goals = Goals(reach=2, first_meetings=())
        found = proved(instance({"A": 1}, *crowd, *triangles, goals=goals))

        assert found.counts.reached == (4, 0)
        assert found.score.total == 20  # the heaviest of either triangle
