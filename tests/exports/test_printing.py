"""Many papers in one file, by processes of their own that leave nothing behind."""

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import TypeVar
from zipfile import ZipFile

import pikepdf
import pytest

from app.domain.agenda import Agenda
from app.exports import printing
from app.exports.agenda_pdf import agenda_pdf
from app.exports.batches import Batch
from app.exports.press import NICENESS
from app.exports.presses import START, PressError, Presses
from app.exports.printing import WORTH_A_PROCESS, Form, PrintStoppedError, Watch, print_documents
from tests.exports.agendas import agenda, meeting
from tests.exports.papers import book, papers, printed

Found = TypeVar("Found")
TOP = Path(__file__).parents[2]


def people(number: int) -> list[Agenda]:
    return [replace(agenda(meeting()), person_name=f"Person {at:02}") for at in range(number)]


def children_of(parent: int) -> list[int]:
    """The printing processes that a process started and that are still there."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, its_parent = stat.read_text().rpartition(")")[2].split()[:2]
            command = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue  # it ended meanwhile
        # The tests have other children, too: readers of calendars that stay.
        is_press = START.encode() in command.split(b"\0")
        if int(its_parent) == parent and is_press and state != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three papers at once, so that few are enough for several batches."""
    monkeypatch.setattr(printing, "AT_ONCE", 3)


@pytest.mark.usefixtures("small_batches")
def test_several_processes_print_the_same_book_as_one() -> None:
    everybody = people(7)
    seen: list[int] = []
    data = book(everybody, Watch(lambda done, _total: seen.append(done)), processes=2)
    assert seen == list(range(1, 8))
    assert data == book(everybody)
    with pikepdf.open(BytesIO(data)) as document, document.open_outline() as outline:
        assert [str(item.title) for item in outline.root] == [one.person_name for one in everybody]
        # Each of the 7 pages finds its tags: the numbers of the parts were counted on.
        parents = document.Root.StructTreeRoot.ParentTree.Nums
        numbers = [int(page.obj.StructParents) for page in document.pages]
        assert set(numbers) <= {int(str(one)) for one in list(parents)[::2]}
        assert len(set(numbers)) == len(numbers) == 7
    assert children_of(os.getpid()) == []


def test_a_zip_holds_each_paper_by_itself_in_order_with_a_table_of_them() -> None:
    zofia, ada = people(1)[0], replace(people(1)[0], person_name="Ada; =1+1")
    documents = [
        replace(one, file_name=name)
        for one, name in zip(papers([zofia, ada]), ["agenda-b", "agenda-a"], strict=True)
    ]
    data = printed(documents, form=Form.FILES)
    with ZipFile(BytesIO(data)) as archive:
        assert archive.namelist() == ["0000-index.csv", "0001-agenda-b.pdf", "0002-agenda-a.pdf"]
        assert archive.read("0001-agenda-b.pdf") == agenda_pdf(zofia)
        assert archive.read("0002-agenda-a.pdf") == agenda_pdf(ada)
        table = archive.read("0000-index.csv").decode("utf-8-sig")
    assert list(csv.reader(StringIO(table))) == [
        ["File", "For"],
        ["0001-agenda-b.pdf", "Person 00"],
        ["0002-agenda-a.pdf", "Ada; =1+1"],
    ]
    assert data == printed(documents, form=Form.FILES)


@pytest.mark.usefixtures("small_batches")
def test_a_name_that_looks_like_a_reference_is_left_alone() -> None:
    """Objects are renumbered when they are bound; what people typed is not."""
    odd = "Terminator 12 0 R"
    data = book([replace(people(1)[0], person_name=odd)] * 4)
    with pikepdf.open(BytesIO(data)) as document, document.open_outline() as outline:
        assert {str(item.title) for item in outline.root} == {odd}


def test_a_long_paper_is_not_laid_out_by_the_process_that_must_answer() -> None:
    """One list of a thousand people is a single paper, and takes longer than a lease."""

    def stop() -> bool:
        return children_of(os.getpid()) != []

    long = [replace(papers(people(1))[0], sheets=WORTH_A_PROCESS)]
    with pytest.raises(PrintStoppedError):
        print_documents(long, BytesIO(), title="List", watch=Watch(should_stop=stop))


def test_stopping_ends_the_processes_at_once() -> None:
    seen: list[list[int]] = []

    def stop() -> bool:
        seen.append(children_of(os.getpid()))
        return True

    with pytest.raises(PrintStoppedError):
        book(people(1), Watch(should_stop=stop), processes=2)
    assert [len(pids) for pids in seen] == [2]
    assert children_of(os.getpid()) == []


def test_a_process_that_is_killed_fails_the_printing() -> None:
    def kill(_done: int) -> None:
        for pid in children_of(os.getpid()):
            os.kill(pid, signal.SIGKILL)

    batch = Batch(0, "Agendas", tuple(papers(people(1))), whole=False)
    with Presses(1) as presses, pytest.raises(PressError, match="a printing process ended"):
        list(presses.made(iter([batch]), kill))


def test_a_document_that_breaks_is_named_by_its_fault() -> None:
    broken = replace(papers(people(1))[0], data="not an agenda")
    batch = Batch(0, "Agendas", (broken,), whole=False)
    with Presses(1) as presses, pytest.raises(PressError, match="AttributeError"):
        list(presses.made(iter([batch]), lambda _done: None))


def test_no_process_outlives_a_printer_that_is_killed() -> None:
    script = (
        "from tests.exports.test_printing import people; from tests.exports.papers import book;"
        "book(people(500), processes=1)"
    )
    printer = subprocess.Popen([sys.executable, "-c", script], cwd=TOP)  # noqa: S603 - our own words
    pids = _wait_for(lambda: [pid for pid in children_of(printer.pid) if _gives_way(pid)])
    printer.kill()
    printer.wait()
    assert _wait_for(lambda: not any(_is_alive(pid) for pid in pids))


def _gives_way(pid: int) -> bool:
    """Whether the process has set itself up."""
    try:
        return os.getpriority(os.PRIO_PROCESS, pid) == NICENESS
    except ProcessLookupError:
        return False


def _is_alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def _wait_for(look: Callable[[], Found], seconds: float = 60) -> Found:
    until = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < until:
        time.sleep(0.05)
    return found
