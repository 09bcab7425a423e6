"""Any clock in the world: the instant that a calendar program shows is the one that was meant."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from app.exports.agenda_ics import agenda_ics
from tests.exports.agendas import agenda, meeting
from tests.exports.calendar_readers import read_by_ical_js

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))
WALLS = st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31), timezones=st.none())  # noqa: DTZ001 - on a wall
MINUTES = st.integers(1, 24 * 60)


def check_a_time(zone: str, wall: datetime, minutes: int, second_time: bool) -> None:
    """A meeting typed as `wall` on the clocks of `zone`; ambiguous, perhaps the `second_time`."""
    wall = wall.replace(second=0, microsecond=0)
    starts_at = wall.replace(tzinfo=ZoneInfo(zone), fold=second_time).astimezone(UTC)
    ends_at = starts_at + timedelta(minutes=minutes)
    data = agenda_ics(
        agenda(replace(meeting(), starts_at=starts_at, ends_at=ends_at), zone=zone),
    )
    (seen,) = read_by_ical_js(data)
    assert (seen.starts_at, seen.ends_at) == (starts_at, ends_at)
    back = starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if back == wall:  # else the clock was put forward over it
        assert seen.description.startswith(f"{wall:%H:%M}–")


@settings(max_examples=200, deadline=None)
@given(ZONES, WALLS, MINUTES, st.booleans())
def test_any_time_on_any_clock(zone: str, wall: datetime, minutes: int, second_time: bool) -> None:
    check_a_time(zone, wall, minutes, second_time)
