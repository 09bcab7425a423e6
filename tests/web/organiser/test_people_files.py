"""People as files: out as filtered, in after a look at every row."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.domain.states import StaffRole
from app.extensions import db
from app.models import AuditEntry, Question, Registration
from tests.factory import Factory
from tests.web.organiser.conftest import Organiser

FILE = (
    "Mail,Name,Company,Type,Country\r\n"
    "ann@example.org,Ann,Firm,sme,Spain\r\n"
    "bo@example.org,Bo,Firm,{kind},ES\r\n"
)


@pytest.fixture
def engine_name() -> str:
    """Pages look the same on both engines."""
    return "sqlite"


def upload(text: str) -> dict[str, object]:
    return {"file": (BytesIO(text.encode()), "people.csv")}


def kept(text: str) -> dict[str, str]:
    """What travels on: the hidden fields, and the choices of the page."""
    hidden = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', text))
    for name, options in re.findall(r'<select [^>]*name="([\w-]+)".*?>(.*?)</select>', text):
        found = re.search(r'value="([^"]*)" selected', options)
        hidden[name] = found[1] if found else ""
    return hidden


def test_out_goes_who_is_filtered_with_the_columns_chosen(
    organiser: Organiser, factory: Factory
) -> None:
    edition = organiser.edition
    question = Question(edition_id=edition.id, code="diet", label="Diet", kind="line")
    factory.add(question)
    firm = factory.organisation(name="@Firm")
    factory.registration(edition, firm, name="=cmd()", answers={"diet": "＝1"}, job_title="\tCEO")
    factory.registration(edition, name="Not wanted")
    chosen = {"q": "cmd", "columns": ["answer-diet", "state"]}
    answer = organiser.sends("people/export", **chosen, **{"as": "csv"})
    assert answer.status_code == 200
    name = re.search(r'filename="(.*?)"', answer.headers["Content-Disposition"])
    assert name
    assert re.fullmatch(rf"people-{edition.slug}-\d{{4}}-\d\d-\d\d\.csv", name[1])
    assert answer.data.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(StringIO(answer.data.decode("utf-8-sig"), newline=""))
    assert header == [
        *("Name", "Job title", "Organisation", "Country", "State", "Diet", "Event"),
        "Taken out on",
    ]
    day = name[1][-14:-4]
    assert rows == [
        ["'=cmd()", "'\tCEO", "'@Firm", "PL", "Approved", "'＝1", edition.name, day],
    ]
    answer = organiser.sends("people/export", **chosen, **{"as": "xlsx"})
    (sheet,) = load_workbook(BytesIO(answer.data)).worksheets
    assert sheet.title == f"{edition.slug} {day}"
    assert [cell.value for cell in sheet[2]] == rows[0]
    assert {cell.data_type for cell in sheet[2]} == {"s"}
    chosen_entries = select(AuditEntry).where(AuditEntry.action == "people.export")
    entry = db.session.scalars(chosen_entries.order_by(AuditEntry.id)).all()[0]
    assert entry.edition_id == edition.id
    # What was looked for may be a name: only that there was something is kept.
    assert entry.details == {
        "rows": 1,
        "filter": "q",
        "columns": "state answer-diet",
        "file": "csv",
    }


def test_a_supporting_organiser_sees_no_way_out(browser: FlaskClient, factory: Factory) -> None:
    edition = factory.edition()
    factory.sign_in(browser, factory.organiser(edition, StaffRole.SUPPORTING))
    organiser = Organiser(browser, edition)
    text = organiser.sees("people/")
    assert "export" not in text
    assert "people/import" not in text
    assert organiser.sends("people/export").status_code == 403


def test_in_step_by_step(organiser: Organiser) -> None:
    text = organiser.gets("people/import", 200, **upload(FILE.format(kind="sme")))
    assert "The file has 2 rows" in text
    fields = kept(text)
    chosen = {name: value for name, value in fields.items() if name[:6] == "column" and value}
    assert chosen == {
        "column-email": "0",
        "column-name": "1",
        "column-organisation": "2",
        "column-kind": "3",
        "column-country": "4",
    }
    text = organiser.gets("people/import/check", 200, **fields)
    assert "The file can be read in" in text
    assert db.session.scalar(select(func.count(Registration.id))) == 0
    db.session.rollback()
    text = organiser.gets("people/import/apply", 303, **kept(text))
    assert "2 people are read in." in text
    assert "Ann" in text
    text = organiser.gets("people/import/check", 200, **fields)
    assert "Everybody in the file is registered already." in text


def test_every_bad_row_is_named_and_nothing_stored(organiser: Organiser) -> None:
    fields = kept(organiser.gets("people/import", 200, **upload(FILE.format(kind="king"))))
    text = organiser.gets("people/import/check", 200, **fields)
    assert "1 thing to put right in the file" in text
    row = '<td class="number">3</td><td>Type</td><td>king</td><td>One of hub, sme, large_company'
    assert row in text
    answer = organiser.sends("people/import/faults", **kept(text))
    lines = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert [line[:3] for line in lines] == [
        ["Line", "Column", "What stands there"],
        ["3", "Type", "king"],
    ]
    organiser.gets("people/import/apply", 422, **kept(text))
    assert db.session.scalar(select(func.count(Registration.id))) == 0


def test_faults_of_the_file_and_of_the_choice(organiser: Organiser, browser: FlaskClient) -> None:
    answer = browser.post(
        f"{organiser.base}/people/import",
        data=b"x" * 3_000_000,
        content_type="multipart/form-data; boundary=y",
    )
    assert answer.status_code == 413
    assert "A form with its files may hold 2 MB at most." in answer.text
    assert "Choose a file that is not empty." in organiser.gets("people/import", 422)
    fields = kept(organiser.gets("people/import", 200, **upload("a,b\r\n1,2\r\n")))
    text = organiser.gets("people/import/check", 422, **{**fields, "column-email": "1"})
    assert "Every row needs it: choose the column." in text
    assert kept(text)["column-email"] == "1"
    assert organiser.sends("people/import/check", sheet="x").status_code == 422
