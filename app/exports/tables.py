"""Tables for spreadsheets: CSV that no program mistakes for formulas."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

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


def _safe(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_A_FORMULA) else text
