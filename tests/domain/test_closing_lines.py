"""A solver's run drawn as two lines that close."""

from app.domain.closing_lines import ClosingLines, Moment, closing_lines


def test_no_report_gives_no_drawing() -> None:
    assert closing_lines([]) is None
    assert closing_lines([Moment(1.0, None, None)]) is None


def test_values_hold_until_the_next_report_and_higher_is_up() -> None:
    lines = closing_lines([Moment(0, 0, 100), Moment(5, 50, 100), Moment(10, 50, 75)])

    # x: 5 of 10 s is 50 of 100; y: 0 is at the bottom (100), 50 in the middle, 100 at the top (0)
    assert lines is not None
    assert lines.score == "0,100 50,100 50,50 100,50"
    assert lines.bound == "0,0 50,0 100,0 100,25"
    assert (lines.low, lines.high, lines.seconds) == (0, 100, 10)


def test_the_ground_between_begins_where_both_are_known() -> None:
    lines = closing_lines([Moment(0, None, 100), Moment(5, 0, 100), Moment(10, 0, 100)])

    assert lines is not None
    assert lines.between == "50,100 100,100 100,0 50,0"


def test_equal_lines_lie_in_the_middle() -> None:
    lines = closing_lines([Moment(2, 7, 7)])

    assert lines == ClosingLines(
        score="100,50",
        bound="100,50",
        between="100,50 100,50",
        low=7,
        high=7,
        seconds=2,
    )


def test_one_line_alone_has_nothing_between() -> None:
    lines = closing_lines([Moment(0, None, 10), Moment(4, None, 8)])

    assert lines is not None
    assert (lines.score, lines.between) == ("", "")
