"""What somebody asked the printer for: read from and kept in the row of the print."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.domain.errors import NotFoundError
from app.exports.documents import Document
from app.exports.printing import Form
from app.models import Edition, PrintJob
from app.services.documents import KINDS
from app.services.documents.wanted import Kind, Order, Wanted

SETS = ("people", "organisations", "rooms", "places")


@dataclass(frozen=True)
class PrintOrder:
    """A kind of document, for whom and in which order, as a book or as single files."""

    kind: str
    wanted: Wanted = field(default_factory=Wanted)
    form: Form = Form.BOOK

    @property
    def is_for_all(self) -> bool:
        """Whether nobody is picked out; what changed counts as all."""
        return all(getattr(self.wanted, name) is None for name in SETS)

    def documents(self, edition: Edition, *, now: datetime) -> list[Document]:
        """The papers as the rows stand now, in their order."""
        return kind_of(self.kind).documents(edition, self.wanted, now=now)

    def options(self) -> dict[str, Any]:
        """The form in which the row keeps it; what is usual is left out."""
        since = self.wanted.changed_since
        chosen = {name: sorted(ids) for name in SETS if (ids := getattr(self.wanted, name))}
        said = {
            "order": self.wanted.order.value,
            "variant": self.wanted.variant,
            "changed_since": since.isoformat() if since else "",
            "form": self.form.value,
        }
        return chosen | {name: value for name, value in said.items() if value}


def order_of(job: PrintJob) -> PrintOrder:
    """What the row says; a row of an older release asks for everything, by name."""
    said = job.options
    since = said.get("changed_since")
    return PrintOrder(
        kind=job.kind if job.kind in KINDS else next(iter(KINDS)),
        form=Form(said.get("form", Form.BOOK)),
        wanted=Wanted(
            **{name: frozenset(said[name]) if said.get(name) else None for name in SETS},
            changed_since=datetime.fromisoformat(since).astimezone(UTC) if since else None,
            order=Order(said.get("order", Order.NAME)),
            variant=said.get("variant", ""),
        ),
    )


def kind_of(key: str) -> Kind:
    """The kind of document with this key; NotFoundError if there is none."""
    if key not in KINDS:
        raise NotFoundError("There is no such document.")
    return KINDS[key]
