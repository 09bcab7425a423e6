"""What the database refuses by itself: two connections, plain SQL, none of our code."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from app.extensions import WRITES, db
from app.models import Meeting, Registration
from app.services import live_schedule
from tests.factory import Factory
from tests.services.gathering import Gathering

TEN = 5_000_000  # a tick: 10:00 of some day
HOLD = "INSERT INTO occupied (edition_id, holder, tick, meeting_id) VALUES (:e, :h, :t, :m)"


class Stage:
    """An edition with two meetings that hold nothing yet."""

    def __init__(self, factory: Factory, now: datetime) -> None:
        self.event = Gathering(factory)
        self.edition_id = self.event.edition.id
        live = live_schedule.live_version(self.event.edition, now=now)
        people = [self.event.company() for _ in range(2)]
        hub = self.event.hub()
        self.meetings = [self._meeting(factory, live.id, one, hub, now) for one in people]
        db.session.remove()

    def _meeting(
        self, factory: Factory, live: int, one: Registration, hub: Registration, now: datetime
    ) -> int:
        request = factory.request(one, hub)
        slot = self.event.slots[0].id
        return factory.add(
            Meeting(version_id=live, request_id=request.id, slot_id=slot, changed_at=now)
        ).id

    def hold(self, connection: Connection, meeting: int, holder: str, *ticks: int) -> None:
        for tick in ticks:
            values = {"e": self.edition_id, "h": holder, "t": tick, "m": self.meetings[meeting]}
            connection.execute(text(HOLD), values)


@contextmanager
def connection() -> Iterator[Connection]:
    """One of several, each with a transaction of its own that is stored at the end."""
    with db.engine.connect().execution_options(**{WRITES: True}) as made:
        yield made
        made.commit()


@pytest.mark.parametrize("holder", ["r1.1", "p1.1"], ids=["a person", "a table"])
def test_nobody_is_held_twice_at_a_time(
    app: Flask, factory: Factory, now: datetime, holder: str
) -> None:
    """10:00 to 10:20 and 10:15 to 10:35 share the tick of 10:15; 10:20 to 10:40 touches only."""
    stage = Stage(factory, now)
    with connection() as one:
        stage.hold(one, 0, holder, *range(TEN, TEN + 4))
    with pytest.raises(IntegrityError), connection() as other:
        stage.hold(other, 1, holder, *range(TEN + 3, TEN + 7))
    with connection() as other:
        stage.hold(other, 1, holder, *range(TEN + 4, TEN + 8))
        stage.hold(other, 1, holder.replace(".1", ".2"), *range(TEN, TEN + 4))  # a second desk


SPANS = {
    "ck_slot_ends_after_start": "UPDATE slot SET ends_at = :end",
    "ck_programme_item_ends_after_start": "UPDATE programme_item SET ends_at = :end",
    "ck_block_ends_after_start": "UPDATE block SET ends_local = :local",
}


@pytest.mark.parametrize("rule", SPANS)
@pytest.mark.parametrize("minutes", [0, -5])
def test_nothing_ends_before_it_has_begun(
    app: Flask, factory: Factory, rule: str, minutes: int
) -> None:
    """Each row of the first slot and the first talk starts at 08:00 UTC, the block at 10:00."""
    event = Gathering(factory)
    event.talk(event.hub(), 0)
    start = datetime(2027, 5, 18, 8, tzinfo=UTC) + timedelta(minutes=minutes)
    local = time(10) if minutes == 0 else time(9, 55)
    values: dict[str, object] = {"end": start, "local": local}
    if db.engine.dialect.name == "sqlite":  # which keeps both as text
        values = {"end": f"{start:%Y-%m-%d %H:%M:%S.%f}", "local": f"{local:%H:%M:%S.%f}"}
    used = {name: value for name, value in values.items() if f":{name}" in SPANS[rule]}
    statement = text(SPANS[rule]).bindparams(**used)
    db.session.remove()
    with pytest.raises(IntegrityError, match=rule), connection() as made:
        made.execute(statement)


def test_every_connection_heeds_foreign_keys(app: Flask, factory: Factory, now: datetime) -> None:
    """Three at a time, and after one was broken off: none lets a parent go."""
    stage = Stage(factory, now)
    gone = text("DELETE FROM edition WHERE id = :e").bindparams(e=stage.edition_id)
    for _ in range(3):
        with db.engine.connect() as one, db.engine.connect() as two:
            for each in (one, two):
                with pytest.raises(IntegrityError):
                    each.execute(gone)
                each.rollback()
