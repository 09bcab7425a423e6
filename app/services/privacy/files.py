"""Files of this installation that name people: prints, and the demo's mails."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import select

from app.domain.states import WorkState
from app.extensions import db
from app.models import Edition, PrintJob
from app.services.print_jobs import FOLDER as PRINTS
from app.services.privacy.subjects import Subject


def unwanted(editions: Sequence[Edition], subject: Subject, data: Path) -> list[Path]:
    """The files to remove once the caller's transaction is committed.

    Every print of the editions goes: it can be made again, without the person. One that is being
    made now starts again.
    """
    found = []
    jobs = db.session.scalars(
        select(PrintJob).where(PrintJob.edition_id.in_([edition.id for edition in editions]))
    )
    for job in jobs:
        found += [
            data / PRINTS / f"{job.public_id}.pdf",
            data / PRINTS / f"{job.public_id}.pdf.part",
        ]
        job.file_name = None
        if job.state is WorkState.RUNNING:  # whoever makes it finds that it is theirs no more
            job.state, job.lease_token, job.lease_until = WorkState.QUEUED, None, None
    db.session.flush()
    return found


def remove(paths: Iterable[Path]) -> None:
    """Delete the files that are there."""
    for path in paths:
        path.unlink(missing_ok=True)
