"""Whole runs: what cannot be, stops, the clock, progress, repetition."""

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
    hall,
    instance,
    people,
)
from tests.scheduling.solving import QUICK, proved, total

A_HARD_ONE = generate(80, 400, 10)
"""Large enough for seconds of work, whatever the machine."""


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

    def test_stopped_while_an_exact_search_goes_on(self) -> None:
        """A price on idle groups puts the linear bound out of reach: the exact search is long."""
        question = replace(generate(60, 150, 12), goals=Goals(idle_group=7))
        seen: list[float] = []

        def on_progress(progress: Progress) -> None:
            if progress.stage == "prove" and not seen:
                seen.append(time.monotonic())

        result = solve(
            question,
            Settings(iterations=1),
            on_progress=on_progress,
            should_stop=lambda: bool(seen),
        )

        assert time.monotonic() - seen[0] < 4
        assert result.stopped_by is StoppedBy.CANCEL

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
    """The annealing knows nothing of zones, so its own gains are no totals here."""
    question = replace(A_HARD_ONE, goals=Goals(zone_hop=100))
    result = solve(question, Settings(iterations=3000, seconds=3))

    totals = [one.total for one in result.progress if one.total is not None]
    assert totals == sorted(totals)
    assert totals[-1] == result.score.total


def test_the_settings_in_the_result_say_how_many_steps_there_were() -> None:
    question = instance({"A": 1}, *people("p1 h1"), ask("r1", "p1", "h1"))

    assert solve(question, QUICK).settings.iterations == 300
    assert solve(question).settings.iterations == 20_000  # the fewest; 200 would be one request's
    assert set(solve(question).versions) == {"ortools"}


def test_nothing_is_annealed_where_only_idle_groups_can_change() -> None:
    """Every meeting must be, so the exact search has all the time."""
    must = [ask(f"r{n}", "p1", f"h{n}", mandatory=True) for n in (1, 2, 3)]
    late = ask("r4", "h1", "h2", slots=("A4",), mandatory=True)
    goals = Goals(weight=0, first_meetings=(), below_minimum=0, idle_slot=0, idle_group=1)
    found = proved(instance({"A": 4}, *people("p1 h1 h2 h3"), *must, late, goals=goals))

    # before A4 only one of h1 and h2 can meet p1 in A3: the other waits
    assert found.score.total == -1
    assert "improve" not in {one.stage for one in found.progress}


@pytest.mark.slow
def test_a_medium_event_comes_within_a_hundredth_of_the_bound() -> None:
    result = solve(generate(250, 900, 20), Settings(effort="quick"))

    assert result.gap is not None
    assert result.gap <= 0.01
    assert result.seconds <= 60
