"""A table in a CSV file, read strictly: what cannot be read is said with its line.

Understood: UTF-8 with or without a byte order mark, UTF-16 with one; comma, semicolon or tab
between the cells. Blank lines are skipped. The columns may come in any order.
"""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from app.domain.errors import InvalidInputError
from app.domain.words import later

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
SHOWN_CHARACTERS = 60


@dataclass(frozen=True)
class Fault:
    """One thing wrong: where it is, what is there, and what is allowed. Lines count from 1."""

    line: int
    column: str
    value: str
    allowed: str

    def __str__(self) -> str:
        shown = self.value[:SHOWN_CHARACTERS] + "…" * (len(self.value) > SHOWN_CHARACTERS)
        return f"line {self.line}, column {self.column}: “{shown}”. {self.allowed}"


@dataclass(frozen=True)
class Row:
    """One line of the table: its cells by column, trimmed, runs of white space made one blank."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def fault(self, column: str, allowed: str) -> Fault:
        """Something wrong with this row's cell in `column`."""
        return Fault(self.line, column, self.cells[column], allowed)


@dataclass(frozen=True)
class Table:
    """The rows that could be read, and the faults of those that could not."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Sheet:
    """A table of anybody's: its header as it stands there, and each record with its line."""

    header: tuple[str, ...]
    records: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheet(data: bytes) -> Sheet:
    """The table in `data`, whatever its columns are called.

    Raises InvalidInputError where the file as a whole cannot be used.
    """
    text = _decoded(data)
    first = next(line for line in text.splitlines() if line.strip())
    records = _records(text, max(DELIMITERS, key=first.count))
    _, header = next(records)
    return Sheet(tuple(name.strip() for name in header), tuple((n, tuple(c)) for n, c in records))


def read_table(data: bytes, columns: Sequence[str]) -> Table:
    """The table in `data`, which must have exactly these columns.

    Raises InvalidInputError where the file as a whole cannot be used.
    """
    return _table(data, columns, ignore_others=False)


def read_some_columns(data: bytes, columns: Sequence[str]) -> Table:
    """Like `read_table`, for a file of somebody else's that may have further columns."""
    return _table(data, columns, ignore_others=True)


def _table(data: bytes, columns: Sequence[str], *, ignore_others: bool) -> Table:
    text = _decoded(data)
    delimiter = _delimiter(text, columns)
    records = _records(text, delimiter)
    _, header = next(records)
    header = [name.strip().lower() for name in header]
    _check_header(header, columns, ignore_others=ignore_others)
    rows: list[Row] = []
    faults: list[Fault] = []
    for line, cells in records:
        if len(cells) != len(header):
            faults.append(_wrong_length(line, cells, len(header), delimiter))
            continue
        named = dict(zip(header, (" ".join(cell.split()) for cell in cells), strict=True))
        row = Row(line, {column: named[column] for column in columns})
        bad = [name for name, cell in row.cells.items() if not cell.isprintable()]
        faults += [
            row.fault(name, later("It has characters that cannot be printed.")) for name in bad
        ]
        rows += [] if bad else [row]
    if not rows and not faults:
        raise InvalidInputError(later("The file has a header and no rows."))
    return Table(tuple(rows), tuple(faults))


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InvalidInputError(
            later(
                "Line %(line)s is not %(upper)s: save the file as “CSV UTF-8” and try again.",
                line=line,
                upper=encoding.removesuffix("-sig").upper(),
            )
        ) from error
    if not text.strip():
        raise InvalidInputError(later("The file is empty."))
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise InvalidInputError(
            later("Line %(line)s has a NUL character: this is not a CSV file.", line=line)
        )
    return text


def _delimiter(text: str, columns: Sequence[str]) -> str:
    """The delimiter with which the header shows the most of the wanted columns."""
    first = next(line for line in text.splitlines() if line.strip())

    def known(delimiter: str) -> int:
        cells = (cell.strip(" \t\"'").lower() for cell in first.split(delimiter))
        return sum(cell in columns for cell in cells)

    best = max(DELIMITERS, key=known)
    if not known(best):
        raise InvalidInputError(
            later(
                "The first line names none of the columns %(names)s, set apart by "
                "commas, semicolons or tabs.",
                names=", ".join(columns),
            )
        )
    return best


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on; blank ones left out."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise InvalidInputError(
                later(
                    "Line %(line)s cannot be read as CSV (%(error)s): look for a quotation "
                    "mark that is not closed.",
                    line=line,
                    error=error,
                )
            ) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _check_header(header: list[str], columns: Sequence[str], *, ignore_others: bool) -> None:
    problems = []
    if missing := [name for name in columns if name not in header]:
        problems.append(f"missing: {', '.join(missing)}")
    if not ignore_others and (unknown := [name for name in header if name not in columns]):
        problems.append(f"unknown: {', '.join(name or later('(no name)') for name in unknown)}")
    if twice := [name for name, count in Counter(header).items() if count > 1]:
        problems.append(later("more than once: %(names)s", names=", ".join(twice)))
    if problems:
        raise InvalidInputError(
            later(
                "The first line has to name the columns %(names)s; %(names_2)s.",
                names=", ".join(columns),
                names_2="; ".join(problems),
            )
        )


def _wrong_length(line: int, cells: list[str], wanted: int, delimiter: str) -> Fault:
    return Fault(
        line,
        "(all)",
        delimiter.join(cells),
        later(
            "The line has %(number)s cells, the header %(wanted)s. A cell that holds "
            "a %(delimiters)s has to stand in quotation marks.",
            number=len(cells),
            wanted=wanted,
            delimiters=DELIMITERS[delimiter],
        ),
    )
