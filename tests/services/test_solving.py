"""Runs, from the queue to a draft: in a real child process, with stop, restart and failure."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.states import WorkState
from app.extensions import db
from app.models import Edition, SolveRun
from app.services import solve_runs, solving, work_queue
from app.services.draft_schedule import current_draft
from app.services.transaction import writing
from tests.factory import Factory

TOP = Path(__file__).resolve().parents[2]


@pytest.fixture
def event(factory: Factory) -> Edition:
    """Two visitors ask one hub person; two slots, one table: both fit."""
    edition = factory.edition()
    factory.block(edition, slots=2)
    factory.room(edition, tables=1)
    hub = factory.registration(edition)
    for _ in range(2):
        factory.request(factory.registration(edition), hub)
    return edition


def _work(edition: Edition, *, leaving: Callable[[], bool] = lambda: False) -> SolveRun:
    claimed = work_queue.claim(SolveRun, now=now_utc())
    assert claimed is not None
    solving.work_on(*claimed, clock=now_utc, leaving=leaving)
    run = solve_runs.latest(edition)
    assert run is not None
    db.session.refresh(run)
    return run


def test_a_run_ends_as_a_draft(app: Flask, event: Edition, now: datetime) -> None:
    solve_runs.queue(event, by_account_id=None, now=now)
    run = _work(event)
    view = solve_runs.view(run)
    assert (view.state, view.status) == (WorkState.DONE, "optimal")
    # Two requests of weight 40 (10 · (1 + 1) + 0.4 · 50) are 80. First meetings: the hub's
    # person gets 60 + 30, each visitor 60, together 210. Nobody waits. 80 + 210 = 290.
    assert (view.total, view.bound, view.gap) == (290, 290, 0.0)
    assert (view.scheduled, view.requests) == (2, 2)
    draft = current_draft(event.id)
    assert draft is not None
    assert sorted(meeting.slot.code for meeting in draft.meetings) == ["A1", "A2"]
    assert draft.solve_run_id == run.id


def test_a_newer_run_replaces_the_draft(app: Flask, event: Edition, now: datetime) -> None:
    drafts = []
    for _ in range(2):
        solve_runs.queue(event, by_account_id=None, now=now)
        _work(event)
        draft = current_draft(event.id)
        assert draft is not None
        drafts.append(draft.id)
    assert drafts[0] != drafts[1]


def test_one_run_at_a_time(app: Flask, event: Edition, now: datetime) -> None:
    solve_runs.queue(event, by_account_id=None, now=now)
    with pytest.raises(ConflictError, match="waiting or at work already"):
        solve_runs.queue(event, by_account_id=None, now=now)
    assert len(solve_runs.history(event)) == 1


def test_no_requests_are_an_optimal_empty_schedule(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition = factory.edition()
    factory.block(edition)
    factory.registration(edition)
    solve_runs.queue(edition, by_account_id=None, now=now)
    view = solve_runs.view(_work(edition))
    assert (view.status, view.scheduled, view.requests) == ("optimal", 0, 0)


@pytest.mark.parametrize(
    "values", [{"seconds": 0}, {"seconds": float("nan")}, {"effort": "heroic"}]
)
def test_a_setting_that_is_not_allowed_is_refused(
    app: Flask, event: Edition, now: datetime, values: dict[str, object]
) -> None:
    with pytest.raises(InvalidInputError):
        solve_runs.queue(event, by_account_id=None, now=now, **values)  # type: ignore[arg-type]


def test_a_run_of_another_edition_is_not_found(
    app: Flask, factory: Factory, event: Edition, now: datetime
) -> None:
    run = solve_runs.queue(event, by_account_id=None, now=now)
    with pytest.raises(NotFoundError):
        solve_runs.run_view(factory.edition(), run.public_id)


def test_a_worker_that_leaves_gives_the_run_back(app: Flask, event: Edition, now: datetime) -> None:
    solve_runs.queue(event, by_account_id=None, now=now)
    run = _work(event, leaving=lambda: True)
    assert (run.state, run.attempts) == (WorkState.QUEUED, 0)
    assert _work(event).state is WorkState.DONE


def test_a_search_that_dies_fails_the_run_and_changes_nothing(
    app: Flask, event: Edition, now: datetime
) -> None:
    run = solve_runs.queue(event, by_account_id=None, now=now)
    run.instance = "{"  # the child cannot read this, so it ends with an error
    db.session.commit()
    run = _work(event)
    assert (run.state, run.message) == (WorkState.FAILED, solving.DIED)
    assert current_draft(event.id) is None


@pytest.fixture
def busy_event(factory: Factory) -> Edition:
    """60 visitors ask 8 of 12 hub people each: 480 requests keep the search busy for a while."""
    edition = factory.edition()
    assert len(factory.block(edition, slots=20).slots) == 20
    factory.room(edition, tables=12)
    hubs = [factory.registration(edition, max_meetings=20) for _ in range(12)]
    for index in range(60):
        visitor = factory.registration(edition)
        for step in range(8):
            factory.request(visitor, hubs[(index + step) % 12], match_score=index)
    return edition


def _wait(until: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)
        db.session.rollback()
        db.session.expire_all()


def _start_worker(app: Flask) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "HUBMEET_ENV": "test",
        "HUBMEET_DATA": str(app.config["HUBMEET_DATA"]),
        "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
        "SECRET_KEY": "only for tests",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker"], cwd=TOP, env=environment
    )


@pytest.mark.slow
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_run_survives_the_worker_being_killed(app: Flask, busy_event: Edition) -> None:
    run = solve_runs.queue(
        busy_event, by_account_id=None, now=now_utc(), seconds=300, effort="best"
    )
    worker = _start_worker(app)
    _wait(lambda: len(run.progress) > 1, 40)
    children = _children(worker.pid)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    # The search ends by itself once its parent is gone: no orphan is left.
    _wait(lambda: not any(_alive(pid) for pid in children), 10)
    with writing():
        run.settings = {"seconds": 2.0, "effort": "quick", "seed": 1}
    other = _start_worker(app)
    try:
        # The lease lasts 15 seconds; then the other worker takes the run.
        _wait(lambda: run.state.is_over, 60)
    finally:
        other.terminate()
        assert other.wait(20) == 0
    assert (run.state, run.attempts) == (WorkState.DONE, 2)


@pytest.mark.slow
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_stopping_keeps_the_best(app: Flask, busy_event: Edition) -> None:
    run = solve_runs.queue(
        busy_event, by_account_id=None, now=now_utc(), seconds=300, effort="best"
    )
    worker = _start_worker(app)
    try:
        _wait(lambda: any(point[2] for point in run.progress), 60)
        asked_at = time.monotonic()
        solve_runs.stop(busy_event, run.public_id, now=now_utc())
        _wait(lambda: run.state.is_over, 30)
        assert time.monotonic() - asked_at < 10
    finally:
        worker.terminate()
        assert worker.wait(20) == 0
    assert run.state is WorkState.DONE
    assert solve_runs.view(run).status == "cancelled"
    assert current_draft(busy_event.id) is not None


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(word) for word in text.split()]


def _alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text(encoding="ascii")
