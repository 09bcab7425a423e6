"""Everybody's agenda as files, one folder a person."""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from app.domain.agenda import Agenda
from app.exports.agenda_ics import agenda_ics
from app.exports.agenda_pdf import agenda_pdf

WORTH_A_SECOND_PROCESS = 40
"""A process needs two seconds to begin; an agenda a tenth."""
MOST_PROCESSES = 4


def write_agenda_files(
    folder: Path,
    agendas: Sequence[Agenda],
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Write `<person id>/agenda.pdf` and `<person id>/agenda.ics` for each; `folder` exists.

    Many agendas are shared out between processes. They are spawned, not forked: fonts that were
    loaded before a fork cannot be used after it.
    """
    processes = min(MOST_PROCESSES, len(os.sched_getaffinity(0)))
    if processes < 2 or len(agendas) < WORTH_A_SECOND_PROCESS:
        for done, agenda in enumerate(agendas, start=1):
            write_one(folder, agenda)
            on_progress(done, len(agendas))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        jobs = pool.map(write_one, [folder] * len(agendas), agendas, chunksize=5)
        for done, _nothing in enumerate(jobs, start=1):
            on_progress(done, len(agendas))


def write_one(folder: Path, agenda: Agenda) -> None:
    """One person's two files."""
    own = folder / agenda.person_id
    own.mkdir()
    (own / "agenda.pdf").write_bytes(agenda_pdf(agenda))
    (own / "agenda.ics").write_bytes(agenda_ics(agenda))
