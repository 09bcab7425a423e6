"""Slots of a block, also in the two nights when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from app.domain.dayplan import (
    OFF_TICK,
    SKIPPED,
    BlockPlan,
    Span,
    block_span,
    instant,
    is_zone,
    next_code,
    plan_faults,
    slot_code,
    slot_spans,
)

FORWARD = date(2027, 3, 28)
BACK = date(2027, 10, 31)
WARSAW = "Europe/Warsaw"


def plan(
    start: str = "10:00",
    end: str = "12:00",
    *,
    minutes: int = 20,
    gap: int = 0,
    day: date = date(2027, 5, 18),
) -> BlockPlan:
    return BlockPlan(day, time.fromisoformat(start), time.fromisoformat(end), minutes, gap)


@pytest.mark.parametrize("zone", ["Europe/Athens", "Europe/Brussels", "Europe/Lisbon"])
@pytest.mark.parametrize(
    ("day", "slots"),
    [
        (FORWARD, 15),  # 00:00 to 06:00 lasts five hours: 5 × 3 slots of 20 minutes
        (BACK, 21),  # and seven hours when the clocks go back: 7 × 3
        (date(2027, 5, 18), 18),  # 6 × 3
    ],
)
def test_a_night_has_as_many_slots_as_it_has_hours(zone: str, day: date, slots: int) -> None:
    spans = slot_spans(plan("00:00", "06:00", day=day), zone)
    assert len(spans) == slots
    assert {span.ends_at - span.starts_at for span in spans} == {timedelta(minutes=20)}
    assert all(one.ends_at == other.starts_at for one, other in pairwise(spans))
    assert all(span.starts_at.utcoffset() == timedelta(0) for span in spans)


def test_slots_begin_at_the_start_and_keep_the_gap() -> None:
    # 10:00 to 11:10 in May is 08:00 to 09:10 UTC; slots of 20 minutes every 25: at 0, 25, 50.
    # The third ends at 70 minutes, exactly with the block.
    spans = slot_spans(plan("10:00", "11:10", gap=5), WARSAW)
    assert [f"{span.starts_at:%H:%M}-{span.ends_at:%H:%M}" for span in spans] == [
        "08:00-08:20",
        "08:25-08:45",
        "08:50-09:10",
    ]
    assert len(slot_spans(plan("10:00", "11:05", gap=5), WARSAW)) == 2


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    # Athens goes from 03:00 to 04:00 that night.
    assert instant(FORWARD, time(3, 30), "Europe/Athens") is None
    faults = plan_faults(plan("03:30", "03:50", day=FORWARD), "Europe/Athens")
    assert faults == {"starts_local": SKIPPED, "ends_local": SKIPPED}
    with pytest.raises(ValueError, match="skip"):
        block_span(plan("03:30", "06:00", day=FORWARD), "Europe/Athens")


def test_the_edges_of_the_skipped_hour_are_there() -> None:
    # 02:55 EET is 00:55 UTC, 04:00 EEST is 01:00 UTC.
    assert instant(FORWARD, time(2, 55), "Europe/Athens") == datetime(
        2027, 3, 28, 0, 55, tzinfo=UTC
    )
    assert instant(FORWARD, time(4), "Europe/Athens") == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    # 03:30 comes at 00:30 UTC (summer time, UTC+3) and again at 01:30 UTC.
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert instant(BACK, time(3, 30), "Europe/Athens") == first
    assert instant(BACK, time(3, 30, fold=1), "Europe/Athens") == first


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        (plan("10:02"), "starts_local", OFF_TICK),
        (plan("10:00", "11:59"), "ends_local", OFF_TICK),
        (plan("12:00", "12:00"), "ends_local", "The block ends before it starts"),
        (plan("12:00", "11:00"), "ends_local", "The block ends before it starts"),
        (plan(minutes=0), "slot_minutes", "Choose 5, 10, 15 … 240 minutes."),
        (plan(minutes=12), "slot_minutes", "Choose 5, 10, 15 … 240 minutes."),
        (plan(minutes=245), "slot_minutes", "Choose 5, 10, 15 … 240 minutes."),
        (plan(gap=-5), "gap_minutes", "Choose 0, 5, 10 … 60 minutes."),
        (plan(gap=65), "gap_minutes", "Choose 0, 5, 10 … 60 minutes."),
        (plan("10:00", "10:15"), "ends_local", "Not one slot of 20 minutes fits in."),
    ],
)
def test_each_fault_is_said_beside_its_field(changed: BlockPlan, field: str, sentence: str) -> None:
    faults = plan_faults(changed, WARSAW)
    assert list(faults) == [field]
    assert faults[field].startswith(sentence)


@pytest.mark.parametrize(
    "good", [plan(), plan("10:00", "10:20"), plan(minutes=5), plan(minutes=120), plan(gap=60)]
)
def test_a_good_plan_has_no_fault(good: BlockPlan) -> None:
    assert plan_faults(good, WARSAW) == {}


def test_all_faults_come_at_once() -> None:
    faults = plan_faults(plan("10:01", "12:00", minutes=7, gap=3), WARSAW)
    assert list(faults) == ["starts_local", "slot_minutes", "gap_minutes"]


def test_spans_that_touch_do_not_overlap() -> None:
    def span(start: int, end: int) -> Span:
        return Span(
            datetime(2027, 5, 18, start, tzinfo=UTC), datetime(2027, 5, 18, end, tzinfo=UTC)
        )

    assert span(8, 10).overlaps(span(9, 11))
    assert span(8, 12).overlaps(span(9, 10))
    assert not span(8, 10).overlaps(span(10, 11))
    assert not span(10, 11).overlaps(span(8, 10))


def test_block_letters_go_on_after_z() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert next_code([]) == "A"
    assert next_code(["A", "C"]) == "B"
    assert next_code(letters) == "AA"
    assert slot_code("AA", 12) == "AA12"


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe"])
def test_what_is_no_zone(name: str) -> None:
    assert not is_zone(name)


def test_what_is_a_zone() -> None:
    assert is_zone("Europe/Kyiv")
