"""The linear bounds by hand, and that no rounding can make them too low."""

import time

import pytest

from scheduling import bound
from scheduling.compile import Problem, compile_problem
from scheduling.instance import Goals, Instance, Participant
from scheduling.program import SCALE, Program
from scheduling.result import Settings
from scheduling.spots import Detail
from scheduling.watch import Watch
from tests.scheduling.builders import WEIGHT_ONLY, ask, at_home, hall, instance, people, schedule

WATCH = Watch(Settings())


def problem(question: Instance) -> Problem:
    return compile_problem(question, Detail.COUNT)


def bounds(question: Instance) -> tuple[int, int]:
    """The summed and the timed bound."""
    models = (bound.summed(problem(question)), bound.timed(problem(question)))
    found = [bound.solve_linear(model, WATCH) for model in models]
    assert found[0] is not None
    assert found[1] is not None
    return found[0].bound, found[1].bound


def hub(slots: dict[str, int], host: Participant, asked: int, **more: Goals) -> Instance:
    """h1 is asked by so many others, with weights 1, 2, 3 …"""
    guests = people(" ".join(f"p{n}" for n in range(1, asked + 1)))
    wishes = [ask(f"r{n}", f"p{n}", "h1", weight=n) for n in range(1, asked + 1)]
    return instance(slots, host, *guests, *wishes, **{"goals": WEIGHT_ONLY, **more})


def test_nobody_meets_more_often_than_there_are_slots() -> None:
    # the heaviest two of 1, 2, 3, 4
    assert bounds(hub({"A": 2}, Participant("h1"), 4)) == (7, 7)


@pytest.mark.parametrize(
    "limits",
    [
        {"max_meetings": 2},
        {"max_per_block": 1},
        {"max_consecutive": 1},
        {"unavailable": ("A2", "B1")},
    ],
)
def test_limits_bind(limits: dict[str, int]) -> None:
    # two meetings in four slots of two blocks
    host = Participant("h1", **limits)  # type: ignore[arg-type]
    assert bounds(hub({"A": 2, "B": 2}, host, 4)) == (7, 7)


def test_desks_count() -> None:
    assert bounds(hub({"A": 1}, Participant("h1", parallel=3), 4)) == (9, 9)  # 4 + 3 + 2


def test_tables_are_summed_over_the_slots_or_not() -> None:
    """Two tables in A1, none in A2; both requests can only be in A1 or only in A2."""
    room = hall("1", "2", closed={"A2": ("1", "2")})
    asked = [ask(f"r{n}", f"p{n}", f"q{n}", weight=n) for n in (1, 2, 3)]
    crowd = people("p1 p2 p3 q1 q2 q3")

    assert bounds(instance({"A": 2}, room, *crowd, *asked, goals=WEIGHT_ONLY)) == (5, 5)


def test_a_full_slot_shows_only_in_the_timed_bound() -> None:
    """One table for two slots would hold both, but both can only be in A1."""
    asked = [ask(f"r{n}", f"p{n}", f"q{n}", weight=n, slots=("A1",)) for n in (1, 2)]
    late = ask("r3", "p3", "q3", weight=0, slots=("A2",))
    crowd = people("p1 p2 p3 q1 q2 q3")

    assert bounds(instance({"A": 2}, hall("1"), *crowd, *asked, late, goals=WEIGHT_ONLY)) == (3, 2)


def test_a_home_has_the_desks_of_its_owner() -> None:
    question = instance(
        {"A": 1},
        hall("1", desks={"own": 1}),
        at_home("h1", "own", parallel=2),
        *people("p1 p2"),
        ask("r1", "p1", "h1", weight=5),
        ask("r2", "p2", "h1", weight=6),
        goals=WEIGHT_ONLY,
    )

    assert bounds(question) == (6, 6)


def test_first_meetings_and_minimum_and_published_slots_count() -> None:
    wants = Participant("p1", min_meetings=1)
    goals = Goals(weight=2, first_meetings=(60,), below_minimum=200, change=7)
    question = instance(
        {"A": 1},
        wants,
        *people("h1"),
        ask("r1", "p1", "h1", weight=5),
        goals=goals,
        published=schedule("r1 A1 p1 h1"),
    )

    # 2 x 5, 60 for each of the two, 200 for p1's minimum, 7 for the slot that stays
    assert bounds(question) == (337, 337)


def test_what_must_be_is_in_the_bound_though_others_weigh_more() -> None:
    must = ask("r1", "p1", "h1", weight=1, mandatory=True)
    question = instance(
        {"A": 1}, *people("p1 p2 h1"), must, ask("r2", "p2", "h1", weight=9), goals=WEIGHT_ONLY
    )

    assert bounds(question) == (1, 1)


def test_what_cannot_be_has_no_bound() -> None:
    must = [ask(f"r{n}", f"p{n}", "h1", mandatory=True) for n in (1, 2)]
    model = bound.summed(problem(instance({"A": 1}, *people("p1 p2 h1"), *must)))

    assert bound.solve_linear(model, WATCH) is None


def test_a_mandatory_request_without_an_option_has_no_bound() -> None:
    must = ask("r1", "p1", "h1", mandatory=True, slots=())
    model = bound.timed(problem(instance({"A": 1}, *people("p1 h1"), must)))

    assert bound.solve_linear(model, WATCH) is None


def test_nothing_to_schedule_is_worth_nothing() -> None:
    assert bounds(Instance()) == (0, 0)


def test_levels_are_counted_and_held() -> None:
    """h1 has two slots for p1, p2, p3: three people at most have a meeting, and h1 two."""
    question = hub({"A": 2}, Participant("h1"), 3, goals=Goals(reach=2, first_meetings=()))
    model = bound.timed(problem(question))
    model.hold([])
    model.aim_at_level(0)
    first = bound.solve_linear(model, WATCH)
    model.hold([3])
    model.aim_at_level(1)
    second = bound.solve_linear(model, WATCH)

    assert (first and first.bound, second and second.bound) == (3, 1)


def test_a_stopped_bound_is_weak_and_holds() -> None:
    stopped = Watch(Settings(seconds=0.01))
    stopped.run(lambda: _sleep_until(stopped))
    found = bound.solve_linear(bound.timed(problem(hub({"A": 2}, Participant("h1"), 3))), stopped)

    # every option's column may be one: two slots times 1 + 2 + 3
    assert found == bound.Relaxation(12, ())


def _sleep_until(watch: Watch) -> None:
    while not watch.stopping():
        time.sleep(0.01)


class TestProvedBound:
    """max 3x + 2y, x + y <= 1, x and y from 0 to 1: worth 3."""

    def program(self) -> Program:
        program = Program()
        columns = [program.add_column(3), program.add_column(2)]
        program.add_row(columns, high=1)
        return program

    @pytest.mark.parametrize(
        ("dual", "proved"),
        [
            (0.0, 5),  # without prices both columns count in full
            (2.0, 3),  # 2 for the row and 3 - 2 for x
            (3.0, 3),
            (3.0 - 1e-9, 3),  # rounded to a multiple of 2^-24, and proved exactly
            (4.0, 4),
            (-1.0, 5),  # a price for a side without a limit counts as none
        ],
    )
    def test_any_prices_prove_a_bound(self, dual: float, proved: int) -> None:
        assert self.program().proved_bound([dual]) == proved

    def test_it_never_rounds_up_to_less_than_the_truth(self) -> None:
        # 2.5 for the row, 0.5 for x, nothing for y: 3 exactly
        assert self.program().proved_bound([2.5]) == 3
        assert self.program().proved_bound([3 + 1 / SCALE]) == 3

    def test_a_row_with_a_least_sum(self) -> None:
        program = Program()
        column = program.add_column(-3)
        program.add_row([column], low=1)

        assert program.proved_bound([-3.0]) == -3
        assert program.proved_bound([0.0]) == 0

    def test_columns_on_the_other_side(self) -> None:
        """max y, x - y >= 0, x costs 1: worth nothing."""
        program = Program()
        x, y = program.add_column(-1), program.add_column(1)
        program.add_row([x], minus=[y], low=0)

        assert program.proved_bound([-1.0]) == 0
