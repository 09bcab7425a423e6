"""Printing everybody's agendas into one file: queueing, following, stopping, doing."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import select

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.states import WorkState
from app.exports.agenda_pdf import PrintStoppedError, agendas_pdf
from app.extensions import db
from app.models import Edition, PrintJob
from app.services import work_queue
from app.services.agenda import agendas_of
from app.services.beat import Beat, LostWorkError
from app.services.transaction import writing

AGENDAS = "agendas"
FOLDER = "prints"
"""Where finished prints lie, inside the data folder."""
FILES_KEPT = 3
ALREADY = "A print for this event is waiting or at work already: stop it, or wait for it."
NOBODY = "Nobody takes part in this event yet, so there is no agenda to print."
FAILED = "The printing failed; the server's log says why. Nothing was lost: print again."


@dataclass(frozen=True)
class PrintView:
    """A print as a page shows it: `done` of `total` agendas; `has_file` while it can be fetched."""

    public_id: str
    state: WorkState
    cancel_requested: bool
    done: int
    total: int
    queued_at: datetime
    finished_at: datetime | None
    message: str
    has_file: bool


def queue(edition: Edition, *, by_account_id: int | None, now: datetime) -> PrintJob:
    """A waiting print of all agendas; ConflictError while another is under way."""
    with writing():
        if _unfinished(edition) is not None:
            raise ConflictError(ALREADY)
        job = PrintJob(
            edition_id=edition.id, kind=AGENDAS, queued_at=now, queued_by_id=by_account_id
        )
        db.session.add(job)
    return job


def stop(edition: Edition, public_id: str, *, now: datetime) -> None:
    """Stop a print; without effect on one that is over."""
    with writing():
        work_queue.ask_to_stop(_job(edition, public_id), now=now)


def history(edition: Edition) -> list[PrintView]:
    """All prints, the latest first."""
    jobs = db.session.scalars(
        select(PrintJob).where(PrintJob.edition_id == edition.id).order_by(PrintJob.id.desc())
    )
    return [_view(job) for job in jobs]


def print_view(edition: Edition, public_id: str) -> PrintView:
    """One print of the edition as a page shows it."""
    return _view(_job(edition, public_id))


def finished_file(edition: Edition, public_id: str, folder: Path) -> Path:
    """Where the finished PDF lies; NotFoundError if it is not made or was cleared away."""
    name = _job(edition, public_id).file_name
    if name is None or not (folder / name).is_file():
        raise NotFoundError("This print is no longer kept: print the agendas again.")
    return folder / name


def work_on(
    job: PrintJob,
    token: str,
    *,
    clock: Callable[[], datetime],
    folder: Path,
    leaving: Callable[[], bool] = lambda: False,
) -> None:
    """Do a claimed print to its end; the file is put into `folder` when it is whole."""
    beat = Beat(PrintJob, job.id, token, clock, leaving)
    try:
        printed = _print(job, beat, folder, now=clock())
    except LostWorkError:
        work_queue.put_back(PrintJob, job.id, token)
        return
    except PrintStoppedError:
        _end(job, token, WorkState.CANCELLED, now=clock())
        return
    except InvalidInputError as error:
        _end(job, token, WorkState.FAILED, now=clock(), message=error.message)
        return
    except Exception:
        structlog.get_logger().exception("printing failed", print=job.public_id)
        _end(job, token, WorkState.FAILED, now=clock(), message=FAILED)
        return
    if not _end(job, token, WorkState.DONE, now=clock(), **printed):
        (folder / printed["file_name"]).unlink(missing_ok=True)  # somebody in it was erased
    _clear_away(job.edition_id, folder)


def _print(job: PrintJob, beat: Beat[PrintJob], folder: Path, *, now: datetime) -> dict[str, Any]:
    """Print into a file beside the place, then move it there; gives the row's last values."""
    agendas = agendas_of(job.edition, now=now)
    if not agendas:
        raise InvalidInputError(NOBODY)
    data = agendas_pdf(
        agendas,
        on_progress=lambda done, total: beat.note(done=done, total=total),
        should_stop=beat.should_stop,
    )
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{job.public_id}.pdf"
    (folder / f"{name}.part").write_bytes(data)
    os.replace(folder / f"{name}.part", folder / name)
    return {"file_name": name, "done": len(agendas), "total": len(agendas)}


def _end(job: PrintJob, token: str, state: WorkState, *, now: datetime, **values: Any) -> bool:
    """End the row; False if it is no longer ours."""
    with writing():
        return work_queue.finish(PrintJob, job.id, token, state, now=now, **values)


def _clear_away(edition_id: int, folder: Path) -> None:
    """Keep only the last few files of an edition: they are full of people's names."""
    with writing():
        jobs = db.session.scalars(
            select(PrintJob)
            .where(PrintJob.edition_id == edition_id, PrintJob.file_name.is_not(None))
            .order_by(PrintJob.id.desc())
        ).all()
        for job in jobs[FILES_KEPT:]:
            (folder / str(job.file_name)).unlink(missing_ok=True)
            job.file_name = None


def _unfinished(edition: Edition) -> int | None:
    return db.session.scalar(
        select(PrintJob.id)
        .where(
            PrintJob.edition_id == edition.id,
            PrintJob.state.in_([WorkState.QUEUED, WorkState.RUNNING]),
        )
        .limit(1)
    )


def _job(edition: Edition, public_id: str) -> PrintJob:
    job = db.session.scalar(
        select(PrintJob).where(PrintJob.edition_id == edition.id, PrintJob.public_id == public_id)
    )
    if job is None:
        raise NotFoundError("There is no such print.")
    return job


def _view(job: PrintJob) -> PrintView:
    return PrintView(
        public_id=job.public_id,
        state=job.state,
        cancel_requested=job.cancel_requested,
        done=job.done,
        total=job.total,
        queued_at=job.queued_at,
        finished_at=job.finished_at,
        message=job.message,
        has_file=job.file_name is not None,
    )
