"""A whole schedule is published over another in one step, or not at all."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import ConflictError
from app.extensions import Base, db
from app.models import Registration
from app.services import live_schedule, occupancy
from tests.factory import Factory
from tests.invariants import invariants
from tests.services.published import PublishedEvent

# (visitor, slot, place): all three move on by a slot, two of them also change tables.
BEFORE = ((0, 0, 0), (1, 1, 1), (2, 2, 0))
AFTER = ((0, 1, 1), (1, 2, 0), (2, 0, 0))


class BrokenError(Exception):
    """What goes wrong in the middle."""


def everything() -> dict[str, list[tuple[Any, ...]]]:
    db.session.rollback()
    return {
        table.name: [
            tuple(row)
            for row in db.session.execute(select(table).order_by(*table.primary_key.columns))
        ]
        for table in Base.metadata.sorted_tables
    }


def where(event: PublishedEvent) -> list[tuple[str, str, str]]:
    """Whom the hub meets when and where."""
    return [
        (one.request.from_registration.name, one.slot.code, one.place.label if one.place else "")
        for one in live_schedule.live_meetings(event.edition.id)
    ]


def test_all_change_their_times_and_tables_at_once(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = PublishedEvent(factory)
    event.publish(*BEFORE, now=now)
    event.publish(*AFTER, now=now)
    assert where(event) == [
        ("Visitor 2", "A1", "1"),
        ("Visitor 0", "A2", "2"),
        ("Visitor 1", "A3", "1"),
    ]
    assert invariants() == []


@pytest.mark.parametrize("row", [1, 3])
def test_what_breaks_at_a_row_leaves_all_as_it_was(
    app: Flask, factory: Factory, now: datetime, row: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = PublishedEvent(factory)
    event.publish(*BEFORE, now=now)
    rows_done = 0
    take = occupancy.occupy

    def break_at(*what: Any) -> None:
        nonlocal rows_done
        rows_done += 1
        if rows_done == row:
            raise BrokenError
        take(*what)

    event.publish_later(*AFTER)
    before = everything()
    monkeypatch.setattr(occupancy, "occupy", break_at)
    with pytest.raises(BrokenError):
        event.publish_now(now)
    assert everything() == before
    assert db.session.scalar(select(Registration.id).limit(1)) is not None


def test_without_letting_go_first_nobody_can_exchange(
    app: Flask, factory: Factory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    event = PublishedEvent(factory)
    event.publish(*BEFORE, now=now)
    monkeypatch.setattr(occupancy, "free", lambda _: None)
    with pytest.raises(ConflictError, match="just been taken"):
        event.publish(*AFTER, now=now)
