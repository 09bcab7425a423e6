"""What is wrong with what was typed about an edition."""

from datetime import date
from typing import Any

import pytest

from app.services.edition_entry import entry_faults, values_of
from tests.services.organising import entry


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "  ", "Give the edition a name, as people will call it."),
        ("name", "x" * 201, "At most 200 characters; these are 201."),
        ("zone", "Warsaw", "Choose a time zone of the list."),
        ("zone", "", "Choose a time zone of the list."),
        ("country", "XX", "Choose a country of the list."),
        ("starts_on", None, "Type the date as 2027-05-18."),
        ("starts_on", date.min, "Type the date as 2027-05-18."),
        ("ends_on", None, "Type the date as 2027-05-18."),
        ("ends_on", date(2027, 5, 17), "The last day is before the first."),
        ("ends_on", date(2027, 6, 1), "An edition has at most 14 days."),  # 18 May + 14 days
        ("registration_closes_on", date.min, "Type the date as 2027-05-18, or leave it empty."),
        ("registration_closes_on", date(2027, 5, 20), "Registration closes after the last day."),
        ("max_meetings", None, "Type a whole number from 1 to 50."),
        ("max_meetings", 0, "Type a whole number from 1 to 50."),
        ("max_meetings", 51, "Type a whole number from 1 to 50."),
        ("min_meetings", -1, "Type a whole number from 0 to 50."),
        (
            "min_meetings",
            6,
            "Nobody can have that many: it is above the most meetings a person may have.",
        ),
        (
            "hub_max_per_block",
            0,
            "Type a whole number from 1 to 100, or leave it empty for no limit.",
        ),
        (
            "max_consecutive",
            51,
            "Type a whole number from 1 to 50, or leave it empty for no limit.",
        ),
        ("request_quota", 0, "Type a whole number from 1 to 100."),
        ("hub_request_quota", 201, "Type a whole number from 0 to 200."),
        ("city", "x" * 121, "At most 120 characters; these are 121."),
        ("description", "x" * 4001, "At most 4,000 characters; these are 4,001."),
    ],
)
def test_each_fault_is_said_beside_its_field(field: str, value: Any, sentence: str) -> None:
    assert entry_faults(entry(**{field: value})) == {field: sentence}


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"ends_on": date(2027, 5, 18)},
        {"ends_on": date(2027, 5, 31)},  # 14 days from 18 May on
        {"registration_closes_on": date(2027, 5, 19)},
        {"min_meetings": 5},
        {"hub_max_per_block": 1, "max_consecutive": 1},
        {"country": "PL"},
    ],
)
def test_what_is_fine(values: dict[str, Any]) -> None:
    assert entry_faults(entry(**values)) == {}


def test_all_faults_come_at_once() -> None:
    faults = entry_faults(entry(name="", zone="", starts_on=None, max_meetings=0))
    assert list(faults) == ["name", "zone", "starts_on", "max_meetings"]


def test_texts_are_tidied() -> None:
    values = values_of(entry(name=" Hub  days ", city=" Gdańsk "))
    assert (values["name"], values["city"]) == ("Hub days", "Gdańsk")
