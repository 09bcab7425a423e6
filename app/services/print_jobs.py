"""Printing papers for many people into one file: queueing, following, stopping, fetching."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.domain.errors import ConflictError, NotFoundError
from app.domain.states import WorkState
from app.domain.words import later
from app.exports.printing import Form
from app.extensions import db
from app.models import Edition, PrintJob
from app.services import edition_lock, print_subjects, work_queue
from app.services.print_orders import PrintOrder, kind_of, order_of
from app.services.transaction import writing

FOLDER = "prints"
"""Where finished prints lie, inside the data folder."""
FILES_KEPT = 3
MOST_UNFINISHED = 2
"""Of an edition: one at work and one that waits."""
ALREADY = later("One print of this event is at work and another waits: stop one, or wait.")


@dataclass(frozen=True)
class PrintView:
    """A print as a page shows it: `done` of `total` papers; `has_file` while it can be fetched.

    `picked` are the names of whom it is for, empty for all; what changed counts as all.
    """

    public_id: str
    order: PrintOrder
    kind_name: str
    picked: list[str]
    state: WorkState
    cancel_requested: bool
    done: int
    total: int
    queued_at: datetime
    finished_at: datetime | None
    message: str
    has_file: bool

    @property
    def is_zip(self) -> bool:
        """Whether single files were asked for."""
        return self.order.form is Form.FILES


def queue(
    edition: Edition, order: PrintOrder, *, by_account_id: int | None, now: datetime
) -> PrintJob:
    """A waiting print; ConflictError while one is at work and another waits."""
    with writing():
        edition_lock.hold(edition)
        if _unfinished(edition) >= MOST_UNFINISHED:
            raise ConflictError(_(ALREADY))
        job = PrintJob(
            edition_id=edition.id,
            kind=order.kind,
            options=order.options(),
            queued_at=now,
            queued_by_id=by_account_id,
        )
        db.session.add(job)
    return job


def stop(edition: Edition, public_id: str, *, now: datetime) -> None:
    """Stop a print; without effect on one that is over."""
    with writing():
        work_queue.ask_to_stop(_job(edition, public_id), now=now)


def history(edition: Edition) -> list[PrintView]:
    """All prints, the latest first."""
    return [_view(job) for job in _jobs(edition)]


def last_printed_at(edition: Edition, kind: str) -> datetime | None:
    """When the last print of this kind for everybody that was finished read the rows."""
    for job in _jobs(edition):
        if job.state is WorkState.DONE and job.kind == kind and order_of(job).is_for_all:
            return job.started_at
    return None


def print_view(edition: Edition, public_id: str) -> PrintView:
    """One print of the edition as a page shows it."""
    return _view(_job(edition, public_id))


def finished_file(edition: Edition, public_id: str, folder: Path) -> Path:
    """Where the finished file lies; NotFoundError if it is not made or was cleared away."""
    name = _job(edition, public_id).file_name
    if name is None or not (folder / name).is_file():
        raise NotFoundError(_("This print is no longer kept: print it again."))
    return folder / name


def _jobs(edition: Edition) -> list[PrintJob]:
    return list(
        db.session.scalars(
            select(PrintJob).where(PrintJob.edition_id == edition.id).order_by(PrintJob.id.desc())
        )
    )


def _unfinished(edition: Edition) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(PrintJob)
            .where(
                PrintJob.edition_id == edition.id,
                PrintJob.state.in_([WorkState.QUEUED, WorkState.RUNNING]),
            )
        )
        or 0
    )


def _job(edition: Edition, public_id: str) -> PrintJob:
    job = db.session.scalar(
        select(PrintJob).where(PrintJob.edition_id == edition.id, PrintJob.public_id == public_id)
    )
    if job is None:
        raise NotFoundError(_("There is no such print."))
    return job


def _view(job: PrintJob) -> PrintView:
    order = order_of(job)
    return PrintView(
        public_id=job.public_id,
        order=order,
        kind_name=_(kind_of(order.kind).name),
        picked=print_subjects.picked_of(job.edition, order.wanted),
        state=job.state,
        cancel_requested=job.cancel_requested,
        done=job.done,
        total=job.total,
        queued_at=job.queued_at,
        finished_at=job.finished_at,
        message=_(job.message) if job.message else "",
        has_file=job.file_name is not None,
    )
