"""A file that somebody uploads, CSV or XLSX, as a table of texts."""

import base64
import binascii
import csv
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook

from app.domain.csv_rows import Sheet, read_sheet
from app.domain.errors import InvalidInputError
from app.domain.words import later

MAX_FILE_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5000
MAX_COLUMNS = 60
# A workbook is a compressed folder: this much may come out of it.
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
MAX_CARRIED_BYTES = 8 * 1024 * 1024
NO_WORKBOOK = later(
    "This file cannot be read as an Excel workbook (.xlsx): save it anew, or as CSV UTF-8."
)


def sheet_of(data: bytes) -> Sheet:
    """The table in an uploaded file; of a workbook, its first sheet.

    Raises InvalidInputError, with field `file`, where the file as a whole cannot be used.
    """
    try:
        if not data:
            raise InvalidInputError(later("Choose a file that is not empty."))
        if len(data) > MAX_FILE_BYTES:
            raise InvalidInputError(later("A file may have 2 MB at most: cut it into two."))
        sheet = _workbook(data) if data.startswith(b"PK\x03\x04") else read_sheet(data)
        return _checked(sheet)
    except InvalidInputError as error:
        raise InvalidInputError(error.message, {"file": error.message}) from error


def carried(sheet: Sheet) -> str:
    """The table as a short text, to travel in a form from step to step; nothing is stored."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["", *sheet.header])
    writer.writerows([str(line), *cells] for line, cells in sheet.records)
    return base64.urlsafe_b64encode(zlib.compress(out.getvalue().encode())).decode()


def uncarried(text: str) -> Sheet:
    """The table again; raises InvalidInputError for what no form of ours holds."""
    try:
        packed = base64.urlsafe_b64decode(text.encode())
        opened = zlib.decompressobj()
        data = opened.decompress(packed, MAX_CARRIED_BYTES)
        if not opened.eof:
            raise ValueError("too long")
        (_line, *header), *rows = csv.reader(StringIO(data.decode(), newline=""))
        records = tuple((int(line), tuple(cells)) for line, *cells in rows)
    except (ValueError, binascii.Error, zlib.error, csv.Error) as error:
        raise InvalidInputError(
            later("The file got lost on the way: choose it once more.")
        ) from error
    return _checked(Sheet(tuple(header), records))


def _checked(sheet: Sheet) -> Sheet:
    if len(sheet.records) > MAX_ROWS:
        raise InvalidInputError(
            later(
                "At most %(most)s rows at once; these are %(number)s.",
                most=MAX_ROWS,
                number=len(sheet.records),
            )
        )
    if len(sheet.header) > MAX_COLUMNS:
        raise InvalidInputError(
            later(
                "At most %(most)s columns; these are %(number)s.",
                most=MAX_COLUMNS,
                number=len(sheet.header),
            )
        )
    if not sheet.records:
        raise InvalidInputError(later("The file has a header and no rows."))
    return sheet


def _workbook(data: bytes) -> Sheet:
    try:
        with zipfile.ZipFile(BytesIO(data)) as folder:
            if sum(one.file_size for one in folder.infolist()) > MAX_UNPACKED_BYTES:
                raise InvalidInputError(
                    later("This workbook is too large: save its table as CSV UTF-8.")
                )
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        rows = list(_rows(book.worksheets[0]))
        book.close()
    except InvalidInputError:
        raise
    except Exception as error:  # a broken workbook breaks in many ways, none of them ours
        raise InvalidInputError(NO_WORKBOOK) from error
    if not rows:
        raise InvalidInputError(later("The first sheet of the workbook is empty."))
    (_line, header), *records = rows
    while header and not header[-1]:
        header = header[:-1]
    return Sheet(header, tuple((line, _cut(cells, len(header))) for line, cells in records))


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each row that is not blank, with its number; one more than is allowed tells of too many."""
    found = 0
    rows = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1)
    for number, row in enumerate(rows, start=1):
        cells = tuple(_text(cell) for cell in row)
        if any(cells):
            found += 1
            yield number, cells
        if found > MAX_ROWS + 1 or number > 20 * MAX_ROWS:
            return


def _cut(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Trailing blanks come and go in a workbook; a text beyond the header is a fault."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return cells + ("",) * (width - len(cells))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell).strip()
