"""CSV that opens in a spreadsheet without running anything."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from app.exports.tables import csv_bytes, xlsx_bytes


def test_bytes_of_a_small_table() -> None:
    data = csv_bytes(("id", "name"), [(1, 'Čapek, "Karel"'), (-2, None), (3, "two\nlines")])
    assert data == (
        b'\xef\xbb\xbfid,name\r\n1,"\xc4\x8capek, ""Karel"""\r\n-2,\r\n3,"two\nlines"\r\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "  =1", "\0=1", "＠x"),
        *('=";"', ";=1", '","=1'),
    ],
)
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    data = csv_bytes(("x", "y"), [(text, "a;=1")])
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [["x", "y"], ["'" + text.replace("\0", ""), "a;=1"]]


def test_ordinary_text_comes_back_as_it_was() -> None:
    texts = ["Ψαρράς", "a-b", "1+1", "", "it's", 'a "b"', "a,b", "half \ud800 letter"]
    data = csv_bytes(("x",), [(text,) for text in texts])
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row[0] if row else "" for row in rows[1:]] == [*texts[:-1], "half ? letter"]


def test_a_workbook_holds_texts_and_numbers() -> None:
    header = ("id", "what")
    rows = [(1, "=1+1"), (2, "＝x"), (3, "\t=x"), (4, 'a "b", c'), (-5, "half \ud800\x02\0")]
    book = load_workbook(BytesIO(xlsx_bytes(header, rows, title="People: a/b " + "x" * 40)))
    (sheet,) = book.worksheets
    assert sheet.title == "People  a b " + "x" * 19  # 31 characters
    assert [[cell.data_type for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["n", "s"] for _ in rows
    ]
    assert [row for row in sheet.iter_rows(values_only=True)] == [
        header,
        (1, "'=1+1"),
        (2, "'＝x"),
        (3, "'\t=x"),
        (4, 'a "b", c'),
        (-5, "half ?"),
    ]
