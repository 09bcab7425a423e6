"""Days on which something goes."""

from datetime import date

import pytest

from app.domain.retention import months_after, sensitive_answers_go_on


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2027, 5, 19), 12, date(2028, 5, 19)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),  # February has no 31st
        (date(2027, 12, 31), 2, date(2028, 2, 29)),  # a leap year
    ],
)
def test_months_keep_the_day_or_take_the_last(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


def test_sensitive_answers_go_after_thirty_days() -> None:
    assert sensitive_answers_go_on(date(2027, 5, 19)) == date(2027, 6, 18)  # 12 days of May and 18
