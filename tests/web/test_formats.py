"""How times, dates, countries and languages look."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.web import formats


@pytest.fixture(autouse=True)
def request_context(app: Flask) -> None:
    """Formats ask for the reader's language."""
    app.test_request_context().push()


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2027, 5, 18), date(2027, 5, 18), "18 May 2027"),
        (date(2027, 5, 18), date(2027, 5, 19), "18–19 May 2027"),
        (date(2027, 5, 31), date(2027, 6, 1), "31 May – 1 June 2027"),
        (date(2027, 12, 31), date(2028, 1, 1), "31 December 2027 – 1 January 2028"),
    ],
)
def test_dates_of_an_event_are_said_as_people_do(first: date, last: date, expected: str) -> None:
    assert formats.date_span(first, last) == expected


def test_dates_have_their_weekday() -> None:
    assert formats.long_date(date(2027, 5, 18)) == "Tuesday 18 May 2027"
    assert formats.short_date(date(2027, 5, 18)) == "Tue 18 May"


def test_an_instant_is_shown_in_the_editions_zone() -> None:
    night = datetime(2027, 5, 18, 22, 30, tzinfo=UTC)  # two hours ahead in Warsaw in summer

    assert formats.local_date(night, "Europe/Warsaw") == date(2027, 5, 19)
    assert formats.moment(night, "Europe/Warsaw") == "Wed 19 May, 00:30"


def test_the_zone_is_named_with_what_holds_then() -> None:
    summer = [datetime(2027, 5, 18, 10, tzinfo=UTC)]

    assert formats.zone_words("Europe/Warsaw", summer) == "All times Warsaw, CEST"


def test_codes_become_names_and_unknown_ones_stay() -> None:
    assert formats.country_name("CZ") == "Czechia"
    assert formats.country_name("XX") == "XX"
    assert formats.language_name("pl") == "Polish"
    assert formats.language_name("no such language") == "no such language"
