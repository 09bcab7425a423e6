"""Papers to print, and a book of them."""

from collections.abc import Sequence
from io import BytesIO

from app.domain.agenda import Agenda
from app.exports.documents import Document
from app.exports.printing import Form, Watch, print_documents


def papers(agendas: Sequence[Agenda]) -> list[Document]:
    """A document for each."""
    return [
        Document("personal_agenda", "agenda-x", one.person_name, one.language, one)
        for one in agendas
    ]


def book(agendas: Sequence[Agenda], watch: Watch | None = None, processes: int = 0) -> bytes:
    """All in one PDF."""
    return printed(papers(agendas), watch=watch, processes=processes)


def printed(
    documents: Sequence[Document],
    *,
    form: Form = Form.BOOK,
    watch: Watch | None = None,
    processes: int = 0,
) -> bytes:
    """The file that they become."""
    out = BytesIO()
    print_documents(
        documents, out, title="Agendas — Warsaw 2018", form=form, watch=watch, processes=processes
    )
    return out.getvalue()
