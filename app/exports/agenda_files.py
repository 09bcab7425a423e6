"""Everybody's agenda as files, one folder a person."""

from collections.abc import Callable, Sequence
from pathlib import Path

from app.domain.agenda import Agenda
from app.exports.agenda_ics import agenda_ics
from app.exports.documents import Document
from app.exports.printing import Watch, single_papers


def write_agenda_files(
    folder: Path,
    agendas: Sequence[Agenda],
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Write `<person id>/agenda.pdf` and `<person id>/agenda.ics` for each; `folder` exists."""
    documents = [
        Document("personal_agenda", one.person_id, one.person_name, one.language, one)
        for one in agendas
    ]
    papers = single_papers(documents, Watch(on_progress))
    for agenda, paper in zip(agendas, papers, strict=True):
        own = folder / agenda.person_id
        own.mkdir()
        (own / "agenda.pdf").write_bytes(paper)
        (own / "agenda.ics").write_bytes(agenda_ics(agenda))
