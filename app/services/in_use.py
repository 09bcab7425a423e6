"""What leans on a slot or a place: nothing that people count on is removed as a side effect."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.states import OpenSlotState, VersionKind
from app.extensions import db
from app.models import Meeting, OpenSlot, ScheduleVersion

Column = InstrumentedAttribute[Any]
# What is counted, as one and as many of it.
WORDS = {
    VersionKind.LIVE.value: ("meeting", "meetings"),
    VersionKind.DRAFT.value: ("meeting of the draft", "meetings of the draft"),
    VersionKind.PUBLISHED.value: (
        "meeting of a published version",
        "meetings of published versions",
    ),
    "offered": ("open slot", "open slots"),
}


def uses_of_slots(groups: Mapping[str, Collection[int]]) -> dict[str, str]:
    """What is planned in each group of slots (keys), in words; empty where nothing is."""
    return _uses(groups, Meeting.slot_id, OpenSlot.slot_id)


def uses_of_places(groups: Mapping[str, Collection[int]]) -> dict[str, str]:
    """What is planned at each group of places (keys), in words; empty where nothing is."""
    return _uses(groups, Meeting.place_id, OpenSlot.place_id)


def forget_discarded(column: Column, ids: Collection[int]) -> None:
    """Drop the meetings that drafts thrown away had there; their runs keep them."""
    discarded = select(ScheduleVersion.id).where(ScheduleVersion.kind == VersionKind.DISCARDED)
    db.session.execute(
        delete(Meeting)
        .where(column.in_(ids), Meeting.version_id.in_(discarded))
        .execution_options(synchronize_session=False)
    )


def forget_closed(column: Column, ids: Collection[int]) -> None:
    """Drop the open slots there that their owners took back."""
    db.session.execute(
        delete(OpenSlot)
        .where(column.in_(ids), OpenSlot.state == OpenSlotState.CLOSED)
        .execution_options(synchronize_session=False)
    )


def _uses(
    groups: Mapping[str, Collection[int]], meetings: Column, offers: Column
) -> dict[str, str]:
    group_of = {key: name for name, keys in groups.items() for key in keys}
    counts: dict[str, Counter[str]] = {name: Counter() for name in groups}
    for key, kind, number in [*_meetings(meetings, group_of), *_offers(offers, group_of)]:
        counts[group_of[key]][kind] += number
    return {name: _words(found) for name, found in counts.items()}


def _meetings(column: Column, keys: Iterable[int]) -> list[tuple[int, str, int]]:
    rows = db.session.execute(
        select(column, ScheduleVersion.kind, func.count())
        .join(ScheduleVersion, Meeting.version_id == ScheduleVersion.id)
        .where(column.in_(list(keys)), ScheduleVersion.kind != VersionKind.DISCARDED)
        .group_by(column, ScheduleVersion.kind)
    )
    return [(key, kind.value, number) for key, kind, number in rows]


def _offers(column: Column, keys: Iterable[int]) -> list[tuple[int, str, int]]:
    rows = db.session.execute(
        select(column, func.count())
        .where(
            column.in_(list(keys)),
            OpenSlot.state.in_([OpenSlotState.OPEN, OpenSlotState.BOOKED]),
        )
        .group_by(column)
    )
    return [(key, "offered", number) for key, number in rows]


def _words(found: Counter[str]) -> str:
    if found[VersionKind.LIVE.value]:  # what is live says it all; versions before are history
        found = Counter({**found, VersionKind.PUBLISHED.value: 0})
    parts = [
        f"{found[name]} {one if found[name] == 1 else many}"
        for name, (one, many) in WORDS.items()
        if found[name]
    ]
    return " and ".join(part for part in [", ".join(parts[:-1]), *parts[-1:]] if part)
