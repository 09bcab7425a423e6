"""A day drawn along the clock."""

from datetime import UTC, datetime

from app.domain.timetable import Bar, HourMark, Hours, Span, Timetable, hours_of, timetable

WARSAW = "Europe/Warsaw"


def span(
    start: tuple[int, int], end: tuple[int, int], label: str = "Talk", background: bool = False
) -> Span:
    """On 18 May 2027, in Warsaw's hours (two ahead of UTC)."""
    return Span(at(*start), at(*end), label, "is-talk", background)


def at(hour: int, minute: int, day: int = 18) -> datetime:
    return datetime(2027, 5, day, hour - 2, minute, tzinfo=UTC)


def test_hours_are_the_full_ones_around_all_days() -> None:
    first = [span((9, 15), (10, 0))]
    second = [Span(at(8, 30, 19), at(12, 1, 19), "Talk", "is-talk")]

    hours = hours_of([first, second], WARSAW)

    assert hours == Hours(first=8, count=5)  # 08 to 13: 12:01 is past 12


def test_hours_go_on_past_midnight() -> None:
    late = [Span(at(22, 0), datetime(2027, 5, 18, 23, 30, tzinfo=UTC), "Dinner", "is-talk")]

    assert hours_of([late], WARSAW) == Hours(first=22, count=4)  # until 01:30, drawn to 02


def test_hours_of_nothing_are_a_whole_day() -> None:
    assert hours_of([[]], WARSAW) == Hours(0, 24)


def test_bars_lie_where_the_clock_says() -> None:
    drawn = timetable([span((10, 0), (11, 0))], WARSAW, Hours(9, 4))

    # 10:00 is 1 of 4 hours from the left, and lasts 1 of 4 hours; 25 % hold 140 / 4 - 2 characters
    assert drawn.bars == (Bar(25.0, 25.0, 0, "Talk", "Talk", "is-talk"),)
    assert drawn.hours[0] == HourMark(0.0, "09")
    assert drawn.hours[4] == HourMark(100.0, "13")


def test_what_overlaps_takes_the_next_lane_and_what_follows_the_first_free_one() -> None:
    drawn = timetable(
        [
            span((9, 0), (11, 0), "a"),
            span((10, 0), (12, 0), "b"),
            span((11, 0), (12, 0), "c"),
        ],
        WARSAW,
        Hours(9, 3),
    )

    assert [(bar.label, bar.lane) for bar in drawn.bars] == [("a", 0), ("b", 1), ("c", 0)]
    assert drawn.lanes == 2


def test_the_background_lies_below_everything() -> None:
    drawn = timetable(
        [span((9, 0), (12, 0), "Exhibition", background=True), span((10, 0), (11, 0), "Talk")],
        WARSAW,
        Hours(9, 3),
    )

    assert [(bar.label, bar.lane) for bar in drawn.bars] == [("Talk", 0), ("Exhibition", 1)]


def test_a_label_without_room_is_cut_at_its_colon_or_left_out() -> None:
    spans = [span((9, 0), (10, 0), "Hubs: what they did"), span((10, 0), (11, 0), "Long " * 9)]

    drawn = timetable(spans, WARSAW, Hours(9, 10))

    # one hour of ten has room for 140 / 10 - 2 = 12 characters
    assert [bar.short for bar in drawn.bars] == ["Hubs", ""]


def test_a_day_without_anything_has_no_lanes() -> None:
    drawn = timetable([], WARSAW, Hours(9, 1))

    assert drawn == Timetable((HourMark(0.0, "09"), HourMark(100.0, "10")), (), 0)
