"""The guard against double booking, and what happens without it."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.domain.errors import ConflictError
from app.extensions import db
from app.models import (
    Block,
    CalendarIdentity,
    Edition,
    LiveChange,
    Meeting,
    MeetingRequest,
    Occupied,
    Place,
    Registration,
    Slot,
)
from app.services import live_schedule, occupancy
from app.services.transaction import writing
from tests.factory import Factory


class Event:
    """One edition with a block of four slots, two tables, a hub's person and visitors."""

    def __init__(self, factory: Factory, visitors: int = 2) -> None:
        self.edition: Edition = factory.edition()
        self.block: Block = factory.block(self.edition)
        self.slots: list[Slot] = list(self.block.slots)
        self.places: list[Place] = list(factory.room(self.edition).places)
        self.hub: Registration = factory.registration(self.edition)
        self.visitors = [factory.registration(self.edition) for _ in range(visitors)]
        self.requests = [factory.request(one, self.hub) for one in self.visitors]

    def book(self, visitor: int, slot: int, place: int, now: datetime) -> Meeting:
        """Book visitor number `visitor` with the hub's person."""
        with writing():
            return live_schedule.book(
                self.edition,
                self.requests[visitor],
                self.slots[slot],
                self.places[place],
                [self.visitors[visitor], self.hub],
                by_account_id=None,
                now=now,
            )


def test_ticks_are_five_minutes_of_utc() -> None:
    start = datetime(1970, 1, 1, 0, 10, tzinfo=UTC)
    # 10:00 to 30:00 after midnight are the ticks 2, 3, 4, 5.
    assert list(occupancy.ticks(start, start + timedelta(minutes=20))) == [2, 3, 4, 5]
    # 10:00 to 31:00 also touches tick 6; 12:00 to 30:00 also touches tick 2.
    assert list(occupancy.ticks(start, start + timedelta(minutes=21))) == [2, 3, 4, 5, 6]
    assert list(occupancy.ticks(start + timedelta(minutes=2), start + timedelta(minutes=20))) == [
        2,
        3,
        4,
        5,
    ]


def test_a_booking_holds_both_people_and_the_table(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Event(factory)
    event.book(0, 0, 0, now)
    holders = db.session.execute(
        select(Occupied.holder, func.count()).group_by(Occupied.holder).order_by(Occupied.holder)
    ).all()
    # 20 minutes are 4 ticks for each of the three.
    expected = {
        f"p{event.places[0].id}.1": 4,
        f"r{event.hub.id}.1": 4,
        f"r{event.visitors[0].id}.1": 4,
    }
    assert {row[0]: row[1] for row in holders} == expected


@pytest.mark.parametrize(
    ("slot", "place"),
    [
        pytest.param(0, 1, id="the hub's person is taken"),
        pytest.param(0, 0, id="the table is taken too"),
    ],
)
def test_nobody_is_booked_twice(
    app: Flask, factory: Factory, now: datetime, slot: int, place: int
) -> None:
    event = Event(factory)
    event.book(0, 0, 0, now)
    with pytest.raises(ConflictError, match="just been taken"):
        event.book(1, slot, place, now)
    assert db.session.scalar(select(func.count()).select_from(Meeting)) == 1
    assert db.session.scalar(select(func.count()).select_from(LiveChange)) == 1


def test_a_person_with_two_desks_meets_two_at_a_time(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Event(factory, visitors=3)
    event.hub.parallel_desks = 2
    factory.add(event.hub)
    event.book(0, 0, 0, now)
    event.book(1, 0, 1, now)
    with pytest.raises(ConflictError):
        event.book(2, 0, 1, now)


def test_cancelling_frees_the_time_and_ends_the_calendar_entry(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Event(factory)
    meeting = event.book(0, 0, 0, now)
    with writing():
        live_schedule.cancel(event.edition, meeting, by_account_id=None, now=now)
    event.book(1, 0, 0, now)
    identities = db.session.scalars(
        select(CalendarIdentity).where(CalendarIdentity.request_id == event.requests[0].id)
    ).all()
    # A first entry has sequence 0; the cancel adds one.
    assert [(one.sequence, one.cancelled_at) for one in identities] == [(1, now), (1, now)]
    assert event.edition.live_change_number == 3


def test_the_database_refuses_a_second_meeting_whatever_the_code_does(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Event(factory)
    meeting = event.book(0, 0, 0, now)
    row = db.session.scalars(select(Occupied)).first()
    assert row is not None
    values: dict[str, Any] = {"e": row.edition_id, "h": row.holder, "t": row.tick, "m": meeting.id}
    db.session.rollback()
    insert = text(
        "INSERT INTO occupied (edition_id, holder, tick, meeting_id) VALUES (:e, :h, :t, :m)"
    )
    with pytest.raises(IntegrityError):
        db.session.execute(insert, values)
    db.session.rollback()
    db.session.execute(insert, values | {"t": values["t"] + 1000})


def _rush(app: Flask, event: Event, now: datetime) -> list[str]:
    """All visitors book the hub's person for the same slot at the same moment."""
    edition, hub, slot = event.edition.id, event.hub.id, event.slots[0].id
    wishes = [(request.id, request.from_registration_id) for request in event.requests]
    places = [place.id for place in event.places]
    db.session.remove()
    start = threading.Barrier(len(wishes))
    outcomes: list[str] = []

    def one(number: int) -> None:
        request, visitor = wishes[number]
        with app.app_context():
            start.wait()
            try:
                with writing() as session:
                    live_schedule.book(
                        session.get_one(Edition, edition),
                        session.get_one(MeetingRequest, request),
                        session.get_one(Slot, slot),
                        session.get_one(Place, places[number % 2]),
                        [session.get_one(Registration, one) for one in (visitor, hub)],
                        by_account_id=None,
                        now=now,
                    )
                outcomes.append("booked")
            except ConflictError:
                outcomes.append("taken")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(len(wishes))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_in_a_rush_exactly_one_wins(app: Flask, factory: Factory, now: datetime) -> None:
    event = Event(factory, visitors=12)
    assert _rush(app, event, now) == ["booked"] + ["taken"] * 11


def test_without_the_guard_the_rush_double_books(
    app: Flask, factory: Factory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it shows that the rush above would be seen to fail."""
    event = Event(factory, visitors=12)
    monkeypatch.setattr(occupancy, "occupy", lambda *_: None)
    assert _rush(app, event, now) == ["booked"] * 12
