"""The reader of the published benchmark, on a tiny file of our own."""

import pytest

from scheduling.instance import Goals, Instance, Participant, Pin, Place, Request
from scheduling.serialise import FormatError, read_dzn

TINY = """% three people, three meetings
nBusiness = 3;
nMeetings = 3;
nTables = 2;
nTotalSlots = 4;
nMorningSlots = 2;

requested = [|1, 2,1,
|1, 3,2,
|1, 2,3,
|];

meetingsxBusiness = [{1,2,3}, {1,3}, {2}];
nMeetingsBusiness = [3,2,1];
forbidden = [{0}, {0,3,1},
{}];
fixed = [0,4,0];
precedences = [{}, {0}, {1,2}];
"""


def refusal(old: str, new: str) -> str:
    """What is said of the tiny file with one text replaced."""
    assert TINY.count(old) == 1
    with pytest.raises(FormatError) as refused:
        read_dzn(TINY.replace(old, new), source="tiny.dzn")
    message = str(refused.value)
    assert message.isprintable()  # so it is one line
    assert message.startswith("tiny.dzn: ")
    return message.removeprefix("tiny.dzn: ")


def meeting(id: str, other: str, slots: tuple[str, ...] | None) -> Request:
    """A mandatory meeting of p1."""
    return Request(id, (("p1",), (other,)), mandatory=True, slots=slots)


def test_the_tiny_file_is_read_in_our_words() -> None:
    found = read_dzn(TINY)

    morning, afternoon = meeting("m1", "p2", ("1", "2")), meeting("m2", "p3", ("3", "4"))
    fixed = Request(afternoon.id, afternoon.sides, 1, True, ("3", "4"), pinned=Pin("4"))
    last = Request("m3", (("p1",), ("p2",)), mandatory=True, after=("m1", "m2"))
    assert found == Instance(
        slots=found.slots,
        places=(Place("hall", "hall", ("1", "2")),),
        participants=(Participant("p1"), Participant("p2", ("1", "3")), Participant("p3")),
        requests=(morning, fixed, last),
        max_idle_group_difference=2,
        goals=Goals(0, 0, (), 0, 0, idle_group=1),
    )
    assert found.blocks == {"1": ("1", "2", "3", "4")}
    assert found.slots[1].starts_at == found.slots[0].ends_at


def test_the_whole_day_may_be_morning() -> None:
    whole_day = read_dzn(TINY.replace("nMorningSlots = 2", "nMorningSlots = 4"))

    assert whole_day.requests[0].slots == ("1", "2", "3", "4")
    assert whole_day.requests[1].slots == ()


def test_the_difference_may_be_another_or_none() -> None:
    assert read_dzn(TINY, max_idle_group_difference=None).max_idle_group_difference is None
    assert read_dzn(TINY, max_idle_group_difference=0).max_idle_group_difference == 0


def test_an_impossible_difference_is_refused() -> None:
    with pytest.raises(FormatError) as refused:
        read_dzn(TINY, max_idle_group_difference=-1)

    said = "max_idle_group_difference is -1; allowed: a whole number from 0 to 1000000000"
    assert str(refused.value) == f"benchmark: {said}"


def test_a_bare_zero_stands_for_no_set() -> None:
    assert read_dzn(TINY.replace("[{0}, {0,3,1},\n{}]", "[0, {0,3,1}, 0]")) == read_dzn(TINY)


def test_redundant_lists_may_be_missing() -> None:
    lines = [line for line in TINY.splitlines() if "Business = [" not in line]

    assert read_dzn("\n".join(lines)) == read_dzn(TINY)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("nTables = 2;", "nTables = 2", 'line 5 column 1 is "nTotalSlots"; allowed: ;'),
        ("nTables = 2;", "nTables 2;", 'line 4 column 9 is "2"; allowed: ='),
        ("nTables = 2;", "nTables = two;", 'line 4 column 11 is "two"; allowed: a whole number'),
        ("nTables = 2;", "nTables = 2.5;", 'line 4 column 12 is "."; allowed: MiniZinc data'),
        ("nTables = 2;", f"nTables = {'9' * 19};",
         f'line 4 column 11 is "{"9" * 19}"; allowed: a whole number'),
        ("nTables = 2;", "nTables = -2;",
         "nTables is -2; allowed: a whole number from 0 to 100000"),
        ("nTables = 2;", "nTables = {2};",
         "nTables is [2]; allowed: a whole number from 0 to 100000"),
        ("nTables = 2;", "nTables = 2; nTables = 2;",
         'line 4 column 14 is "nTables"; allowed: a name not used before'),
        ("nTables = 2;", "", "the file has no nTables; it must say nTables, or it is cut off"),
        ("nTables", "nTable", 'a name in the file is "nTable"; allowed: nBusiness, nMeetings, '
         "nTables, nTotalSlots, nMorningSlots, requested, forbidden, fixed, precedences, "
         "meetingsxBusiness, nMeetingsBusiness"),
        ("nMorningSlots = 2", "nMorningSlots = 5",
         "nMorningSlots is 5; allowed: at most nTotalSlots = 4"),
        ("nMeetings = 3", "nMeetings = 4",
         "the length of requested is 3; allowed: 4, as the file's counts say"),
        ("|1, 3,2,", "|1, 3,", "requested[2] is [1, 3]; allowed: two participants and a session"),
        ("|1, 3,2,", "|1, 4,2,",
         "requested[2] is [1, 4, 2]; allowed: two different participants from 1 to 3"),
        ("|1, 3,2,", "|0, 3,2,",
         "requested[2] is [0, 3, 2]; allowed: two different participants from 1 to 3"),
        ("|1, 3,2,", "|1, 0,2,",
         "requested[2] is [1, 0, 2]; allowed: two different participants from 1 to 3"),
        ("|1, 3,2,", "|3, 1,0,",
         "requested[2] is [3, 1, 0]; allowed: session 1 (morning), 2 (afternoon) or 3 (any)"),
        ("|1, 3,2,", "|1, 1,2,",
         "requested[2] is [1, 1, 2]; allowed: two different participants from 1 to 3"),
        ("|1, 3,2,", "|1, 3,4,",
         "requested[2] is [1, 3, 4]; allowed: session 1 (morning), 2 (afternoon) or 3 (any)"),
        ("{0,3,1}", "{0,5,1}", "forbidden[2] is [0, 1, 5]; allowed: numbers from 1 to 4"),
        ("{0,3,1}", "5", "forbidden[2] is 5; allowed: numbers from 1 to 4"),
        ("[0,4,0]", "[0,5,0]", "fixed[2] is 5; allowed: a whole number from 0 to 4"),
        ("[0,4,0]", "7", "fixed is 7; allowed: a list in brackets"),
        ("[0,4,0]", "[|0,4,0|1,2,3|1,1,1|]",
         "fixed[1] is [0, 4, 0]; allowed: a whole number from 0 to 4"),
        ("{1,2}", "{1,3}", "precedences[3] is [1, 3]; allowed: other meetings than this one"),
        ("[{}, {0}, {1,2}]", "[|1|2|3|]",
         "precedences[1] is [1]; allowed: a set of numbers in braces"),
    ],
)  # fmt: skip
def test_a_fault_is_refused_with_its_place(old: str, new: str, message: str) -> None:
    assert refusal(old, new) == message


def test_a_file_that_is_cut_off_anywhere_is_refused() -> None:
    whole = TINY.rstrip()
    for length in range(len(whole)):
        with pytest.raises(FormatError):
            read_dzn(whole[:length])

    with pytest.raises(FormatError) as refused:
        read_dzn(whole[:-1])
    assert str(refused.value) == "benchmark: line 18 column 31: the file ends; allowed: ;"
