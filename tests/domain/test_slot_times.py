"""A block cut into slots."""

from datetime import UTC, date, datetime, time

from app.domain.slot_times import slot_times


def test_slots_and_gaps_fill_the_block() -> None:
    found = slot_times(
        date(2018, 11, 26), time(14), time(15, 10), slot_minutes=20, gap_minutes=5,
        zone="Europe/Warsaw",
    )  # fmt: skip
    # Warsaw is UTC+1 in November: 14:00 is 13:00. 20 + 5 + 20 + 5 + 20 = 70 minutes fit exactly.
    assert [f"{start:%H:%M}-{end:%H:%M}" for start, end in found] == [
        "13:00-13:20",
        "13:25-13:45",
        "13:50-14:10",
    ]
    assert found[0][0] == datetime(2018, 11, 26, 13, tzinfo=UTC)


def test_a_slot_that_does_not_fit_is_left_out() -> None:
    found = slot_times(
        date(2027, 5, 18), time(10), time(10, 44), slot_minutes=20, gap_minutes=5, zone="UTC"
    )
    assert len(found) == 1


def test_a_block_over_the_change_of_the_clock_keeps_its_lengths() -> None:
    # In Lisbon the clock goes from 01:00 to 02:00 on 28 March 2027, so 00:30 to 02:30 is one hour
    found = slot_times(
        date(2027, 3, 28), time(0, 30), time(2, 30), slot_minutes=30, gap_minutes=0,
        zone="Europe/Lisbon",
    )  # fmt: skip
    assert [f"{start:%H:%M}" for start, _ in found] == ["00:30", "01:00"]
