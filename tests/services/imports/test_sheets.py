"""Uploaded files as tables, and what their columns mean."""

import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from sqlalchemy import func, select

from app.domain.csv_rows import Sheet
from app.domain.errors import InvalidInputError
from app.exports.tables import xlsx_bytes
from app.extensions import db
from app.models import AuditEntry, Registration
from app.services.imports import sheets
from app.services.imports.mapping import guessed, mapped
from app.services.imports.participants import import_sheet
from app.services.imports.sheets import carried, sheet_of, uncarried
from tests.factory import Factory

HEADER = ("First name", "Last name", "E-Mail", "Company", "Country", "Remarks")
ANN = ("Ann", "O'Neil", "ann@example.org", "Firm", "Spain", "")
CHOSEN = {
    **{"email": "2", "name": "0", "surname": "1", "organisation": "3", "country": "4"},
    "kind": "=sme",
}


@pytest.fixture
def engine_name() -> str:
    """What is new here is above the database."""
    return "sqlite"


def test_csv_and_xlsx_say_the_same() -> None:
    text = "First name;Last name;E-Mail\r\nAnn;O'Neil;ann@example.org\r\n\r\nBo;;b@example.org\r\n"
    rows = [("Ann", "O'Neil", "ann@example.org"), (None, None, None), ("Bo", "", "b@example.org")]
    book = xlsx_bytes(HEADER[:3], rows, title="x")
    expected = Sheet(
        HEADER[:3],
        ((2, ("Ann", "O'Neil", "ann@example.org")), (4, ("Bo", "", "b@example.org"))),
    )
    assert sheet_of(text.encode()) == sheet_of(book) == expected
    assert uncarried(carried(expected)) == expected


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Choose a file that is not empty"),
        (b"a" * (2 * 1024 * 1024 + 1), "at most 2 MB|2 MB at most"),
        (b"PK\x03\x04 broken", "cannot be read as an Excel workbook"),
        (b"email,name\r\n", "no rows"),
        (b"\xff\xfe\x00", "is not UTF-16|is empty"),
        (("a," * 60 + "\r\nx\r\n").encode(), "At most 60 columns; these are 61"),
    ],
)
def test_files_that_cannot_be_used(data: bytes, words: str) -> None:
    with pytest.raises(InvalidInputError, match=words) as caught:
        sheet_of(data)
    assert set(caught.value.fields) == {"file"}


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    with pytest.raises(InvalidInputError, match="At most 2 rows at once; these are 3"):
        sheet_of(b"a\n1\n2\n3\n")
    with pytest.raises(InvalidInputError, match="At most 2 rows"):
        sheet_of(xlsx_bytes(("a",), [(1,), (2,), (3,), (4,)], title="x"))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("xl/workbook.xml", b"0" * (sheets.MAX_UNPACKED_BYTES + 1))
    with pytest.raises(InvalidInputError, match="This workbook is too large"):
        sheet_of(out.getvalue())
    monkeypatch.setattr(sheets, "MAX_CARRIED_BYTES", 10)
    for text in (carried(Sheet(("a",), ((2, ("long enough",)),))), "no base64 é", "eJwz"):
        with pytest.raises(InvalidInputError, match="got lost on the way"):
            uncarried(text)


def test_columns_are_guessed_and_choices_checked() -> None:
    assert guessed(HEADER) == {key: CHOSEN[key] for key in CHOSEN if key != "kind"}
    table = mapped(Sheet(HEADER, ((2, ANN), (3, ANN[:5]), (4, (*ANN[:5], "x\x07")))), CHOSEN)
    assert [(row["name"], row["country"], row["kind"]) for row in table.rows] == [
        ("Ann O'Neil", "ES", "sme"),
        ("Ann O'Neil", "ES", "sme"),  # what stands in a column that nobody chose does not matter
    ]
    assert [str(fault) for fault in table.faults] == [
        "line 3, column (all): “Ann O'Neil ann@example.org Firm Spain”. "
        "The line has 5 cells, the header 6."
    ]
    wrong = {"email": "1", "name": "1", "organisation": "17", "role": "=king", "country": "x"}
    with pytest.raises(InvalidInputError) as caught:
        mapped(Sheet(HEADER, ((2, ANN),)), wrong)
    assert list(caught.value.fields) == [
        *("email", "name", "organisation", "kind", "country", "role"),
    ]


def test_a_full_event_takes_no_more(factory: Factory, now: datetime) -> None:
    edition = factory.edition(registration_capacity=2, part_capacities={"sme": 1})
    bo = ("Bo", "", "bo@example.org", "Other", "ES", "")
    sheet = Sheet(HEADER, ((2, ANN), (3, bo)))
    report = import_sheet(edition, sheet, CHOSEN, apply=True, by=7, now=now)
    assert (report.applied, [fault.line for fault in report.faults]) == (False, [3])
    assert db.session.scalar(select(func.count(Registration.id))) == 0
    edition.part_capacities = {}
    db.session.commit()
    report = import_sheet(edition, sheet, CHOSEN, apply=True, by=7, now=now)
    assert (report.applied, report.new) == (True, 2)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.actor_account_id, entry.details) == (
        "people.import",
        7,
        {"new": 2, "known": 0},
    )
