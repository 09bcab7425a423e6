"""Every goal on a schedule small enough to count by hand."""

from dataclasses import fields

from scheduling.instance import Goals, Instance, Participant, Place
from scheduling.objective import counts, reached, score
from scheduling.result import Counts, Score
from scheduling.schedule import Schedule
from tests.scheduling.builders import Part, ask, at_home, hall, instance, online, people, schedule

NOTHING = Goals(weight=0, first_meetings=(), below_minimum=0, idle_slot=0)


def day(*more: Part, goals: Goals = NOTHING, published: Schedule | None = None) -> Instance:
    """p1 asks h1, h2 and h3 (r1, r2, r3) with weights 20, 30, 40; block A has five slots, B two."""
    asked = [ask(f"r{n}", "p1", f"h{n}", weight=10 + 10 * n) for n in (1, 2, 3)]
    known = {part.id for part in more}
    others = [one for one in people("p1 h1 h2 h3") if one.id not in known]
    parts = (*others, *asked, *more)
    return instance({"A": 5, "B": 2}, *parts, goals=goals, published=published)


def test_the_total_is_the_sum_of_all_contributions() -> None:
    powers = Score(1, 2, 4, 8, 16, 32, 64, 128)

    assert len(fields(Score)) == 8
    assert powers.total == 255  # 2**8 - 1: each of the eight counts exactly once


def test_an_empty_instance_scores_nothing() -> None:
    assert score(Instance(), Schedule()) == Score()
    assert counts(Instance(), Schedule()) == Counts()


def test_weight_sums_the_scheduled_requests() -> None:
    question = day(goals=Goals(weight=2, first_meetings=(), idle_slot=0))

    # 2 x (20 + 40)
    assert score(question, schedule("r1 A1 p1 h1", "r3 A2 p1 h3")) == Score(weight=120)


def test_first_meetings_count_less_and_less_for_everyone() -> None:
    question = day(goals=Goals(weight=0, first_meetings=(60, 30)))
    three = schedule("r1 A1 p1 h1", "r2 A2 p1 h2", "r3 A3 p1 h3")

    # p1: 60 + 30 and nothing for the third; h1, h2, h3: 60 each
    assert score(question, three) == Score(first_meetings=270)


def test_every_meeting_missing_to_a_wanted_minimum_costs() -> None:
    wants = (Participant("p1", min_meetings=3), Participant("h1", min_meetings=1))
    question = day(*wants, goals=Goals(weight=0, first_meetings=()))
    one = schedule("r1 A1 p1 h1")

    assert score(question, one) == Score(below_minimum=-400)  # p1 misses 2, h1 none
    assert counts(question, one).below_minimum == 2


class TestIdleSlots:
    GOALS = Goals(weight=0, first_meetings=(), idle_slot=4)

    def idle(self, question: Instance, *lines: str) -> tuple[int, int]:
        found = schedule(*lines)
        return counts(question, found).idle_slots, score(question, found).total

    def test_free_slots_between_first_and_last_meeting_are_idle(self) -> None:
        # p1 waits through A2 and A4
        question = day(goals=self.GOALS)
        assert self.idle(question, "r1 A1 p1 h1", "r2 A3 p1 h2", "r3 A5 p1 h3") == (2, -8)

    def test_free_slots_before_the_first_and_after_the_last_are_not(self) -> None:
        assert self.idle(day(goals=self.GOALS), "r1 A3 p1 h1") == (0, 0)

    def test_a_slot_in_which_they_are_unavailable_is_not(self) -> None:
        # p1 is away in A2, so waits through A3 only
        question = day(Participant("p1", unavailable=("A2", "A5")), goals=self.GOALS)
        assert self.idle(question, "r1 A1 p1 h1", "r2 A4 p1 h2") == (1, -4)

    def test_waiting_does_not_span_blocks(self) -> None:
        assert self.idle(day(goals=self.GOALS), "r1 A1 p1 h1", "r2 B2 p1 h2") == (0, 0)

    def test_a_slot_with_one_desk_busy_is_not_idle(self) -> None:
        question = day(Participant("p1", parallel=2), goals=self.GOALS)
        assert self.idle(question, "r1 A1 p1 h1", "r2 A1 p1 h2", "r3 A2 p1 h3") == (0, 0)


class TestIdleGroups:
    GOALS = Goals(weight=0, first_meetings=(), idle_slot=0, idle_group=5)

    def groups(self, question: Instance, *lines: str) -> tuple[int, int]:
        found = schedule(*lines)
        return counts(question, found).idle_groups, score(question, found).total

    def test_a_gap_counts_once_however_long_it_is(self) -> None:
        assert self.groups(day(goals=self.GOALS), "r1 A1 p1 h1", "r2 A5 p1 h2") == (1, -5)

    def test_each_gap_counts(self) -> None:
        question = day(goals=self.GOALS)
        assert self.groups(question, "r1 A1 p1 h1", "r2 A3 p1 h2", "r3 A5 p1 h3") == (2, -10)

    def test_a_gap_while_unavailable_counts_too(self) -> None:
        question = day(Participant("p1", unavailable=("A2",)), goals=self.GOALS)
        assert self.groups(question, "r1 A1 p1 h1", "r2 A3 p1 h2") == (1, -5)

    def test_a_gap_does_not_span_blocks(self) -> None:
        assert self.groups(day(goals=self.GOALS), "r1 A1 p1 h1", "r2 B2 p1 h2") == (0, 0)


class TestMovesAndHops:
    GOALS = Goals(weight=0, first_meetings=(), idle_slot=0, table_move=1, zone_hop=10)
    PLACES = (
        Place("hall", zone="ground", tables=("1", "2")),
        Place("foyer", zone="ground", tables=("1",)),
        hall("1", id="attic"),
        online(),
    )

    def walks(self, first: str, second: str, *more: Part) -> Score:
        """p1 meets h1 and then h2, seated as these two ends of a line say."""
        question = day(*self.PLACES, *more, goals=self.GOALS)
        return score(question, schedule(f"r1 {first}", f"r2 {second}"))

    def test_staying_at_a_table_costs_nothing(self) -> None:
        assert self.walks("A1 p1 h1 hall 1", "A2 p1 h2 hall 1") == Score()

    def test_another_table_is_a_move(self) -> None:
        assert self.walks("A1 p1 h1 hall 1", "A2 p1 h2 hall 2") == Score(table_move=-1)

    def test_a_table_of_the_same_name_in_another_place_is_a_move(self) -> None:
        assert self.walks("A1 p1 h1 hall 1", "A2 p1 h2 foyer 1") == Score(table_move=-1)

    def test_another_zone_is_a_hop_as_well(self) -> None:
        walked = self.walks("A1 p1 h1 hall 1", "A2 p1 h2 attic 1")
        assert walked == Score(table_move=-1, zone_hop=-10)

    def test_a_free_slot_between_leaves_time_to_walk(self) -> None:
        assert self.walks("A1 p1 h1 hall 1", "A3 p1 h2 attic 1") == Score()

    def test_the_end_of_a_block_leaves_time_to_walk(self) -> None:
        assert self.walks("A5 p1 h1 hall 1", "B1 p1 h2 attic 1") == Score()

    def test_an_online_meeting_is_at_no_table(self) -> None:
        assert self.walks("A1 p1 h1 hall 1", "A2 p1 h2 online") == Score()

    def test_a_participant_with_two_desks_stays_where_one_of_them_stays(self) -> None:
        two_desks = Participant("p1", parallel=2)
        question = day(*self.PLACES, two_desks, goals=self.GOALS)
        at_once = ("r1 A1 p1 h1 hall 1", "r2 A1 p1 h2 hall 2")
        assert score(question, schedule(*at_once, "r3 A2 p1 h3 hall 2")) == Score()
        # from the hall's tables to the attic: one move and one hop
        away = Score(table_move=-1, zone_hop=-10)
        assert score(question, schedule(*at_once, "r3 A2 p1 h3 attic 1")) == away

    def test_a_stand_is_a_table_too(self) -> None:
        stand = at_home("h2", "S", place="attic")
        walked = self.walks("A1 p1 h1 hall 1", "A2 p1 h2 attic S", stand)
        assert walked == Score(table_move=-1, zone_hop=-10)


class TestChange:
    PUBLISHED = schedule("r1 A1 p1 h1 hall 1", "r2 A2 p1 h2 hall 1")

    def change(self, *lines: str) -> tuple[int, int]:
        goals = Goals(weight=0, first_meetings=(), idle_slot=0, change=30)
        question = day(hall("1", "2"), goals=goals, published=self.PUBLISHED)
        return counts(question, schedule(*lines)).changed, score(question, schedule(*lines)).total

    def test_the_published_schedule_itself_changes_nothing(self) -> None:
        assert self.change("r1 A1 p1 h1 hall 1", "r2 A2 p1 h2 hall 1") == (0, 0)

    def test_another_slot_and_a_dropped_meeting_are_changes(self) -> None:
        assert self.change("r1 A3 p1 h1 hall 1") == (2, -60)

    def test_another_table_or_an_additional_meeting_is_none(self) -> None:
        both = ("r1 A1 p1 h1 hall 2", "r2 A2 p1 h2 hall 1")
        assert self.change(*both, "r3 A3 p1 h3 hall 1") == (0, 0)


def test_counts_say_who_has_how_many() -> None:
    question = day(goals=Goals(reach=3))
    two = schedule("r1 A1 p1 h1", "r2 A3 p1 h2")

    assert counts(question, two) == Counts(
        requests=3,
        scheduled=2,
        idle_slots=1,  # p1 in A2
        idle_groups=1,
        participants_without_meeting=1,  # h3
        below_minimum=0,
        changed=0,
        reached=(3, 1, 0),  # p1, h1, h2 have one; p1 has two; nobody has three
        reached_bound=(),
    )
    assert reached(question, two, 2) == 1
