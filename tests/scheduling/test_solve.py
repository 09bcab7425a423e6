"""Whole runs: goals on instances counted by hand, what cannot be, stops, the clock, repetition."""

import time
from dataclasses import replace

import pytest

from scheduling.check import check
from scheduling.generate import generate
from scheduling.instance import Goals, Instance, Participant, Pin
from scheduling.objective import score
from scheduling.result import Progress, Result, Score, Settings, Status, StoppedBy
from scheduling.schedule import Schedule
from scheduling.solve import solve
from tests.scheduling.builders import (
    WEIGHT_ONLY,
    Part,
    ask,
    at_home,
    hall,
    instance,
    people,
    schedule,
)
from tests.scheduling.solving import QUICK, meetings, proved, total

NOTHING = Goals(weight=0, first_meetings=(), below_minimum=0, idle_slot=0)
A_HARD_ONE = generate(80, 400, 10)
"""Large enough for seconds of work, whatever the machine."""


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


class TestNothingToDo:
    def test_an_empty_instance(self) -> None:
        result = proved(Instance())

        assert (result.schedule, result.score) == (Schedule(), Score())
        assert result.stopped_by is StoppedBy.OPTIMAL

    def test_no_requests(self) -> None:
        lonely = Participant("p1", min_meetings=1)

        assert total(instance({"A": 1}, lonely)) == -200  # the missing meeting

    def test_no_slots(self) -> None:
        found = proved(instance({}, *people("p1 h1"), ask("r1", "p1", "h1")))

        assert [one.request for one in found.unscheduled] == ["r1"]

    def test_a_participant_who_is_never_there(self) -> None:
        away = Participant("p1", unavailable=("A1", "A2"))
        found = proved(instance({"A": 2}, away, *people("h1"), ask("r1", "p1", "h1")))

        assert found.schedule == Schedule()
        assert [one.reason for one in found.unscheduled] == ["no_common_slot"]

    def test_reach_without_anybody_to_reach(self) -> None:
        found = proved(instance({"A": 1}, *people("p1 h1"), goals=Goals(reach=2)))

        assert found.counts.reached == found.counts.reached_bound == (0, 0)


class TestInfeasible:
    def refused(self, question: Instance) -> tuple[str, ...]:
        result = solve(question, QUICK)
        assert result.status is Status.INFEASIBLE
        assert result.schedule is None
        assert result.stopped_by is StoppedBy.OPTIMAL
        return result.conflict

    def test_more_pinned_than_desks(self) -> None:
        crowd: tuple[Part, ...] = (*people("p1 p2 p3 h1"), ask("r1", "p1", "h1", pinned=Pin("A1")))
        more: tuple[Part, ...] = (ask("r2", "p2", "h1"), ask("r3", "p3", "h1", pinned=Pin("A1")))

        assert self.refused(instance({"A": 2}, *crowd, *more)) == ("r1", "r3")

    def test_of_many_that_must_be_only_those_that_exclude_each_other(self) -> None:
        """h1 has two slots and three mandatory requests; the others have nothing to do with it."""
        fine = [ask(f"x{n}", f"q{n}", "h2", mandatory=True) for n in (1, 2)]
        much = [ask(f"r{n}", f"p{n}", "h1", mandatory=True) for n in (1, 2, 3)]
        crowd = people("p1 p2 p3 q1 q2 h1 h2")

        conflict = self.refused(instance({"A": 2}, *crowd, *fine, *much))
        assert sorted(conflict) == ["r1", "r2", "r3"]

    def test_one_that_can_never_be(self) -> None:
        away = Participant("p1", unavailable=("A1",))
        must = ask("r1", "p1", "h1", mandatory=True)
        fine = ask("r2", "p2", "h1", mandatory=True)

        question = instance({"A": 1}, away, *people("p2 h1"), fine, must)
        assert self.refused(question) == ("r1",)

    def test_pinned_to_a_closed_table(self) -> None:
        room = hall("1", "2", closed={"A1": ("1",)})
        pin = Pin("A1", place="hall", table="1")

        assert self.refused(
            instance({"A": 1}, room, *people("p1 h1"), ask("r1", "p1", "h1", pinned=pin))
        ) == ("r1",)

    def test_idle_groups_that_cannot_be_as_even_as_wanted(self) -> None:
        asked: tuple[Part, ...] = (
            ask("r1", "p1", "h1", slots=("A1",), mandatory=True),
            ask("r2", "p1", "h2", slots=("A3",), mandatory=True),
        )
        question = instance({"A": 3}, *people("p1 h1 h2"), *asked, max_idle_group_difference=0)

        assert self.refused(question) == ("r1", "r2")


def test_mandatory_requests_that_only_an_exact_search_can_place() -> None:
    """Three people all meet each other in three slots: a perfect timetable of six people."""
    names = [f"p{n}" for n in range(6)]
    asked = [
        ask(f"{one}-{other}", one, other, mandatory=True)
        for n, one in enumerate(names)
        for other in names[n + 1 :]
    ]

    # fifteen pairs, three meetings in each of five slots
    assert total(instance({"A": 5}, *people(" ".join(names)), *asked, goals=WEIGHT_ONLY)) == 15


class TestStops:
    def test_stopped_at_once(self) -> None:
        started = time.monotonic()
        result = solve(A_HARD_ONE, should_stop=lambda: True)

        assert time.monotonic() - started < 3  # half a second, and patience with a busy machine
        self.keeps_its_best(result, Status.CANCELLED, StoppedBy.CANCEL)

    def test_stopped_later(self) -> None:
        seen: list[float] = []

        def should_stop() -> bool:
            return bool(seen) and time.monotonic() - seen[0] > 1

        def on_progress(progress: Progress) -> None:
            if progress.total is not None and not seen:
                seen.append(time.monotonic())

        result = solve(A_HARD_ONE, on_progress=on_progress, should_stop=should_stop)

        assert time.monotonic() - seen[0] < 4
        assert result.score.total > 0
        self.keeps_its_best(result, Status.CANCELLED, StoppedBy.CANCEL)

    def test_the_clock(self) -> None:
        result = solve(A_HARD_ONE, Settings(seconds=0.05))

        assert result.seconds < 3
        self.keeps_its_best(result, Status.FEASIBLE, StoppedBy.CLOCK)

    def test_a_stop_before_anything_that_must_be_is_placed(self) -> None:
        must = ask("r1", "p1", "h1", mandatory=True)
        question = instance({"A": 1}, *people("p1 h1"), must)
        result = solve(question, should_stop=lambda: True)

        assert result.status in (Status.CANCELLED, Status.OPTIMAL)

    def keeps_its_best(self, result: Result, status: Status, by: StoppedBy) -> None:
        assert (result.status, result.stopped_by) == (status, by)
        assert result.schedule is not None
        assert check(A_HARD_ONE, result.schedule) == ()
        assert result.score == score(A_HARD_ONE, result.schedule)
        assert result.bound is not None
        assert result.bound >= result.score.total


def test_an_error_of_the_listener_ends_the_run() -> None:
    def complain(progress: Progress) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        solve(A_HARD_ONE, on_progress=complain)


def test_the_same_seed_gives_the_same_schedule() -> None:
    question = generate(40, 120, 8)
    first, again = (solve(question, Settings(iterations=2000, seed=7)) for _ in range(2))

    assert first.stopped_by is not StoppedBy.CLOCK
    assert first.schedule == again.schedule
    assert (first.score, first.bound) == (again.score, again.bound)


def test_progress_comes_at_least_twice_a_second() -> None:
    heard: list[float] = []
    moments: list[Progress] = []

    def on_progress(progress: Progress) -> None:
        heard.append(time.monotonic())
        moments.append(progress)

    started = time.monotonic()
    result = solve(A_HARD_ONE, Settings(seconds=3), on_progress=on_progress)

    gaps = [later - earlier for earlier, later in zip([started, *heard], heard, strict=False)]
    assert max(gaps) < 1.5  # a quarter of a second, and patience with a busy machine
    assert result.seconds / len(heard) < 0.5
    totals = [one.total for one in moments if one.total is not None]
    assert totals == sorted(totals)
    assert totals[-1] == result.score.total


def test_progress_never_tells_of_more_than_is_found() -> None:
    """The annealing knows nothing of idle groups, so its own gains are no totals here."""
    question = replace(generate(30, 120, 8), goals=Goals(idle_group=50))
    result = solve(question, Settings(iterations=3000, seconds=2))

    totals = [one.total for one in result.progress if one.total is not None]
    assert totals == sorted(totals)
    assert totals[-1] == result.score.total


def test_the_settings_in_the_result_say_how_many_steps_there_were() -> None:
    question = instance({"A": 1}, *people("p1 h1"), ask("r1", "p1", "h1"))

    assert solve(question, QUICK).settings.iterations == 300
    assert solve(question).settings.iterations == 20_000  # the fewest; 200 would be one request's
    assert set(solve(question).versions) == {"ortools"}


@pytest.mark.slow
def test_a_medium_event_comes_within_a_hundredth_of_the_bound() -> None:
    result = solve(generate(250, 900, 20), Settings(effort="quick"))

    assert result.gap is not None
    assert result.gap <= 0.01
    assert result.seconds <= 60
