"""Two foreign judges of PDF/UA-1, and six seeded faults that they must find."""

from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from outloud import check

from app.exports import pdf
from app.exports.agenda_pdf import agenda_html, agenda_pdf
from tests.exports.agendas import agenda, meeting, sixty, typical
from tests.exports.papers import book
from tests.exports.poppler import seen_by

HARMLESS = {"PAG-001"}
"""The heads that a table repeats on every page look to the judge like running heads."""

PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs="


def faults(data: bytes, folder: Path) -> set[str]:
    """The rules broken, of both judges; empty where both are content."""
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    found = {failure.rule_id for failure in report.failures}
    path = folder / "judged.pdf"
    path.write_bytes(data)
    result = check(str(path))
    assert result.error is None
    found |= {finding.rule for finding in result.findings if finding.severity != "info"}
    assert report.is_compliant == (not report.failures)
    return found - HARMLESS


@pytest.mark.parametrize(
    "whose", [typical(), sixty(), agenda(), agenda(meeting()), replace(typical(), language="el")]
)
def test_an_agenda_is_accessible(whose: Any, tmp_path: Path) -> None:
    assert faults(agenda_pdf(whose), tmp_path) == set()


WORDY = replace(
    agenda(meeting()),
    person_name="The second delegate of a small company that nobody has named in the source",
    edition_name="The annual event of all the hubs in one of the old towns of the north",
)
"""Its feet, which are not read out, would look to the judges like prose."""


def test_feet_with_long_names_do_not_hide_prose(tmp_path: Path) -> None:
    assert faults(agenda_pdf(WORDY), tmp_path) == set()
    assert faults(book([WORDY, sixty(), WORDY]), tmp_path) == set()


def test_all_agendas_in_one_file_are_accessible(tmp_path: Path) -> None:
    people = [replace(typical(), person_name=f"Person {n:02}") for n in range(24)]
    assert faults(book([sixty(), *people]), tmp_path) == set()


def printed(html: str) -> bytes:
    return pdf.write(pdf.typeset(html))


def without_language() -> bytes:
    return printed(agenda_html(typical()).replace('<html lang="en">', "<html>"))


def without_title() -> bytes:
    html = agenda_html(typical())
    return printed(html[: html.index("<title>")] + html[html.index("</title>") + 8 :])


def with_a_picture_without_text() -> bytes:
    return printed(agenda_html(typical()).replace("<section", f'<img src="{PICTURE}"><section', 1))


def with_a_heading_left_out() -> bytes:
    return printed(agenda_html(typical()).replace("<h2>", "<h4>").replace("</h2>", "</h4>"))


def with_broken_headers() -> bytes:
    document = pikepdf.open(BytesIO(agenda_pdf(typical())))
    for thing in document.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TD":
            thing.A.Headers = pikepdf.Array([pikepdf.String("nowhere")])
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TH":
            del thing.A["/Scope"]
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def without_the_variant() -> bytes:
    untagged: bytes = pdf.typeset(agenda_html(typical())).write_pdf()
    return untagged


@pytest.mark.parametrize(
    "seeded",
    [
        without_language,
        without_title,
        with_a_picture_without_text,
        with_a_heading_left_out,
        with_broken_headers,
        without_the_variant,
    ],
)
def test_the_judges_find_each_seeded_fault(seeded: Any, tmp_path: Path) -> None:
    assert faults(seeded(), tmp_path)


def test_every_cell_has_a_header_that_exists_and_every_header_is_used() -> None:
    document = pikepdf.open(BytesIO(book([sixty(), typical()])))
    things = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary)]
    headers = [str(thing.ID) for thing in things if thing.get("/S") == "/TH"]
    named = [
        _only(str(name) for name in cell.A.Headers) for cell in things if cell.get("/S") == "/TD"
    ]
    assert len(headers) == len(set(headers))
    assert set(named) == set(headers)
    listed = document.Root.StructTreeRoot.IDTree.Names
    assert [str(name) for name in listed[::2]] == sorted(headers)


def _only(names: Iterable[str]) -> str:
    (name,) = names
    return name


def test_the_feet_are_not_read_out() -> None:
    spoken = seen_by("pdfinfo", agenda_pdf(sixty()), "-struct-text", out=False)
    assert "Basque Digital Innovation Hub" in spoken
    assert "Page 1" not in spoken
    assert spoken.index("13:00") < spoken.index('"30"')  # reading order: left to right, top down
