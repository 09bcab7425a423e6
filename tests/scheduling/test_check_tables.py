"""Where a meeting may sit: per rule one schedule just inside and one just outside."""

from scheduling.check import check
from scheduling.instance import Instance
from scheduling.schedule import Meeting, Schedule
from tests.scheduling.builders import Part, ask, at_home, hall, instance, online, people, schedule


def broken(question: Instance, *lines: str) -> list[str]:
    """The names of the rules that the meetings of these lines break, in the judge's order."""
    return [violation.rule for violation in check(question, schedule(*lines))]


class TestSeated:
    SEATS = instance(
        {"A": 1}, hall("1"), online(), *people("p1 h1"), at_home("x", "S"), ask("r1", "p1", "h1")
    )

    def test_a_listed_table_and_a_place_without_tables_are_seats(self) -> None:
        assert broken(self.SEATS, "r1 A1 p1 h1 hall 1") == []
        assert broken(self.SEATS, "r1 A1 p1 h1 online") == []

    def test_a_place_with_tables_needs_one(self) -> None:
        assert broken(self.SEATS, "r1 A1 p1 h1 hall") == ["seated"]

    def test_an_unknown_table_is_none(self) -> None:
        assert broken(self.SEATS, "r1 A1 p1 h1 hall 2") == ["seated"]

    def test_a_place_without_tables_names_none(self) -> None:
        assert broken(self.SEATS, "r1 A1 p1 h1 online 1") == ["seated"]

    def test_a_place_is_needed_where_there_are_any(self) -> None:
        assert broken(self.SEATS, "r1 A1 p1 h1") == ["seated"]

    def test_an_instance_without_places_names_no_table(self) -> None:
        nowhere = instance({"A": 1}, *people("p1 h1"), ask("r1", "p1", "h1"))
        seated = Schedule((Meeting("r1", "A1", None, "1", ("p1", "h1")),))
        assert [violation.rule for violation in check(nowhere, seated)] == ["seated"]


class TestTables:
    PAIRS: tuple[Part, ...] = (*people("p1 p2 h1 h2"), ask("r1", "p1", "h1"), ask("r2", "p2", "h2"))
    TOGETHER = ("r1 A1 p1 h1 hall 1", "r2 A1 p2 h2 hall 1")

    def test_one_table_holds_one_meeting_unless_it_has_more_desks(self) -> None:
        assert (
            broken(instance({"A": 1}, hall("1", desks={"1": 2}), *self.PAIRS), *self.TOGETHER) == []
        )

    def test_a_second_meeting_at_a_table_is_broken(self) -> None:
        assert broken(instance({"A": 1}, hall("1"), *self.PAIRS), *self.TOGETHER) == ["table_desks"]

    def test_a_table_is_free_again_in_the_next_slot(self) -> None:
        question = instance({"A": 2}, hall("1"), *self.PAIRS)
        assert broken(question, "r1 A1 p1 h1 hall 1", "r2 A2 p2 h2 hall 1") == []

    def test_a_table_of_the_same_name_elsewhere_is_another(self) -> None:
        question = instance({"A": 1}, hall("1"), hall("1", id="annex"), *self.PAIRS)
        assert broken(question, "r1 A1 p1 h1 hall 1", "r2 A1 p2 h2 annex 1") == []

    def test_a_place_without_tables_has_no_limit(self) -> None:
        question = instance({"A": 1}, online(), *self.PAIRS)
        assert broken(question, "r1 A1 p1 h1 online", "r2 A1 p2 h2 online") == []

    def test_a_table_is_closed_in_its_slots_only(self) -> None:
        question = instance({"A": 2}, hall("1", closed={"A2": ("1",)}), *self.PAIRS)
        assert broken(question, "r1 A1 p1 h1 hall 1") == []
        assert broken(question, "r1 A2 p1 h1 hall 1") == ["closed_tables"]

    def test_a_stand_holds_its_owners_desks(self) -> None:
        for desks, expected in ((2, []), (1, ["parallel_desks", "table_desks"])):
            question = instance(
                {"A": 1},
                hall(),
                *people("p1 p2"),
                at_home("h1", "S", parallel=desks),
                ask("r1", "p1", "h1"),
                ask("r2", "p2", "h1"),
            )
            assert broken(question, "r1 A1 p1 h1 hall S", "r2 A1 p2 h1 hall S") == expected

    def test_owners_who_share_a_table_bring_a_desk_each(self) -> None:
        asked = (ask("r1", "p1", "h1"), ask("r2", "p2", "h2"))
        owners = (at_home("h1", "S"), at_home("h2", "S"))
        question = instance({"A": 1}, hall(), *people("p1 p2"), *owners, *asked)
        assert broken(question, "r1 A1 p1 h1 hall S", "r2 A1 p2 h2 hall S") == []


class TestOwnTable:
    PLACES = (hall("1", "2", "3"), hall("1", id="annex"))
    OWNERS = (at_home("p1", "1"), at_home("h1", "2"), *people("p2 h2"))

    def ask(self, one: str, other: str, places: tuple[str, ...] | None = None) -> Instance:
        request = ask("r1", one, other, places=places)
        return instance({"A": 1}, *self.PLACES, *self.OWNERS, request)

    def test_an_owner_meets_at_their_own_table(self) -> None:
        assert broken(self.ask("p2", "h1"), "r1 A1 p2 h1 hall 2") == []

    def test_an_owner_meets_at_no_other_table(self) -> None:
        assert broken(self.ask("p2", "h1"), "r1 A1 p2 h1 hall 3") == ["own_table"]

    def test_of_two_owners_either_table_will_do(self) -> None:
        assert broken(self.ask("p1", "h1"), "r1 A1 p1 h1 hall 1") == []
        assert broken(self.ask("p1", "h1"), "r1 A1 p1 h1 hall 2") == []

    def test_of_two_owners_no_third_table_will_do(self) -> None:
        assert broken(self.ask("p1", "h1"), "r1 A1 p1 h1 hall 3") == ["own_table"]

    def test_an_own_table_serves_nobody_else(self) -> None:
        assert broken(self.ask("p2", "h2"), "r1 A1 p2 h2 hall 3") == []
        assert broken(self.ask("p2", "h2"), "r1 A1 p2 h2 hall 1") == ["own_table"]

    def test_a_request_whose_places_leave_the_own_table_out_sits_elsewhere(self) -> None:
        away = self.ask("p2", "h1", ("annex",))
        assert broken(away, "r1 A1 p2 h1 annex 1") == []
        assert broken(away, "r1 A1 p2 h1 hall 2") == ["allowed_places"]

    def test_a_request_whose_places_hold_the_own_table_sits_there(self) -> None:
        both = self.ask("p2", "h1", ("annex", "hall"))
        assert broken(both, "r1 A1 p2 h1 annex 1") == ["own_table"]

    def test_alternatives_of_a_side_each_have_their_own(self) -> None:
        either = self.ask("p2", "p1 h1")
        assert broken(either, "r1 A1 p2 h1 hall 2") == []
        assert broken(either, "r1 A1 p2 h1 hall 1") == ["own_table", "own_table"]

    def test_a_stand_at_a_place_without_tables_is_named_by_its_owner_only(self) -> None:
        owner = at_home("h1", "S", place="online")
        asked = (ask("r1", "p1", "h1"), ask("r2", "p1", "h2"))
        question = instance({"A": 2}, online(), owner, *people("p1 h2"), *asked)
        assert broken(question, "r1 A1 p1 h1 online S", "r2 A2 p1 h2 online") == []
        assert broken(question, "r1 A1 p1 h1 online") == ["own_table"]


class TestAllowedPlaces:
    def test_places_of_a_request(self) -> None:
        asked = ask("r1", "p1", "h1", places=("hall",))
        question = instance({"A": 1}, hall("1"), online(), *people("p1 h1"), asked)
        assert broken(question, "r1 A1 p1 h1 hall 1") == []
        assert broken(question, "r1 A1 p1 h1 online") == ["allowed_places"]

    def test_no_places_is_none_at_all_even_where_there_are_none(self) -> None:
        question = instance({"A": 1}, *people("p1 h1"), ask("r1", "p1", "h1", places=()))
        assert broken(question, "r1 A1 p1 h1") == ["allowed_places"]
