"""Rounding the linear bound, and moving meetings together, on events counted by hand."""

from collections.abc import Sequence

from scheduling.compact import move_together, round_off
from scheduling.cpsat.run import Budget
from scheduling.generate import generate
from scheduling.instance import Goals, Instance
from scheduling.objective import counts
from scheduling.result import Settings, StoppedBy
from scheduling.search import Search
from scheduling.watch import Watch
from tests.scheduling.builders import WEIGHT_ONLY, ask, instance, people

BUDGET = Budget(5.0, 1)
WAITING = Goals(first_meetings=(), below_minimum=0, idle_slot=4)


def search(question: Instance) -> Search:
    return Search(question, Watch(Settings()))


def options(found: Search, *lines: str) -> list[int]:
    """`options(found, "r1 A3")`: the numbers of these options."""
    problem = found.problem
    names = [
        f"{problem.instance.requests[one.request].id} {problem.instance.slots[one.slot].id}"
        for one in problem.options
    ]
    return [names.index(line) for line in lines]


def slots(found: Search) -> dict[str, str]:
    assert found.schedule is not None
    return {meeting.request: meeting.slot for meeting in found.schedule.meetings}


def wishes(found: Search, **shares: float) -> Sequence[float]:
    """`wishes(found, r1_A1=0.5)`: how much the bound uses each option."""
    wished = [0.0] * len(found.problem.options)
    for name, share in shares.items():
        wished[options(found, name.replace("_", " "))[0]] = share
    return wished


def test_what_the_bound_is_sure_of_stays_and_of_the_rest_the_most_valuable_is_chosen() -> None:
    # h1 has A1 and A2: r1 is sure of A1, and of r2 (2) and r3 (3) only one has room in A2
    wanted = [ask(f"r{n}", f"p{n}", "h1", weight=n) for n in (1, 2, 3)]
    found = search(instance({"A": 2}, *people("p1 p2 p3 h1"), *wanted, goals=WEIGHT_ONLY))

    round_off(found, wishes(found, r1_A1=1.0, r2_A2=0.5, r3_A2=0.5), BUDGET)

    assert slots(found) == {"r1": "A1", "r3": "A2"}


def day(goals: Goals) -> Instance:
    """p1 meets h1 and h2, who can come at any time, in one of two blocks."""
    return instance(
        {"A": 4, "B": 3},
        *people("p1 h1 h2 h3"),
        *(ask(f"r{n}", "p1", f"h{n}") for n in (1, 2, 3)),
        goals=goals,
    )


def test_meetings_of_a_block_are_moved_together() -> None:
    found = search(day(WAITING))
    found.offer(options(found, "r1 A1", "r2 A4", "r3 B3"))
    assert found.score.idle_slot == -8

    move_together(found, BUDGET)

    assert found.score.idle_slot == 0
    assert slots(found)["r3"] == "B3"  # nothing to gain in B


def test_meetings_move_to_another_block_where_their_own_makes_them_wait() -> None:
    # h1 is away in A2 and A3, h2 is only there in A4: p1 waits, unless r1 goes to B
    question = instance(
        {"A": 4, "B": 3},
        *people("p1 h1 h2"),
        ask("r1", "p1", "h1", slots=("A1", "B1")),
        ask("r2", "p1", "h2", slots=("A4",)),
        goals=WAITING,
    )
    found = search(question)
    found.offer(options(found, "r1 A1", "r2 A4"))

    move_together(found, BUDGET)

    assert slots(found) == {"r1": "B1", "r2": "A4"}


def test_nothing_moves_where_waiting_costs_nothing() -> None:
    found = search(day(WEIGHT_ONLY))
    chosen = options(found, "r1 A1", "r2 A4", "r3 B3")
    found.offer(chosen)

    move_together(found, BUDGET)

    assert found.chosen == sorted(chosen)


def test_nothing_moves_once_the_run_is_stopped() -> None:
    found = search(day(WAITING))
    chosen = options(found, "r1 A1", "r2 A4", "r3 B3")
    found.offer(chosen)
    found.watch.stopped_by = StoppedBy.CANCEL

    move_together(found, BUDGET)

    assert found.chosen == sorted(chosen)


def test_a_generated_event_is_proved_without_annealing() -> None:
    found = search(generate(participants=40, requests=100, slots=10, seed=1))
    relaxed = found.relax()
    assert relaxed is not None

    round_off(found, relaxed.columns[: len(found.problem.options)], BUDGET)
    found.tighten()
    move_together(found, BUDGET)

    assert found.is_proved
    assert found.schedule is not None
    assert counts(found.instance, found.schedule).idle_slots == 0
