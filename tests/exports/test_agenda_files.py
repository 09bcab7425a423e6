"""Everybody's files, by one process and by several."""

from dataclasses import replace
from pathlib import Path

from app.domain.agenda import Agenda
from app.exports.agenda_files import write_agenda_files
from app.exports.agenda_ics import agenda_ics
from app.exports.agenda_pdf import agenda_pdf
from app.exports.printing import WORTH_A_PROCESS
from tests.exports.agendas import agenda, meeting


def people(number: int) -> list[Agenda]:
    whole = replace(agenda(meeting()), language="pl")
    return [
        replace(whole, person_id=f"p{index}", person_name=f"Person {index}")
        for index in range(number)
    ]


def test_each_person_has_a_folder(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    write_agenda_files(tmp_path, people(2), lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")) == [
        *("p0/agenda.ics", "p0/agenda.pdf"),
        *("p1/agenda.ics", "p1/agenda.pdf"),
    ]


def test_several_processes_write_the_same_bytes(tmp_path: Path) -> None:
    everybody = people(WORTH_A_PROCESS)
    seen: list[int] = []
    write_agenda_files(tmp_path, everybody, lambda done, _total: seen.append(done))
    assert seen == list(range(1, WORTH_A_PROCESS + 1))
    last = everybody[-1]
    assert (tmp_path / last.person_id / "agenda.pdf").read_bytes() == agenda_pdf(last)
    assert (tmp_path / last.person_id / "agenda.ics").read_bytes() == agenda_ics(last)
    assert b"SUMMARY:Spotkanie: " in agenda_ics(last)  # both speak the person's language
