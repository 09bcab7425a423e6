"""Printing all agendas as a piece of work."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from flask import Flask

from app import jobs
from app.domain.errors import ConflictError, NotFoundError
from app.domain.states import WorkState
from app.extensions import db
from app.models import PrintJob
from app.services import print_jobs, print_work, work_queue
from app.services.print_orders import PrintOrder
from tests.factory import Factory
from tests.services.published import PublishedEvent

AGENDAS = PrintOrder("personal_agenda")


@pytest.fixture
def event(app: Flask, factory: Factory, now: datetime) -> PublishedEvent:
    made = PublishedEvent(factory)
    made.publish((0, 0, 0), (1, 1, 0), now=now)
    return made


def do(
    event: PublishedEvent,
    folder: Path,
    now: datetime,
    leaving: Callable[[], bool] = lambda: False,
) -> print_jobs.PrintView:
    """Claim and do the waiting print."""
    claimed = work_queue.claim(PrintJob, now=now)
    assert claimed is not None
    job, token = claimed
    public_id = job.public_id
    print_work.work_on(job, token, clock=lambda: now, folder=folder, leaving=leaving)
    db.session.expire_all()
    return print_jobs.print_view(event.edition, public_id)


def test_a_print_holds_everybody_in_order(
    event: PublishedEvent, tmp_path: Path, now: datetime
) -> None:
    print_jobs.queue(event.edition, AGENDAS, by_account_id=None, now=now)
    view = do(event, tmp_path, now)
    assert (view.state, view.has_file, view.message) == (WorkState.DONE, True, "")
    assert (view.done, view.total) == (4, 4)
    file = print_jobs.finished_file(event.edition, view.public_id, tmp_path)
    with pikepdf.open(BytesIO(file.read_bytes())).open_outline() as outline:
        names = [str(item.title) for item in outline.root]
    assert names == ["Visitor 0", "Visitor 1", "Visitor 2", "Zofia Łódzka"]
    assert list(tmp_path.glob("*.part")) == []


def test_one_print_at_work_and_one_that_waits(
    event: PublishedEvent, tmp_path: Path, now: datetime
) -> None:
    print_jobs.queue(event.edition, AGENDAS, by_account_id=None, now=now)
    print_jobs.queue(event.edition, AGENDAS, by_account_id=None, now=now)
    with pytest.raises(ConflictError, match="One print of this event is at work"):
        print_jobs.queue(event.edition, AGENDAS, by_account_id=None, now=now)
    do(event, tmp_path, now)
    print_jobs.queue(event.edition, AGENDAS, by_account_id=None, now=now)


def test_a_waiting_print_is_stopped_at_once(event: PublishedEvent, now: datetime) -> None:
    job = print_jobs.queue(event.edition, AGENDAS, by_account_id=None, now=now)
    print_jobs.stop(event.edition, job.public_id, now=now)
    db.session.expire_all()
    (view,) = print_jobs.history(event.edition)
    assert (view.state, view.has_file) == (WorkState.CANCELLED, False)
    assert work_queue.claim(PrintJob, now=now) is None


def test_a_print_at_work_is_stopped_at_its_next_beat(
    event: PublishedEvent, tmp_path: Path, now: datetime
) -> None:
    job = print_jobs.queue(event.edition, AGENDAS, by_account_id=None, now=now)
    claimed = work_queue.claim(PrintJob, now=now)
    assert claimed is not None
    print_jobs.stop(event.edition, job.public_id, now=now)
    print_work.work_on(*claimed, clock=lambda: now, folder=tmp_path)
    db.session.expire_all()
    view = print_jobs.print_view(event.edition, job.public_id)
    assert (view.state, view.has_file) == (WorkState.CANCELLED, False)
    assert list(tmp_path.glob("*.pdf*")) == []


def test_a_worker_that_leaves_gives_the_print_back(
    event: PublishedEvent, tmp_path: Path, now: datetime
) -> None:
    print_jobs.queue(event.edition, AGENDAS, by_account_id=None, now=now)
    assert do(event, tmp_path, now, leaving=lambda: True).state is WorkState.QUEUED
    assert do(event, tmp_path, now).state is WorkState.DONE


def test_a_print_taken_over_by_another_worker_is_left_alone(
    event: PublishedEvent, tmp_path: Path, now: datetime
) -> None:
    print_jobs.queue(event.edition, AGENDAS, by_account_id=None, now=now)
    claimed = work_queue.claim(PrintJob, now=now)
    later = now + 2 * work_queue.LEASE
    assert claimed is not None
    assert work_queue.claim(PrintJob, now=later) is not None
    print_work.work_on(*claimed, clock=lambda: later, folder=tmp_path)
    db.session.expire_all()
    (view,) = print_jobs.history(event.edition)
    assert (view.state, view.has_file) == (WorkState.RUNNING, False)


def test_nobody_to_print_for(app: Flask, factory: Factory, tmp_path: Path, now: datetime) -> None:
    edition = factory.edition()
    job = print_jobs.queue(edition, AGENDAS, by_account_id=None, now=now)
    assert jobs.work_once()
    db.session.expire_all()
    view = print_jobs.print_view(edition, job.public_id)
    assert (view.state, view.message) == (WorkState.FAILED, print_work.NOTHING)
    with pytest.raises(NotFoundError, match="no longer kept"):
        print_jobs.finished_file(edition, job.public_id, tmp_path)
    with pytest.raises(NotFoundError, match="There is no such print"):
        print_jobs.print_view(factory.edition(), job.public_id)


def test_a_printer_that_breaks_fails_the_print_and_not_the_worker(
    event: PublishedEvent, tmp_path: Path, now: datetime
) -> None:
    in_the_way = tmp_path / "prints"
    in_the_way.write_text("a file where the folder should be")
    print_jobs.queue(event.edition, AGENDAS, by_account_id=None, now=now)
    view = do(event, in_the_way, now)
    assert (view.state, view.message) == (WorkState.FAILED, print_work.FAILED)


def test_only_the_last_three_files_are_kept(
    event: PublishedEvent, tmp_path: Path, now: datetime
) -> None:
    folder = tmp_path / "prints"
    for _ in range(4):
        print_jobs.queue(event.edition, AGENDAS, by_account_id=None, now=now)
        do(event, folder, now)
    kept = [view.has_file for view in print_jobs.history(event.edition)]
    assert kept == [True, True, True, False]
    assert len(list(folder.iterdir())) == 3


def test_the_worker_puts_files_into_the_data_folder(
    event: PublishedEvent, app: Flask, now: datetime
) -> None:
    job = print_jobs.queue(event.edition, AGENDAS, by_account_id=None, now=now)
    assert jobs.work_once()
    assert not jobs.work_once()
    db.session.expire_all()
    folder = app.config["HUBMEET_DATA"] / "prints"
    assert print_jobs.finished_file(event.edition, job.public_id, folder).stat().st_size > 10_000
