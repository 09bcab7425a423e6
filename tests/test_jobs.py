"""The worker's loop: the next piece of work, and what happens when one goes wrong."""

from datetime import datetime

import pytest
from flask import Flask

from app import jobs
from app.domain.states import WorkState
from app.extensions import db
from app.models import PrintJob, SolveRun
from app.services import solving
from tests.factory import Factory


def _run(factory: Factory) -> SolveRun:
    return factory.add(
        SolveRun(
            edition_id=factory.edition().id,
            instance="{}",
            settings={"seconds": 60.0},
            queued_at=factory.now,
        )
    )


def test_without_work_there_is_nothing_to_do(app: Flask) -> None:
    assert not jobs.work_once()


def test_a_print_is_work_too(app: Flask, factory: Factory, now: datetime) -> None:
    job = factory.add(
        PrintJob(edition_id=factory.edition().id, kind="personal_agenda", queued_at=now)
    )
    assert jobs.work_once()
    db.session.refresh(job)
    assert job.state.is_over


def test_what_goes_wrong_fails_one_piece_of_work(
    app: Flask, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(solving, "work_on", break_down)
    run = _run(factory)
    assert jobs.work_once()
    db.session.refresh(run)
    assert (run.state, run.message) == (WorkState.FAILED, jobs.UNEXPECTED)
    assert not jobs.work_once()
