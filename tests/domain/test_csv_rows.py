"""Reading a CSV file strictly."""

import pytest

from app.domain.csv_rows import Fault, Row, read_some_columns, read_table
from app.domain.errors import InvalidInputError

COLUMNS = ("email", "name")


@pytest.mark.parametrize(
    "data",
    [
        b"email,name\na@example.org,Ann\n",
        b"email;name\r\na@example.org;Ann\r\n",
        b"email\tname\na@example.org\tAnn",
        b"\xef\xbb\xbfemail,name\na@example.org,Ann\n",
        "email\tname\na@example.org\tAnn\n".encode("utf-16"),
        b'Name , EMAIL\n" Ann ",a@example.org\n',
    ],
)
def test_delimiters_marks_and_order_of_columns(data: bytes) -> None:
    cells = {"email": "a@example.org", "name": "Ann"}
    assert read_table(data, COLUMNS).rows == (Row(2, cells),)


def test_lines_are_counted_over_blank_lines_and_quoted_line_breaks() -> None:
    table = read_table(b'\nemail,name\na,"Ann\nB"\n\n ,\nc,Cid\n', COLUMNS)
    assert [(row.line, row["name"]) for row in table.rows] == [(3, "Ann B"), (7, "Cid")]


def test_a_row_with_another_number_of_cells_is_a_fault() -> None:
    table = read_table(b"email,name\na,Ann,x\nb,Bob\nc\n", COLUMNS)
    assert [row.line for row in table.rows] == [3]
    assert str(table.faults[0]) == (
        "line 2, column (all): “a,Ann,x”. The line has 3 cells, the header 2. "
        "A cell that holds a comma has to stand in quotation marks."
    )
    assert table.faults[1].line == 4


def test_characters_that_cannot_be_printed_are_a_fault() -> None:
    table = read_table(b"email,name\na,An\x07n\nb,Bob\n", COLUMNS)
    assert table.faults == (
        Fault(2, "name", "An\x07n", "It has characters that cannot be printed."),
    )
    assert [row.line for row in table.rows] == [3]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \n", "The file is empty."),
        (b"email,name\n", "The file has a header and no rows."),
        (
            b"a|b\n1|2\n",
            "The first line names none of the columns email, name, set apart by commas, "
            "semicolons or tabs.",
        ),
        (
            b"email,nome\na,b\n",
            "The first line has to name the columns email, name; missing: name; unknown: nome.",
        ),
        (
            b"email,name,email,\na,b,c,d\n",
            "The first line has to name the columns email, name; unknown: (no name); "
            "more than once: email.",
        ),
        (
            b"email,name\na,\xa3ukasz\n",
            "Line 2 is not UTF-8: save the file as “CSV UTF-8” and try again.",
        ),
        (b"email,name\na,b\0\n", "Line 2 has a NUL character: this is not a CSV file."),
        (
            b'email,name\nx,y\na,"b\nc,d\n',
            "Line 3 cannot be read as CSV (unexpected end of data): look for a quotation mark "
            "that is not closed.",
        ),
        (b"\xff\xfee", "Line 1 is not UTF-16: save the file as “CSV UTF-8” and try again."),
    ],
)
def test_a_file_that_cannot_be_used(data: bytes, message: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_table(data, COLUMNS)
    assert caught.value.message == message


def test_other_columns_may_be_ignored() -> None:
    table = read_some_columns(b"x,email,name\n1,a,Ann\n", COLUMNS)
    assert table.rows == (Row(2, {"email": "a", "name": "Ann"}),)


def test_long_values_are_cut_where_they_are_shown() -> None:
    assert str(Fault(2, "name", "x" * 99, "Shorter.")) == (
        f"line 2, column name: “{'x' * 60}…”. Shorter."
    )
