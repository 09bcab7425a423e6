"""The annealing on small events: it keeps the rules, its gain is true, and it escapes dead ends."""

import pytest
from hypothesis import given, settings

from scheduling.check import check
from scheduling.compile import Problem, compile_problem
from scheduling.construct import construct
from scheduling.draft import Draft
from scheduling.generate import generate
from scheduling.improve import STEPS_PER_REPORT, Annealing
from scheduling.instance import Goals, Instance, Pin
from scheduling.objective import score
from scheduling.search import with_levels_first
from scheduling.spots import Detail
from scheduling.tables import seat
from tests.scheduling.builders import WEIGHT_ONLY, Part, ask, instance, people
from tests.scheduling.tiny import TINY


def problem_of(question: Instance) -> Problem:
    return compile_problem(question, Detail.COUNT)


def anneal(draft: Draft, steps: int = 2000, seed: int = 1) -> Annealing:
    found = Annealing(draft, seed)
    found.run(steps, stop=lambda: False)
    return found


def total(problem: Problem, options: list[int]) -> int:
    return score(problem.instance, seat(problem, options)).total


EVENT = generate(30, 120, 8)


def test_it_finds_more_and_says_how_much() -> None:
    problem = problem_of(EVENT)
    start = construct(problem)
    before = total(problem, start.options())
    found = anneal(start)

    assert found.best_gain > 0
    assert total(problem, found.best) == before + found.best_gain
    assert check(EVENT, seat(problem, found.best)) == ()


@settings(max_examples=60, derandomize=True)
@given(TINY)
def test_every_rule_that_it_knows_is_kept_and_the_gain_is_true(question: Instance) -> None:
    """What must be may be missing where the start had no room for it; no more than that."""
    problem = problem_of(question)
    start = construct(problem)
    before, missing = total(problem, start.options()), start.left_out()
    found = anneal(start, 200)

    broken = {one.rule for one in check(question, seat(problem, found.best))}
    assert broken <= {"mandatory", "pinned", "idle_group_difference"}
    lost = set(Draft(problem, found.best).left_out()) - set(missing)
    assert not any(problem.must[one] for one in lost)
    goals = question.goals
    if not (goals.idle_group or goals.table_move or goals.zone_hop):
        assert total(problem, found.best) == before + found.best_gain


def test_who_blocks_a_heavier_request_moves_on() -> None:
    """r1 sits in A1, where alone r2 could be; r1 itself could go to A2."""
    asked = (ask("r1", "p1", "h1"), ask("r2", "p2", "h1", slots=("A1",)))
    problem = problem_of(instance({"A": 2}, *people("p1 p2 h1"), *asked, goals=WEIGHT_ONLY))
    draft = Draft(problem, [0])

    assert sorted(anneal(draft, 50).best) == [1, 2]  # r1 in A2, r2 in A1


def test_pinned_meetings_stay() -> None:
    pinned = ask("r1", "p1", "h1", pinned=Pin("A1"))
    rival = ask("r2", "p2", "h1", slots=("A1",), weight=90)
    problem = problem_of(instance({"A": 2}, *people("p1 p2 h1"), pinned, rival))

    assert anneal(Draft(problem, [0]), 200).best == [0]


def test_what_must_be_is_moved_but_never_dropped() -> None:
    must = ask("r1", "p1", "h1", mandatory=True, weight=0)
    rival = ask("r2", "p2", "h1", slots=("A1",), weight=90)
    one, two = (
        problem_of(instance({"A": slots}, *people("p1 p2 h1"), must, rival)) for slots in (1, 2)
    )

    assert anneal(Draft(one, [0]), 200).best == [0]
    assert sorted(anneal(Draft(two, [0]), 200).best) == [1, 2]


def test_people_reached_come_before_points() -> None:
    """p1 and h1 meet anyway (r3); h2's one slot is p1's for 90 points or p2's for 1."""
    asked = (
        ask("r1", "p1", "h2", weight=90, slots=("A1",)),
        ask("r2", "p2", "h2", slots=("A1",)),
        ask("r3", "p1", "h1", slots=("A2",)),
    )
    question = instance({"A": 2}, *people("p1 p2 h1 h2"), *asked, goals=Goals(reach=1))
    problem = problem_of(question)

    assert sorted(anneal(Draft(problem, [1, 2]), 300).best) == [0, 2]
    assert sorted(anneal(Draft(with_levels_first(problem), [0, 2]), 300).best) == [1, 2]


def test_a_hundred_levels_of_many_people_are_no_number_too_large() -> None:
    """The price of a level rises by the number of people: far beyond what a float can hold.

    r2 would push out both others, which costs more than any float.
    """
    asked = (ask("r1", "p1", "p2"), ask("r2", "p2", "p3"), ask("r3", "p3", "p4"))
    crowd = people(" ".join(f"p{n}" for n in range(3000)))
    problem = problem_of(instance({"A": 1}, *crowd, *asked, goals=Goals(reach=100)))

    assert anneal(Draft(with_levels_first(problem), [0, 2]), 100).best == [0, 2]


def test_the_same_seed_makes_the_same_steps() -> None:
    first, again, other = (
        anneal(construct(problem_of(EVENT)), 500, seed).best for seed in (1, 1, 2)
    )

    assert first == again
    assert first != other


def test_it_stops_when_told_and_reports_as_it_goes() -> None:
    gains: list[int] = []
    annealing = Annealing(construct(problem_of(EVENT)), 1)
    annealing.run(10**9, stop=lambda: len(gains) == 3, report=gains.append)

    assert len(gains) == 4  # the last one when it is over
    assert gains == sorted(gains)


def test_it_stops_where_nothing_better_can_be() -> None:
    reports: list[int] = []
    annealing = Annealing(construct(problem_of(EVENT)), 1)
    annealing.run(10**9, stop=lambda: False, report=reports.append, enough=1)

    assert annealing.best_gain >= 1


@pytest.mark.parametrize("asked", [(), (ask("r1", "p1", "h1", slots=()),)])
def test_nothing_to_move(asked: tuple[Part, ...]) -> None:
    problem = problem_of(instance({"A": 1}, *people("p1 h1"), *asked))

    assert anneal(Draft(problem), STEPS_PER_REPORT).best == []
