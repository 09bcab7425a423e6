"""Tables for spreadsheets: CSV and XLSX that no program mistakes for formulas."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

Cell = str | int | None

BYTE_ORDER_MARK = "\ufeff"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as CSV (RFC 4180: commas, CRLF, quotes doubled) in UTF-8 with a byte order mark.

    A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay.
    """
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> bytes:
    """The same table as a workbook of one sheet, `title` its name: every text is typed as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "A2"
    sheet.append([_typed(sheet, cell, bold=True) for cell in header])
    for row in rows:
        sheet.append([_typed(sheet, cell) for cell in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(sheet: object, cell: Cell, *, bold: bool = False) -> WriteOnlyCell:
    safe = _safe(cell)
    if isinstance(safe, str):
        # A surrogate half cannot be written as UTF-8, a control character not as XML.
        safe = ILLEGAL_CHARACTERS_RE.sub("", safe).encode("utf-8", "replace").decode("utf-8")
    typed = WriteOnlyCell(sheet, safe)
    if isinstance(safe, str):
        typed.data_type = "s"
    if bold:
        typed.font = Font(bold=True)
    return typed


def _sheet_title(title: str) -> str:
    """At most 31 characters, none of those that a sheet's name may not have."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31].strip() or "Sheet"


def _safe(cell: Cell) -> Cell:
    """Also text that becomes a formula where a spreadsheet cuts the line at another separator."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "")
    return f"'{text}" if text.lstrip(' ;,"').startswith(_STARTS_A_FORMULA) else text
