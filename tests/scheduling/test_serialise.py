"""Instances and schedules as text: what is read, what is refused and with which words."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from scheduling.instance import Goals, Home, Instance, Participant, Pin, Place, Request, Slot
from scheduling.serialise import (
    FormatError,
    instance_from_text,
    instance_to_text,
)
from tests.scheduling.builders import schedule

FULL = """{"format": "hubmeet.instance/1", "name": "warsaw-2018",
 "slots": [{"id": "A1", "starts_at": "2018-11-26T13:00:00Z", "ends_at": "2018-11-26T13:20:00Z",
            "block": "A"}],
 "places": [{"id": "hall", "zone": "ground", "tables": ["1", "2"], "closed": {"A1": ["2"]},
             "desks": {"1": 2}},
            {"id": "online", "zone": "online", "tables": null}],
 "participants": [{"id": "p1", "unavailable": ["A1"], "max_meetings": 5, "min_meetings": 2,
                   "max_per_block": null, "max_consecutive": 4, "parallel": 3,
                   "home": {"place": "hall", "table": "1"}},
                  {"id": "h1"}, {"id": "h2"}],
 "requests": [{"id": "r1", "sides": [["p1"], ["h1", "h2"]], "weight": 64, "mandatory": true,
               "slots": [], "places": ["hall"], "after": ["r2"],
               "pinned": {"slot": "A1", "place": "hall", "table": "2", "participants": ["h2"]}},
              {"id": "r2", "sides": [["p1"], ["h1"]]}],
 "max_idle_group_difference": 2,
 "goals": {"reach": 1, "weight": 2, "first_meetings": [9, 5], "below_minimum": 3, "idle_slot": 5,
           "idle_group": 6, "table_move": 7, "zone_hop": 8, "change": 10},
 "published": {"format": "hubmeet.schedule/1", "meetings": [
   {"request": "r2", "slot": "A1", "place": null, "table": null, "participants": ["p1", "h1"]}]}
}"""

ONE_PM = datetime(2018, 11, 26, 13, 0, tzinfo=UTC)

READ = Instance(
    name="warsaw-2018",
    slots=(Slot("A1", ONE_PM, ONE_PM + timedelta(minutes=20), "A"),),
    places=(
        Place("hall", "ground", ("1", "2"), {"A1": ("2",)}, {"1": 2}),
        Place("online", "online"),
    ),
    participants=(
        Participant("p1", ("A1",), 5, 2, None, 4, 3, Home("hall", "1")),
        Participant("h1"),
        Participant("h2"),
    ),
    requests=(
        Request(
            "r1",
            (("p1",), ("h1", "h2")),
            weight=64,
            mandatory=True,
            slots=(),
            places=("hall",),
            after=("r2",),
            pinned=Pin("A1", "hall", "2", ("h2",)),
        ),
        Request("r2", (("p1",), ("h1",))),
    ),
    max_idle_group_difference=2,
    goals=Goals(1, 2, (9, 5), 3, 5, 6, 7, 8, 10),
    published=schedule("r2 A1 p1 h1"),
)


def changed(path: list[str | int], value: object) -> str:
    """The full instance with one value replaced or added."""
    document: Any = json.loads(FULL)
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return json.dumps(document)


def refusal(text: str) -> str:
    """What is said of a text that is no instance."""
    with pytest.raises(FormatError) as refused:
        instance_from_text(text, source="event.json")
    message = str(refused.value)
    assert message.isprintable()  # so it is one line
    assert message.startswith("event.json: ")
    return message.removeprefix("event.json: ")


def test_every_key_of_an_instance_is_read() -> None:
    assert instance_from_text(FULL) == READ


def test_what_is_left_out_takes_its_default() -> None:
    assert instance_from_text("{}") == Instance()
    assert instance_from_text('{"places": [{"id": "hall"}]}') == Instance(places=(Place("hall"),))


def test_an_instance_is_written_with_an_item_on_each_line() -> None:
    lines = instance_to_text(READ).splitlines()

    assert lines[:5] == [
        "{",
        ' "format": "hubmeet.instance/1",',
        ' "name": "warsaw-2018",',
        ' "slots": [',
        '  {"id": "A1", "starts_at": "2018-11-26T13:00:00Z", '
        '"ends_at": "2018-11-26T13:20:00Z", "block": "A"}',
    ]
    assert lines[-1] == "}"


def test_what_is_written_is_read_again() -> None:
    assert instance_from_text(instance_to_text(READ)) == READ


def test_names_may_be_of_any_alphabet() -> None:
    named = instance_from_text(changed(["name"], "Łódź Ψ 😀"))

    assert named.name == "Łódź Ψ 😀"
    assert '"name": "Łódź Ψ 😀"' in instance_to_text(named).splitlines()[2]


def test_times_of_any_zone_become_utc() -> None:
    warsaw = timezone(timedelta(hours=1))
    text = changed(["slots", 0, "starts_at"], "2018-11-26T14:00:00+01:00")

    assert instance_from_text(text).slots[0].starts_at.tzinfo is UTC
    assert instance_from_text(text).slots[0].starts_at == datetime(2018, 11, 26, 14, tzinfo=warsaw)


TIME = "a time with its zone, such as 2018-11-26T13:00:00Z"
REQUEST_KEYS = "id, sides, weight, mandatory, slots, places, after, pinned"

WRONG_VALUES: list[tuple[list[str | int], object, str]] = [
    (["format"], "hubmeet.schedule/1",
     'format is "hubmeet.schedule/1"; allowed: hubmeet.instance/1'),
    (["name"], None, "name is null; allowed: a text"),
    (["name"], "\ud83d", 'name is "\\ud83d"; allowed: a text without halves of surrogate pairs'),
    (["slots"], {}, "slots is {}; allowed: a list"),
    (["slots", 0], "A1", 'slots[0] is "A1"; allowed: an object in braces'),
    (["slots", 0, "starts_at"], "2018-11-26T13:00:00",
     f'slots[0].starts_at is "2018-11-26T13:00:00"; allowed: {TIME}'),
    (["slots", 0, "starts_at"], "noon", f'slots[0].starts_at is "noon"; allowed: {TIME}'),
    (["slots", 0, "starts_at"], "0001-01-01T00:00:00+14:00",
     f'slots[0].starts_at is "0001-01-01T00:00:00+14:00"; allowed: {TIME}'),
    (["slots", 0, "starts_at"], 5, f"slots[0].starts_at is 5; allowed: {TIME}"),
    (["slots", 0, "ends_at"], "2018-11-26T13:00:00Z",
     'slots[0].ends_at is "2018-11-26T13:00:00+00:00"; allowed: a time after starts_at'),
    (["places", 0, "closed"], {"A1": "2"}, 'places[0].closed["A1"] is "2"; allowed: a list'),
    (["places", 0, "closed"], {"A1": ["3"]},
     'places[0].closed["A1"][0] is "3"; allowed: the id of a table of this place'),
    (["places", 0, "desks", "1"], 1.5, 'places[0].desks["1"] is 1.5; allowed: a whole number'),
    (["participants", 0, "parallel"], True,
     "participants[0].parallel is true; allowed: a whole number"),
    (["participants", 0, "parallel"], float("nan"),
     "participants[0].parallel is NaN; allowed: a whole number"),
    (["participants", 0, "max_meetings"], "5",
     'participants[0].max_meetings is "5"; allowed: a whole number'),
    (["requests", 0, "weight"], float("inf"),
     "requests[0].weight is Infinity; allowed: a whole number"),
    (["requests", 0, "weight"], None, "requests[0].weight is null; allowed: a whole number"),
    (["requests", 0, "mandatory"], 1, "requests[0].mandatory is 1; allowed: true or false"),
    (["requests", 0, "sides"], [["p1"]],
     'requests[0].sides is [["p1"]]; allowed: exactly two lists of participants'),
    (["requests", 0, "sides", 0, 0], "p9",
     'requests[0].sides[0][0] is "p9"; allowed: the id of a participant'),
    (["requests", 0, "sides", 0, 0], 7, "requests[0].sides[0][0] is 7; allowed: a text"),
    (["requests", 0, "wieght"], 7,
     f'requests[0] has the key "wieght"; allowed: {REQUEST_KEYS}'),
    (["slots", 0, "\n"], 7,
     'slots[0] has the key "\\n"; allowed: id, starts_at, ends_at, block'),
    (["goals", "first_meetings"], [5, 6],
     "goals.first_meetings[1] is 6; allowed: no more than the one before it"),
    (["published", "meetings", 0, "place"], 1,
     "published.meetings[0].place is 1; allowed: a text"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "message"), WRONG_VALUES)
def test_a_wrong_value_is_refused_with_its_path(
    path: list[str | int], value: object, message: str
) -> None:
    assert refusal(changed(path, value)) == message


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (["slots", 0], "block"),
        (["participants", 0], "id"),
        (["participants", 0, "home"], "table"),
        (["requests", 0], "sides"),
        (["requests", 0, "pinned"], "slot"),
        (["published"], "meetings"),
        (["published", "meetings", 0], "participants"),
    ],
)
def test_a_missing_key_is_named(path: list[str | int], key: str) -> None:
    document: Any = json.loads(FULL)
    inner = document
    for step in path:
        inner = inner[step]
    del inner[key]

    where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)[1:]
    assert refusal(json.dumps(document)) == f'{where} has no "{key}"; it must say {key}'


def test_a_key_written_twice_is_refused() -> None:
    text = '{"slots": [{"id": "A1", "block": "A", "id": "A2"}]}'

    assert refusal(text) == 'slots[0] has the key "id" twice; allowed: each key once'


def test_a_long_value_is_cut() -> None:
    message = refusal(json.dumps({"slots": "x" * 500}))

    assert message == f'slots is "{"x" * 79}…; allowed: a list'


@pytest.mark.parametrize("text", ["[]", "null", '"{}"'])
def test_the_file_holds_an_object(text: str) -> None:
    assert (
        refusal(text) == f"the file is {json.dumps(json.loads(text))}; allowed: an object in braces"
    )


def test_a_file_that_is_cut_off_anywhere_is_refused_with_line_and_column() -> None:
    for length in range(len(FULL) - 1):
        assert refusal(FULL[:length]).startswith("line ")

    said = "line 2 column 12 is not JSON: Expecting value; allowed: a whole JSON file"
    assert refusal('{"name": "cut off",\n "slots": [') == said


@pytest.mark.parametrize("text", ["[" * 100_000, '{"name": ' + "9" * 5_000 + "}"])
def test_what_python_cannot_hold_is_refused(text: str) -> None:
    assert refusal(text) == "not readable: a number too long or brackets nested too deep"
