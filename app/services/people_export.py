"""People as a file: exactly who is filtered, with the columns that were chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.agenda import local
from app.exports.tables import Cell, csv_bytes, xlsx_bytes
from app.services import audit
from app.services.completeness import asked_questions
from app.services.people_columns import chosen_columns, columns_of
from app.services.people_filter import PeopleFilter, chosen
from app.services.people_rows import people_rows
from app.services.people_scope import PeopleScope
from app.services.transaction import writing


class FileKind(StrEnum):
    """How a table is written."""

    CSV = "csv"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        """What the browser is told that it gets."""
        if self is FileKind.CSV:
            return "text/csv; charset=utf-8"
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class PeopleFile:
    """A file to send; `rows` is how many people it names."""

    name: str
    kind: FileKind
    data: bytes
    rows: int


def export_people(
    scope: PeopleScope,
    wanted: PeopleFilter,
    codes: Sequence[str],
    kind: FileKind,
    *,
    filtered_by: str,
    by: int,
    now: datetime,
) -> PeopleFile:
    """The people who fit, one a row. Each row says of which event and when it was taken out.

    Noted in the log with `filtered_by`, the names of the filters, and the number of rows.
    """
    edition = scope.edition
    with writing():
        questions = asked_questions(edition)
        people = chosen(people_rows(scope, questions), wanted)
        columns = chosen_columns(columns_of(edition, questions), codes)
        day = local(now, edition.zone).date().isoformat()
        header = ["Name", "Job title", "Organisation", "Country"]
        header += [*(one.label for one in columns), "Event", "Taken out on"]
        rows: list[list[Cell]] = [
            [
                *(one.name, one.job_title, one.organisation, one.country),
                *(column.cell(one) for column in columns),
                *(edition.name, day),
            ]
            for one in people
        ]
        title = f"{edition.slug} {day}"
        data = (
            csv_bytes(header, rows)
            if kind is FileKind.CSV
            else xlsx_bytes(header, rows, title=title)
        )
        audit.note(
            "people.export",
            by=by,
            now=now,
            edition_id=edition.id,
            details={
                "rows": len(rows),
                "filter": filtered_by,
                "columns": " ".join(one.code for one in columns),
                "file": kind.value,
            },
        )
    return PeopleFile(f"people-{edition.slug}-{day}.{kind}", kind, data, len(rows))
