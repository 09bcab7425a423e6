"""A batch of documents laid out in one go, in this process or in another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from app.exports import pdf
from app.exports.documents import SHEETS, Document, document_html, document_pdf
from app.exports.pdf_part import Part

Out = TypeVar("Out", str, bytes)
TABLES_APART = 10_000
"""More tables than a batch has: the names of its tables begin there."""

Made = Part | tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents of one kind: each a `whole` PDF, or together a part of the book called `title`."""

    number: int
    title: str
    documents: tuple[Document, ...]
    whole: bool


def made_here(batch: Batch, tick: Callable[[int], None]) -> Made:
    """Lay a batch out; `tick(1)` is called after every document."""
    if batch.whole:
        return tuple(_ticking(batch, document_pdf, tick))
    return pdf.bound(
        _ticking(batch, document_html, tick),
        title=batch.title,
        tables_before=batch.number * TABLES_APART,
        own_sheet=SHEETS.get(batch.documents[0].kind),
    )


def _ticking(
    batch: Batch, make: Callable[[Document], Out], tick: Callable[[int], None]
) -> Iterator[Out]:
    for document in batch.documents:
        yield make(document)
        tick(1)
