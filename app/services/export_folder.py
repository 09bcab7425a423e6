"""An edition's published schedule as a folder of files, for people and for other programs."""

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.agenda import Agenda
from app.domain.errors import InvalidInputError
from app.exports.agenda_files import write_agenda_files
from app.extensions import db
from app.models import Edition, ScheduleVersion, SolveRun
from app.services.access import edition_by_slug
from app.services.agenda import agendas_of
from app.services.agenda_rows import published_version
from app.services.build_instance import build_instance
from app.services.export_tables import live_schedule_of, meetings_csv, participants_csv
from scheduling.instance import Instance
from scheduling.schedule import Schedule
from scheduling.serialise import (
    instance_from_text,
    instance_to_text,
    result_from_text,
    schedule_to_text,
)

NOT_PUBLISHED = "Nothing is published yet: solve this edition and publish the draft first."
MARK = "instance.json"


@dataclass(frozen=True)
class Exported:
    """What was written. `as_solved` is False where the live schedule has moved on since the run:
    then instance.json is the question as it stands now, and result.json still the run's answer.
    """

    folder: Path
    participants: int
    meetings: int
    as_solved: bool


@dataclass(frozen=True)
class _Published:
    """The question, the schedule as it is now, and the run's answer as text."""

    instance: Instance
    instance_text: str
    schedule: Schedule
    result_text: str | None
    as_solved: bool


def export_edition(
    slug: str,
    out: Path,
    *,
    now: datetime,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Exported:
    """Write the edition's published schedule and everybody's agenda into the folder `out`.

    It appears whole or not at all. Raises NotFoundError for an unknown edition, and
    InvalidInputError where nothing is published or the folder cannot be used.
    """
    edition = edition_by_slug(slug)
    version = published_version(edition)
    if version is None:
        raise InvalidInputError(NOT_PUBLISHED)
    published = _published(edition, version)
    ids = {one.id for one in published.instance.participants}
    agendas = agendas_of(edition, now=now, public_ids=ids)
    try:
        _replace_whole(out, lambda folder: _fill(folder, published, agendas, edition, on_progress))
    except OSError as error:
        raise InvalidInputError(f"Cannot write to {out}: {error.strerror or error}.") from error
    return Exported(out, len(agendas), len(published.schedule.meetings), published.as_solved)


def _published(edition: Edition, version: ScheduleVersion) -> _Published:
    """The run's own question where its answer is still what is live, else today's."""
    schedule = live_schedule_of(edition)
    run = db.session.get(SolveRun, version.solve_run_id) if version.solve_run_id else None
    answer = result_from_text(run.result) if run and run.result else None
    if run and answer and answer.schedule and _same(answer.schedule, schedule):
        question = instance_from_text(run.instance)
        return _Published(question, run.instance, answer.schedule, run.result, as_solved=True)
    question = build_instance(edition)
    text = run.result if run else None
    return _Published(question, instance_to_text(question), schedule, text, as_solved=False)


def _same(one: Schedule, other: Schedule) -> bool:
    return set(one.meetings) == set(other.meetings)


def _fill(
    folder: Path,
    published: _Published,
    agendas: list[Agenda],
    edition: Edition,
    on_progress: Callable[[int, int], None],
) -> None:
    def write(name: str, text: str) -> None:
        (folder / name).write_text(text, encoding="utf-8", newline="\n")

    write(MARK, published.instance_text)
    write("schedule.json", schedule_to_text(published.schedule))
    if published.result_text is not None:
        write("result.json", published.result_text)
    (folder / "participants.csv").write_bytes(participants_csv(agendas))
    (folder / "meetings.csv").write_bytes(meetings_csv(edition))
    write_agenda_files(folder, agendas, on_progress)


def _replace_whole(out: Path, fill: Callable[[Path], None]) -> None:
    """Fill a folder beside `out`, then put it in its place; an earlier export makes way."""
    out = out.resolve()
    if out.exists() and not _may_make_way(out):
        raise InvalidInputError(
            f"{out} holds other things than an earlier export: name an empty or a new folder."
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        fresh = scratch / "new"
        fresh.mkdir()
        fill(fresh)
        _exchange(fresh, out, scratch / "old")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _exchange(fresh: Path, out: Path, old: Path) -> None:
    """Put `fresh` where `out` was; if that fails, `out` is where it was."""
    if out.exists():
        os.replace(out, old)
    try:
        os.replace(fresh, out)
    except BaseException:
        with suppress(OSError):
            os.replace(old, out)
        raise


def _may_make_way(out: Path) -> bool:
    return out.is_dir() and ((out / MARK).is_file() or not any(out.iterdir()))
