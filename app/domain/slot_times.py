"""A matchmaking block cut into slots."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def slot_times(
    held_on: date,
    starts_local: time,
    ends_local: time,
    *,
    slot_minutes: int,
    gap_minutes: int,
    zone: str,
) -> tuple[tuple[datetime, datetime], ...]:
    """Start and end (aware UTC) of each slot that fits: slot, gap, slot … from the block's start.

    `zone` is the edition's IANA name. No gap follows the last slot.
    """
    start = local_to_utc(datetime.combine(held_on, starts_local), zone)
    end = local_to_utc(datetime.combine(held_on, ends_local), zone)
    length, step = timedelta(minutes=slot_minutes), timedelta(minutes=slot_minutes + gap_minutes)
    found = []
    while start + length <= end:
        found.append((start, start + length))
        start += step
    return tuple(found)


def local_to_utc(local: datetime, zone: str) -> datetime:
    """A time of the edition's own clock as aware UTC."""
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
