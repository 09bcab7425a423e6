"""Many documents printed into one file: a book with bookmarks, or a ZIP of single files."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from itertools import islice
from math import ceil
from typing import BinaryIO
from zipfile import ZipFile, ZipInfo

from app.exports.batches import Batch, Made, made_here
from app.exports.documents import Document
from app.exports.pdf_binder import Binder
from app.exports.pdf_part import Part
from app.exports.presses import Presses, cores
from app.exports.tables import csv_bytes
from app.exports.words import words_in

AT_ONCE = 20
"""Documents of a batch: fewer take less memory, more share their fonts."""
WORTH_A_PROCESS = 20
"""Sheets: a process needs two seconds to begin, a sheet a tenth. What takes long must not keep this
process from hearing that it is to stop, and from saying that it is alive."""


class PrintStoppedError(Exception):
    """Somebody asked the printing to stop; nothing was made."""


class Form(StrEnum):
    """What comes out."""

    BOOK = "pdf"
    FILES = "zip"


@dataclass(frozen=True, slots=True)
class Watch:
    """Who follows a printing: told how many are done, asked whether to stop; either may raise."""

    on_progress: Callable[[int, int], None] = lambda _done, _total: None
    should_stop: Callable[[], bool] = lambda: False


def print_documents(
    documents: Sequence[Document],
    out: BinaryIO,
    *,
    title: str,
    form: Form = Form.BOOK,
    watch: Watch | None = None,
    processes: int | None = None,
) -> None:
    """Print all in the order given; `title` is the book's.

    Many are shared out between processes, at most one a core. Raises PrintStoppedError as soon as
    the watch says so (the processes are gone then), ValueError where there is nothing to print.
    """
    if not documents:
        raise ValueError("there is nothing to print")
    batches = _batches(documents, title, form)
    with _made(documents, batches, watch or Watch(), processes) as made:
        _WRITERS[form](documents, made, out)


def single_papers(documents: Sequence[Document], watch: Watch) -> Iterator[bytes]:
    """Each document as a PDF of its own, in the order given, as print_documents makes them."""
    batches = _batches(documents, "", Form.FILES)
    with _made(documents, batches, watch, None) as made:
        yield from _one_by_one(made)


@contextmanager
def _made(
    documents: Sequence[Document], batches: Iterator[Batch], watch: Watch, processes: int | None
) -> Iterator[Iterator[Made]]:
    """What the batches become, made here or by processes that are gone afterwards."""
    done = 0

    def tick(more: int) -> None:
        nonlocal done
        done += more
        if watch.should_stop():
            raise PrintStoppedError
        if more:
            watch.on_progress(done, len(documents))

    if processes is None:
        processes = _processes(documents)
    if processes:
        with Presses(processes) as presses:
            yield presses.made(batches, tick)
    else:
        yield (made_here(batch, tick) for batch in batches)


def _processes(documents: Sequence[Document]) -> int:
    """How many are worth while; none for little, which is laid out here."""
    if sum(document.sheets for document in documents) < WORTH_A_PROCESS:
        return 0
    return min(cores(), ceil(len(documents) / AT_ONCE))


def documents_pdf(documents: Sequence[Document], title: str) -> bytes:
    """A few documents in one PDF, made here and now."""
    out = BytesIO()
    print_documents(documents, out, title=title, processes=0)
    return out.getvalue()


def _batches(documents: Sequence[Document], title: str, form: Form) -> Iterator[Batch]:
    rest = iter(documents)
    number = 0
    while some := tuple(islice(rest, AT_ONCE)):
        yield Batch(number, title, some, whole=form is Form.FILES)
        number += 1


def _write_book(_documents: Sequence[Document], made: Iterator[Made], out: BinaryIO) -> None:
    binder = Binder(out)
    for part in made:
        assert isinstance(part, Part)  # noqa: S101 - what a batch that is not whole gives
        binder.add(part)
    binder.close()


def _write_files(documents: Sequence[Document], made: Iterator[Made], out: BinaryIO) -> None:
    """Numbered in their order, with a table of which file is whose."""
    names = [f"{number:04}-{one.file_name}.pdf" for number, one in enumerate(documents, start=1)]
    rows = [(name, one.title) for name, one in zip(names, documents, strict=True)]
    words = words_in(documents[0].language)
    head = (words.gettext("File"), words.gettext("For"))
    with ZipFile(out, "w") as archive:
        archive.writestr(_readable("0000-index.csv"), csv_bytes(head, rows))
        for name, data in zip(names, _one_by_one(made), strict=True):
            archive.writestr(_readable(name), data)


def _one_by_one(made: Iterator[Made]) -> Iterator[bytes]:
    for some in made:
        assert isinstance(some, tuple)  # noqa: S101 - what a batch of whole papers gives
        yield from some


def _readable(name: str) -> ZipInfo:
    """An entry without a date, so that equal papers make equal archives."""
    entry = ZipInfo(name)
    entry.external_attr = 0o644 << 16
    return entry


_WRITERS = {Form.BOOK: _write_book, Form.FILES: _write_files}
