"""Work is claimed once, kept by a lease, and given up after three tries."""

from datetime import datetime, timedelta

from flask import Flask

from app.domain.states import WorkState
from app.extensions import db
from app.models import SolveRun
from app.services import work_queue
from app.services.transaction import writing
from tests.factory import Factory


def _run(factory: Factory) -> SolveRun:
    return factory.add(
        SolveRun(
            edition_id=factory.edition().id,
            instance="{}",
            settings={"seconds": 60},
            queued_at=factory.now,
        )
    )


def test_work_is_claimed_by_one_worker(app: Flask, factory: Factory, now: datetime) -> None:
    first, second = _run(factory), _run(factory)
    claimed = [work_queue.claim(SolveRun, now=now) for _ in range(3)]
    assert [one[0].id if one else None for one in claimed] == [first.id, second.id, None]
    assert first.state is WorkState.RUNNING


def test_a_lease_that_ran_out_is_anybodys(app: Flask, factory: Factory, now: datetime) -> None:
    run = _run(factory)
    claimed = work_queue.claim(SolveRun, now=now)
    assert claimed is not None
    _, old_token = claimed
    # A lease lasts 15 seconds.
    assert work_queue.claim(SolveRun, now=now + timedelta(seconds=15)) is None
    again = work_queue.claim(SolveRun, now=now + timedelta(seconds=16))
    assert again is not None
    assert again[0].attempts == 2
    # The first worker, should it wake up, learns that the work is no longer its own.
    assert work_queue.keep(SolveRun, run.id, old_token, now=now) is None
    with writing():
        assert not work_queue.finish(SolveRun, run.id, old_token, WorkState.DONE, now=now)


def test_a_beat_extends_the_lease_and_brings_the_wish_to_stop(
    app: Flask, factory: Factory, now: datetime
) -> None:
    run = _run(factory)
    claimed = work_queue.claim(SolveRun, now=now)
    assert claimed is not None
    later = now + timedelta(seconds=10)
    assert work_queue.keep(SolveRun, run.id, claimed[1], now=later) is False
    assert work_queue.claim(SolveRun, now=now + timedelta(seconds=20)) is None
    with writing():
        work_queue.ask_to_stop(run, now=later)
    assert work_queue.keep(SolveRun, run.id, claimed[1], now=later) is True


def test_waiting_work_stops_at_once(app: Flask, factory: Factory, now: datetime) -> None:
    run = _run(factory)
    with writing():
        work_queue.ask_to_stop(run, now=now)
    db.session.refresh(run)
    assert run.state is WorkState.CANCELLED
    assert work_queue.claim(SolveRun, now=now) is None


def test_work_given_back_waits_again_and_costs_no_try(
    app: Flask, factory: Factory, now: datetime
) -> None:
    run = _run(factory)
    claimed = work_queue.claim(SolveRun, now=now)
    assert claimed is not None
    work_queue.put_back(SolveRun, run.id, claimed[1])
    db.session.refresh(run)
    assert (run.state, run.attempts) == (WorkState.QUEUED, 0)


def test_after_three_tries_it_fails_and_says_why(
    app: Flask, factory: Factory, now: datetime
) -> None:
    run = _run(factory)
    for attempt in range(3):
        assert work_queue.claim(SolveRun, now=now + timedelta(minutes=attempt)) is not None
    assert work_queue.claim(SolveRun, now=now + timedelta(minutes=3)) is None
    db.session.refresh(run)
    assert run.state is WorkState.FAILED
    assert run.message == work_queue.GAVE_UP % {"number": 3}
