"""Sixteen browsers send the same booking at the same moment, five times over.

One of them gets the time, the others are told 409. The controls take the guards away.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.states import OpenSlotState
from app.extensions import db
from app.models import MeetingRequest, OpenSlot, Registration
from app.services import booking_rules, live_schedule, occupancy, open_slots
from tests.factory import Factory
from tests.invariants import invariants
from tests.live_meetings import double_bookings
from tests.lost_guards import without_key_of_occupied
from tests.services.gathering import Gathering
from tests.services.racing import sqlite_transactions, without_locks

CLIENTS = 16
ROUNDS = 5
NewBrowser = Callable[[], FlaskClient]


class Rush:
    """Signed-in visitors, and an exhibitor for each round who offers one time."""

    def __init__(
        self, factory: Factory, new_browser: NewBrowser, clients: int, rounds: int = 1
    ) -> None:
        event = Gathering(factory, slug="spring")
        hosts = [event.exhibitor(f"S{number}")[0] for number in range(rounds)]
        self.offers = [event.offer(host, n % 4).public_id for n, host in enumerate(hosts)]
        self.browsers = [new_browser() for _ in range(clients)]
        for browser in self.browsers:
            account = factory.account()
            factory.registration(event.edition, account=account)
            factory.sign_in(browser, account)
        db.session.remove()

    def round(self, number: int = 0) -> Counter[int]:
        """How often each status came."""
        address = f"/e/spring/me/book/{self.offers[number]}"
        gate = threading.Barrier(len(self.browsers))
        statuses: list[int] = []

        def send(browser: FlaskClient) -> None:
            gate.wait()
            statuses.append(browser.post(address, data={"topic": "Robots"}).status_code)

        threads = [threading.Thread(target=send, args=(one,)) for one in self.browsers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return Counter(statuses)


@pytest.mark.slow
def test_one_of_all_gets_the_time(app: Flask, factory: Factory, new_browser: NewBrowser) -> None:
    rush = Rush(factory, new_browser, CLIENTS, ROUNDS)
    assert [rush.round(n) for n in range(ROUNDS)] == [{303: 1, 409: CLIENTS - 1}] * ROUNDS
    assert invariants() == []


def without_our_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """No locks, no claim, no numbering: each looks who is taken then, waits, and goes by that."""
    seen = threading.local()
    look, allowed = occupancy._taken, booking_rules.refuse_unless_allowed

    def look_first(visitor: Registration, open_slot: OpenSlot, *, now: datetime) -> None:
        allowed(visitor, open_slot, now=now)
        span = occupancy.ticks(open_slot.slot.starts_at, open_slot.slot.ends_at)
        seen.taken = look(visitor.edition_id, span)
        time.sleep(0.1)

    def claim(open_slot: OpenSlot, request: MeetingRequest) -> bool:
        open_slot.state, open_slot.request_id = OpenSlotState.BOOKED, request.id
        return True

    without_locks(monkeypatch)
    monkeypatch.setattr(open_slots, "refuse_unless_allowed", look_first)
    monkeypatch.setattr(open_slots, "_claim", claim)
    monkeypatch.setattr(live_schedule, "note_change", lambda *_, **__: 0)
    monkeypatch.setattr(occupancy, "_taken", lambda *_: seen.taken)


@pytest.fixture
def few(app: Flask, factory: Factory, new_browser: NewBrowser, now: datetime) -> Rush:
    """Eight visitors; the live schedule has begun already."""
    rush = Rush(factory, new_browser, 8)
    with app.app_context():
        person = db.session.query(Registration).first()
        assert person is not None
        live_schedule.live_version(person.edition, now=now)
        db.session.commit()
        db.session.remove()
    return rush


def test_the_key_alone_is_enough(few: Rush, monkeypatch: pytest.MonkeyPatch) -> None:
    without_our_code(monkeypatch)
    with sqlite_transactions(None):
        assert few.round() == {303: 1, 409: 7}
    assert double_bookings() == 0


def test_without_the_key_either_the_time_is_booked_again(
    few: Rush, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what our code looks at before it writes is not enough on either engine."""
    without_our_code(monkeypatch)
    with ExitStack() as gone:
        gone.enter_context(without_key_of_occupied(engine_name))
        gone.enter_context(sqlite_transactions(None))
        assert few.round()[303] >= 2
        assert double_bookings() >= 1


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_plain_begin_meets_a_locked_database(few: Rush) -> None:
    """The control for the writer's lock: a read that turns into a write is refused at once."""
    with sqlite_transactions("BEGIN"):
        statuses = few.round()
    assert statuses[500] >= 1
