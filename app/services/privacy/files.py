"""Files of this installation that name people: prints, and the mails of a demo."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import select

from app.domain.states import WorkState
from app.extensions import db
from app.mailing import FOLDER as MAILS
from app.models import Edition, PrintJob
from app.services.print_jobs import FOLDER as PRINTS
from app.services.privacy import mentions

ENDS = ("pdf", "pdf.part", "zip", "zip.part")


def prints_of(editions: Sequence[Edition], data: Path) -> list[Path]:
    """The prints of the editions, to remove once the caller's transaction is committed.

    Any of them names everybody; it can be made again. One that is being made now starts again.
    """
    jobs = db.session.scalars(
        select(PrintJob).where(PrintJob.edition_id.in_([edition.id for edition in editions]))
    ).all()
    for job in jobs:
        job.file_name = None
        if job.state is WorkState.RUNNING:  # whoever makes it finds that it is theirs no more
            job.state, job.lease_token, job.lease_until = WorkState.QUEUED, None, None
    db.session.flush()
    return [data / PRINTS / f"{job.public_id}.{end}" for job in jobs for end in ENDS]


def mails_naming(names: re.Pattern[str], data: Path) -> list[Path]:
    """The mails in the folder of a demo, or of development, that hold one of the names."""
    return [
        file
        for file in sorted((data / MAILS).glob("*.eml"))
        if names.search(mentions.text_of(file.read_bytes()))
    ]


def remove(paths: Iterable[Path]) -> None:
    """Delete the files that are there."""
    for path in paths:
        path.unlink(missing_ok=True)
