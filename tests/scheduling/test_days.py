"""Days listed by hand, and the bound that counts what waiting costs."""

import pytest

from scheduling import bound
from scheduling.compile import compile_problem
from scheduling.cpsat import day_goals, goals
from scheduling.cpsat.model import Model
from scheduling.cpsat.run import Budget, run
from scheduling.days import Day, add_days, list_days
from scheduling.instance import Goals, Instance, Participant
from scheduling.result import Settings
from scheduling.spots import Detail
from scheduling.watch import Watch
from tests.scheduling.builders import ask, instance, people

WATCH = Watch(Settings())
WAITING = Goals(first_meetings=(), below_minimum=0, idle_slot=4)


def question(guest: Participant, goals: Goals = WAITING) -> Instance:
    """p1 may meet h1 in A1 only, h2 in A3 or A4 only."""
    early, late = (
        ask("r1", "p1", "h1", weight=10, slots=("A1",)),
        ask("r2", "p1", "h2", weight=10, slots=("A3", "A4")),
    )
    return instance({"A": 4}, guest, *people("h1 h2"), early, late, goals=goals)


def days(asked: Instance) -> tuple[Day, ...]:
    return list_days(compile_problem(asked, Detail.COUNT))


def prices(day: Day) -> dict[tuple[int, ...], int]:
    """Slots that somebody is busy in → what waiting costs then."""
    return {tuple(sorted(way.slots)): way.price for way in day.ways}


def bound_on(asked: Instance) -> tuple[int, int]:
    """The linear bound without and with the days."""
    problem = compile_problem(asked, Detail.COUNT)
    found = []
    for listed in ((), list_days(problem)):
        model = bound.timed(problem)
        add_days(model.program, problem, listed)
        solved = bound.solve_linear(model, WATCH)
        assert solved is not None
        found.append(solved.bound)
    return found[0], found[1]


def test_a_day_lists_all_ways_to_be_busy_with_their_price() -> None:
    (day,) = days(question(Participant("p1")))

    assert (day.person, day.block, day.slots) == (0, 0, (0, 2, 3))
    # A2 is idle between A1 and A3, and so are A2 and A3 between A1 and A4
    assert prices(day) == {
        (): 0, (0,): 0, (2,): 0, (3,): 0, (2, 3): 0, (0, 2): 4, (0, 3): 8, (0, 2, 3): 4
    }  # fmt: skip


def test_nobody_waits_in_a_slot_that_they_are_away_in() -> None:
    # between A1 and A4 only A3 is idle
    (day,) = days(question(Participant("p1", unavailable=("A2",))))

    assert prices(day)[0, 2] == 0
    assert prices(day)[0, 3] == 4


def test_a_group_of_idle_slots_costs_once() -> None:
    goals = Goals(first_meetings=(), below_minimum=0, idle_slot=0, idle_group=5)
    (day,) = days(question(Participant("p1", unavailable=("A2",)), goals))

    assert prices(day)[0, 3] == 5
    assert prices(day)[2, 3] == 0


@pytest.mark.parametrize(
    ("limits", "left_out"),
    [
        ({"max_per_block": 2}, {(0, 2, 3)}),
        ({"max_meetings": 2}, {(0, 2, 3)}),
        ({"max_consecutive": 1}, {(2, 3), (0, 2, 3)}),
    ],
)
def test_ways_beyond_somebodys_limits_are_left_out(
    limits: dict[str, int], left_out: set[tuple[int, ...]]
) -> None:
    (everything,) = days(question(Participant("p1")))
    (limited,) = days(question(Participant("p1", **limits)))  # type: ignore[arg-type]

    assert set(prices(everything)) - set(prices(limited)) == left_out


def test_days_without_waiting_are_not_listed() -> None:
    asked = instance({"A": 2}, *people("p1 h1"), ask("r1", "p1", "h1"), goals=WAITING)

    assert days(asked) == ()


def test_a_long_day_is_not_listed() -> None:
    asked = instance({"A": 11}, *people("p1 h1"), ask("r1", "p1", "h1"), goals=WAITING)

    assert days(asked) == ()


def test_too_many_ways_are_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduling.days.MOST_WAYS", 7)  # p1's day has eight

    assert days(question(Participant("p1"))) == ()


@pytest.mark.parametrize("parallel", [1, 2])
def test_the_bound_counts_waiting(parallel: int) -> None:
    # 20 for both meetings, and half the price of waiting in A2 (4): with r2 half in A3 and half in
    # A4, the day A1, A3, A4 is only needed half
    assert bound_on(question(Participant("p1", parallel=parallel))) == (20, 18)


@pytest.mark.parametrize("parallel", [1, 2])
def test_waiting_costs_the_same_day_by_day_as_slot_by_slot(parallel: int) -> None:
    problem = compile_problem(question(Participant("p1", parallel=parallel)), Detail.COUNT)
    listed = list_days(problem)
    for waiting in (goals.waiting, lambda made: day_goals.waiting(made, listed)):
        model = Model(problem, range(len(problem.options)), [], [], waiting=waiting)
        model.aim_at_total()
        answer = run(model, WATCH, Budget(1.0, 1))

        # r1 in A1 and r2 in A3: 20 - 4
        assert (answer.objective, answer.proved) == (16, True)
