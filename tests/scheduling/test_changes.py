"""What changes for whom between two schedules."""

from scheduling.changes import Change, ChangeKind, ParticipantChanges, changes
from scheduling.schedule import Meeting, Schedule
from tests.scheduling.builders import meet, schedule

OLD = "r1 A1 p1 h1 hall 1"


def kinds(old: Schedule, new: Schedule) -> dict[str, list[str]]:
    """Participant → the kinds of their changes."""
    return {one.participant: [c.kind.value for c in one.changes] for one in changes(old, new)}


def test_nothing_changes_between_equal_schedules() -> None:
    assert changes(schedule(OLD), schedule(OLD)) == ()


def test_the_order_of_names_is_no_change() -> None:
    swapped = Schedule((Meeting("r1", "A1", "hall", "1", ("h1", "p1")),))

    assert changes(schedule(OLD), swapped) == ()


def test_a_change_holds_the_meeting_before_and_after_for_both() -> None:
    moved = Change("r1", meet(OLD), meet("r1 A2 p1 h1 hall 1"))

    assert changes(schedule(OLD), schedule("r1 A2 p1 h1 hall 1")) == (
        ParticipantChanges("h1", (moved,)),
        ParticipantChanges("p1", (moved,)),
    )
    assert moved.kind is ChangeKind.MOVED


def test_a_new_meeting_is_added_and_a_lost_one_dropped() -> None:
    other = "r2 A2 p2 h2 hall 1"

    assert kinds(schedule(OLD), schedule(OLD, other)) == {"h2": ["added"], "p2": ["added"]}
    assert kinds(schedule(OLD, other), schedule(OLD)) == {"h2": ["dropped"], "p2": ["dropped"]}


def test_another_table_or_place_in_the_same_slot_is_another_seat() -> None:
    reseated = {"h1": ["reseated"], "p1": ["reseated"]}

    assert kinds(schedule(OLD), schedule("r1 A1 p1 h1 hall 2")) == reseated
    assert kinds(schedule(OLD), schedule("r1 A1 p1 h1 annex 1")) == reseated


def test_a_representative_who_hands_over_loses_the_meeting_and_a_colleague_gains_it() -> None:
    assert kinds(schedule(OLD), schedule("r1 A1 p1 h2 hall 1")) == {
        "h1": ["dropped"],
        "h2": ["added"],
        "p1": ["partner"],
    }


def test_a_move_counts_more_than_a_new_partner_or_seat() -> None:
    assert kinds(schedule(OLD), schedule("r1 A2 p1 h2 hall 2"))["p1"] == ["moved"]


def test_people_for_whom_nothing_changes_are_left_out() -> None:
    same = "r2 A1 p2 h2 hall 2"

    assert list(kinds(schedule(OLD, same), schedule(same))) == ["h1", "p1"]
