"""Thirty-two people, one time: one of them gets it. And what happens without the guards."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.states import MeetingState, OpenSlotState
from app.extensions import db
from app.models import Meeting, MeetingRequest, OpenSlot, Registration
from app.services import occupancy, open_slots, person_locks
from tests.factory import Factory
from tests.services.at_once import at_once
from tests.services.gathering import Gathering

CLIENTS = 32
FEW = 8  # enough to see what a guard is worth
Step = Callable[[], object]


def booking(visitor_id: int, public_id: str, now: datetime) -> Step:
    def run() -> object:
        visitor = db.session.get_one(Registration, visitor_id)
        return open_slots.book_open_slot(visitor, public_id, now=now)

    return run


def rush(app: Flask, factory: Factory, now: datetime, clients: int = FEW) -> Counter[str]:
    """All clients book the same time at the same moment."""
    event = Gathering(factory)
    (host,) = event.exhibitor()
    offered = event.offer(host, 0).public_id
    visitors = [factory.registration(event.edition).id for _ in range(clients)]
    return at_once(app, [booking(visitor, offered, now) for visitor in visitors])


def planned() -> int:
    wanted = select(func.count()).select_from(Meeting).where(Meeting.state == MeetingState.PLANNED)
    return db.session.scalar(wanted) or 0


def without_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the first guard away: the slot's state is set, whatever it was."""

    def claim(open_slot: OpenSlot, request: MeetingRequest) -> bool:
        open_slot.state, open_slot.request_id = OpenSlotState.BOOKED, request.id
        return True

    monkeypatch.setattr(open_slots, "_claim", claim)


def without_occupied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the second guard away: nobody's time is written down."""
    monkeypatch.setattr(occupancy, "occupy", lambda *anything: None)


def test_of_all_who_book_at_once_exactly_one_wins(
    app: Flask, factory: Factory, now: datetime
) -> None:
    results = rush(app, factory, now, CLIENTS)
    assert results == {"done": 1, "JustTakenError": CLIENTS - 1}
    assert planned() == 1
    assert db.session.scalar(select(func.count()).select_from(MeetingRequest)) == 1


@pytest.mark.parametrize("without", [without_claim, without_occupied])
def test_either_guard_is_enough(
    app: Flask,
    factory: Factory,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    without: Callable[[pytest.MonkeyPatch], None],
) -> None:
    without(monkeypatch)
    assert rush(app, factory, now) == {"done": 1, "JustTakenError": FEW - 1}
    assert planned() == 1


def test_without_both_guards_the_time_is_booked_again_and_again(
    app: Flask, factory: Factory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_claim(monkeypatch)
    without_occupied(monkeypatch)
    assert rush(app, factory, now) == {"done": FEW}
    assert planned() == FEW


def two_stands(app: Flask, factory: Factory, now: datetime) -> Counter[str]:
    """One visitor books the same time at two stands at the same moment."""
    event = Gathering(factory)
    hosts = [event.exhibitor(label)[0] for label in ("S1", "S2")]
    offered = [event.offer(host, 0).public_id for host in hosts]
    visitor = event.company().id
    return at_once(app, [booking(visitor, one, now) for one in offered])


def test_a_visitor_is_not_booked_twice(app: Flask, factory: Factory, now: datetime) -> None:
    assert two_stands(app, factory, now) == {"done": 1, "ConflictError": 1}


def test_the_rows_alone_keep_a_visitor_from_two_stands(
    app: Flask, factory: Factory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person_locks, "hold", lambda *people: None)
    monkeypatch.setattr("app.services.booking_rules.why_not_then", lambda *anything: "")
    assert two_stands(app, factory, now) == {"done": 1, "JustTakenError": 1}


def test_without_the_rows_a_visitor_is_at_two_stands_at_once(
    app: Flask, factory: Factory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.booking_rules.why_not_then", lambda *anything: "")
    without_occupied(monkeypatch)
    assert two_stands(app, factory, now) == {"done": 2}
    assert planned() == 2
