"""Two hundred bookings by people who also host, in random order: nobody waits in a circle."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import AppError
from app.extensions import db
from app.models import Registration
from app.services import edition_lock, open_slots, person_locks
from tests.factory import Factory
from tests.invariants import invariants
from tests.services.gathering import Gathering
from tests.services.racing import sqlite_transactions

PEOPLE = 10
BOOKINGS = 200
# As many as the processes of a server have; SQLite is for one process with eight threads.
THREADS = {"postgresql": 20, "sqlite": 8}
Step = Callable[[], object]


def bookings(factory: Factory, now: datetime, number: int) -> list[Step]:
    """Exhibitors who book times of each other: who hosts here visits there."""
    event = Gathering(factory, max_meetings=50)
    hosts = [event.exhibitor(f"S{label}")[0] for label in range(PEOPLE)]
    offers = [
        (host.id, event.offer(host, slot).public_id)
        for n, host in enumerate(hosts)
        for slot in (n % 2, 2 + n % 2)
    ]
    rolls = random.Random(7)  # noqa: S311 - a test's own order

    def step(visitor: int, offered: str) -> Step:
        return lambda: open_slots.book_open_slot(
            db.session.get_one(Registration, visitor), offered, now=now
        )

    chosen = [(rolls.choice(hosts).id, *rolls.choice(offers)) for _ in range(number)]
    return [step(visitor, offered) for visitor, _, offered in chosen]


def all_at_once(app: Flask, steps: Sequence[Step]) -> Counter[str]:
    """What the steps came to, as many at a time as there are threads."""
    db.session.remove()

    def run(step: Step) -> str:
        with app.app_context():
            try:
                step()
            except AppError as error:
                return type(error).__name__
            except Exception as error:
                return f"unexpected {type(error.__cause__).__name__}"
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(THREADS[db.engine.dialect.name]) as threads:
        return Counter(threads.map(run, steps))


@pytest.mark.slow
def test_nobody_waits_in_a_circle(app: Flask, factory: Factory, now: datetime) -> None:
    results = all_at_once(app, bookings(factory, now, BOOKINGS))
    assert set(results) <= {"done", "ConflictError", "ForbiddenError", "JustTakenError"}
    # 20 offers; how many can be booked beside each other hangs on who comes first.
    assert 5 <= results["done"] <= BOOKINGS
    assert invariants() == []


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_without_the_order_of_locks_there_are_circles(
    app: Flask, factory: Factory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each holds the people one by one, in the order in which it knows them."""

    def hold(*people: Registration) -> None:
        for person in people:
            db.session.execute(
                select(Registration.id).where(Registration.id == person.id).with_for_update()
            )

    monkeypatch.setattr(edition_lock, "hold", lambda edition: None)
    monkeypatch.setattr(person_locks, "hold", hold)
    results = all_at_once(app, bookings(factory, now, 30))
    assert results["unexpected DeadlockDetected"] >= 1


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_without_the_writers_lock_the_database_is_locked(
    app: Flask, factory: Factory, now: datetime
) -> None:
    with sqlite_transactions("BEGIN"):
        results = all_at_once(app, bookings(factory, now, 60))
    assert results["unexpected OperationalError"] >= 1
