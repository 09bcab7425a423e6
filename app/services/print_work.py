"""Doing a claimed print: the rows are read, the papers laid out, the file put in its place."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from app.domain.errors import InvalidInputError
from app.domain.states import WorkState
from app.domain.words import later
from app.exports.printing import PrintStoppedError, Watch, print_documents
from app.exports.words import words_in
from app.extensions import db
from app.models import Edition, PrintJob
from app.services import work_queue
from app.services.beat import Beat, LostWorkError
from app.services.print_jobs import FILES_KEPT
from app.services.print_orders import kind_of, order_of
from app.services.transaction import writing

NOTHING = later("Nothing is to be printed: nobody takes part yet, or nothing changed since.")
FAILED = later("The printing failed; the server's log says why. Nothing was lost: print again.")


def terms(*, now: datetime) -> work_queue.Terms:
    """One print of an edition is at work at a time, however many workers there are."""
    other = aliased(PrintJob)
    at_work: ColumnElement[bool] = exists().where(
        other.edition_id == PrintJob.edition_id,
        other.id != PrintJob.id,
        other.state == WorkState.RUNNING,
        other.lease_until >= now,
    )
    return work_queue.Terms(only=(~at_work,))


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
    order = order_of(job)
    documents = order.documents(job.edition, now=now)
    if not documents:
        raise InvalidInputError(NOTHING)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{job.public_id}.{order.form}"
    part = folder / f"{name}.part"
    beat.note(done=0, total=len(documents))
    watch = Watch(lambda done, total: beat.note(done=done, total=total), beat.should_stop)
    try:
        with part.open("wb") as out:
            print_documents(
                documents,
                out,
                title=title_of(job.edition, order.kind),
                form=order.form,
                watch=watch,
            )
        os.replace(part, folder / name)
    finally:
        part.unlink(missing_ok=True)
    return {"file_name": name, "done": len(documents), "total": len(documents)}


def title_of(edition: Edition, kind: str) -> str:
    """What the whole file is called, in the edition's own language."""
    words = words_in(edition.languages[0] if edition.languages else "en")
    return f"{words.gettext(kind_of(kind).name)} — {edition.name}"


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
