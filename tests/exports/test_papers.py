"""Papers of meetings: accessible, whole, on the paper, the same again, whatever the names are."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app.exports.documents import document_html, document_pdf
from tests.exports import meeting_papers as papers
from tests.exports.poppler import seen_by
from tests.exports.test_pdf_ua import faults

SAMPLES = {
    "typical": papers.TYPICAL,
    "empty": papers.EMPTY,
    "hard": papers.HARD,
    "many": papers.MANY,
}
KINDS = sorted(papers.TYPICAL)
SIDES = ("width", "height")
EACH = [(kind, sample) for kind in KINDS for sample in SAMPLES]


@cache
def printed(kind: str, sample: str) -> bytes:
    """Every sample is printed once for all tests."""
    return document_pdf(papers.paper(kind, SAMPLES[sample][kind]))


def squeezed(text: str) -> str:
    """Without any space, so that a line's end within a name does not matter."""
    return "".join(text.split())


def drawn(data: bytes) -> str:
    """The text in the order in which it is drawn, cell by cell, squeezed.

    Words that are written from the right are drawn from the left, the last one first.
    """
    return re.sub("[\u202a-\u202e]", "", squeezed(seen_by("pdftotext", data, "-raw")))


def text_of(data: bytes) -> str:
    """The same with single spaces, and none within a time."""
    return re.sub(r"(\d) –(\d)", r"\1–\2", " ".join(seen_by("pdftotext", data, "-raw").split()))


@pytest.mark.parametrize(("kind", "sample"), EACH)
def test_a_paper_is_accessible(kind: str, sample: str, tmp_path: Path) -> None:
    assert faults(printed(kind, sample), tmp_path) == set()


@pytest.mark.parametrize(("kind", "sample"), EACH)
def test_no_letter_is_outside_of_the_page(kind: str, sample: str) -> None:
    for part in seen_by("pdftotext", printed(kind, sample), "-bbox").split("<page ")[1:]:
        width, height = (
            float(part.split(f'{side}="')[1].split('"')[0]) for side in ("width", "height")
        )
        assert sorted((round(width), round(height))) == [595, 842]  # A4 in points
        box = {
            side: [float(found) for found in re.findall(rf'{side}="([-\d.]+)"', part)]
            for side in ("xMin", "yMin", "xMax", "yMax")
        }
        assert min(box["xMin"]) >= 0
        assert min(box["yMin"]) >= 0
        assert max(box["xMax"]) <= width
        assert max(box["yMax"]) <= height


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_is_whole(kind: str) -> None:
    text = drawn(printed(kind, "hard"))
    for name in papers.NAMES:
        assert squeezed(name) in text or squeezed(" ".join(reversed(name.split()))) in text, name
    assert "□" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_every_font_is_embedded_and_readable(kind: str) -> None:
    for font in seen_by("pdffonts", printed(kind, "hard"), out=False).splitlines()[2:]:
        assert re.search(r" yes yes yes ", font), font


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_never_cut_and_heads_are_repeated(kind: str) -> None:
    text = seen_by("pdftotext", printed(kind, "many"), "-raw")
    pages = [squeezed(page) for page in text.split("\f")[:-1]]
    assert len(pages) > 1
    head = {
        "team_agenda": "Time|Whoandwhat",
        "stand_sheet": "Whocomes",
        "table_sign": "Withwhom",
        "door_sheet": "Withwhom",
        "table_plan": "Mon26Nov",
    }[kind]
    assert all(re.search(head, one) for one in pages)
    slots, host = {
        "stand_sheet": ([*range(30)], ""),
        "table_sign": ([*range(20)], "Company"),
        "table_plan": ([n // 10 for n in range(100)], "Company"),
    }.get(kind, ([], ""))
    for n, slot in enumerate(slots):
        starts_at = papers.at(slot) + timedelta(hours=1)  # Warsaw is an hour before UTC
        row = (f"{starts_at:%H:%M}", f"Partnership{n:03}", f"{host}{n:03}" if host else "")
        assert any(all(word in page for word in row) for page in pages), row


def test_the_same_data_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "from hashlib import sha256; from tests.exports import meeting_papers as papers;"
        "from app.exports.documents import document_pdf;"
        "[print(sha256(document_pdf(papers.paper(k, papers.TYPICAL[k]))).hexdigest())"
        " for k in sorted(papers.TYPICAL)]"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", script]
    other = subprocess.run(command, capture_output=True, check=True, cwd=root)  # noqa: S603 - our own words
    here = [sha256(printed(kind, "typical")).hexdigest() for kind in KINDS]
    assert other.stdout.decode().split() == here


TITLES = {
    "team_agenda": "Team agenda — Basque Digital Innovation Hub — Warsaw 2018",
    "stand_sheet": "Stand S14 — Monday 26 November 2018 — Warsaw 2018",
    "table_sign": "Table 12 — Monday 26 November 2018 — Warsaw 2018",
    "door_sheet": "09:00 — Great hall — Mon 26 Nov — Warsaw 2018",
    "table_plan": "Table plan — Great hall — Mon 26 Nov — Warsaw 2018",
}
OUTLINES = {
    "team_agenda": [
        "Basque Digital Innovation Hub",
        ["Monday 26 November 2018", "Rep0 Čapek-Ψαρράς", "Rep1 Čapek-Ψαρράς"],
    ],
    "stand_sheet": ["Stand S14", ["Monday 26 November 2018"]],
    "table_sign": ["Table 12", ["Monday 26 November 2018"]],
    "door_sheet": ["09:00 –09:20", ["By name"]],
    "table_plan": ["Great hall", ["Table 1 to Table 3"]],
}


@pytest.mark.parametrize("kind", KINDS)
def test_title_language_and_bookmarks(kind: str) -> None:
    document = pikepdf.open(BytesIO(printed(kind, "typical")))
    assert document.docinfo["/Title"] == TITLES[kind]
    assert sorted(document.docinfo) == ["/Producer", "/Title"]
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
    with document.open_outline() as outline:
        (first,) = outline.root
        assert [str(first.title), [str(one.title) for one in first.children]] == OUTLINES[kind]
    greek = pikepdf.open(BytesIO(printed(kind, "hard")))
    assert str(greek.Root.Lang) == "el"


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_read_out_in_the_order_of_the_page_and_the_foot_is_not(kind: str) -> None:
    data = printed(kind, "typical")
    html = document_html(papers.paper(kind, papers.TYPICAL[kind]))
    body = html[html.index("<header") : html.index("</article>")]
    read = re.findall(r'"(.*)"$', seen_by("pdfinfo", data, "-struct-text", out=False), re.M)
    expected = squeezed(re.sub(r"<[^>]*>", "", body)).replace("&#39;", "'")
    assert squeezed("".join(read)).replace("·", "") == expected.replace("·", "")
    assert "Page1" not in squeezed("".join(read))


def test_a_team_side_by_side_and_one_by_one() -> None:
    data = printed("team_agenda", "typical")
    assert len(pikepdf.open(BytesIO(data)).pages) == 2  # the timetable, and both lists
    words = text_of(data)
    # 2 × 4 meetings, three an hour from 13:00 in Warsaw, and a talk outside of all slots.
    for expected in (
        "2 people · 8 meetings · All times Warsaw, CET",
        "11:00–12:00 What hubs do for companies Room Chopin –",
        "13:00–13:20 Partnership000 Table 1 Partnership000 Table 101",
        "15:00–15:20 – –",
        "Version 1 · printed 20 Nov 2018, 10:00",
    ):
        assert expected in words
    assert "Nothing is on these agendas yet" in text_of(printed("team_agenda", "empty"))


def test_a_stand_says_who_comes_to_whom_and_what_is_free() -> None:
    words = text_of(printed("stand_sheet", "typical"))
    for expected in (
        "Stand S14 Basque Digital Innovation Hub",
        "09:00–09:20 Person001 Ψαρράς Partnership000, Spain Person000 Ψαρράς",
        "11:00–11:20 2 desks free –",
        "11:20–11:40 Nobody is here at this time –",
    ):
        assert expected in words
    assert "No meetings are held on this day." in text_of(printed("stand_sheet", "empty"))


def test_a_sign_shows_its_number_from_afar() -> None:
    data = printed("table_sign", "typical")
    number = next(
        part for part in seen_by("pdftotext", data, "-bbox").splitlines() if ">12</word>" in part
    )
    top, bottom = (float(number.split(f'{side}="')[1].split('"')[0]) for side in ("yMin", "yMax"))
    # The box is the font's ascent and descent, 1.26 of its size; a digit's height is 0.65 of it.
    assert (bottom - top) / 1.26 * 0.65 / 72 * 25.4 > 60  # mm; read at 5 m, 40 would do
    words = text_of(data)
    assert "09:00–09:20 Company000 Partnership000" in words
    assert "No meeting is planned at this place on this day." in text_of(
        printed("table_sign", "empty")
    )


def test_a_door_sheet_is_sorted_as_one_looks_names_up() -> None:
    text = drawn(printed("door_sheet", "typical"))
    found = re.findall(r"Person(\d{3})Ψαρράς(?:Company|Partnership)", text)
    assert found == ["000", "001", "002", "003", "500", "501", "502", "503"]
    words = text_of(printed("door_sheet", "typical"))
    assert "8 people" in words
    assert "Person003 Ψαρράς Company003 Table 4 Person503 Ψαρράς" in words


def test_a_plan_shows_both_sides_what_is_free_and_the_totals() -> None:
    words = text_of(printed("table_plan", "typical"))
    # 10 meetings at 3 tables in 4 slots: 3 + 3 + 3 + 1, so 2 of 12 are free; 4, 3, 3 by table.
    assert "3 places · 10 meetings · 2 of 12 times free" in words
    assert "09:00 3 of 3 Company000 Partnership000 Company001 Partnership001" in words
    assert "10:00 1 of 3 Company009 Partnership009 free free" in words
    assert "Meetings 4 3 3" in words
    assert "Names in full" not in words
    hard = text_of(printed("table_plan", "hard"))
    assert "Institute00 Institute01 Institute02… Institute00" in hard  # 35 letters of 36, and whole
    assert papers.LONG in hard


def test_a_word_of_ten_thousand_letters_stays_on_the_paper() -> None:
    made = document_pdf(papers.paper("table_plan", papers.plan(("W" * 10_000,))))
    boxes = seen_by("pdftotext", made, "-bbox")
    assert max(float(right) for right in re.findall(r'xMax="([\d.]+)"', boxes)) <= 841.89
    assert drawn(made).count("W") >= 10_000


def test_a_picture_writing_is_not_lost() -> None:
    smile = replace(papers.guest(1), organisation="Hub 🤝 Hub")
    sheet = papers.sign(("x",))
    (one,) = sheet.sittings
    made = document_pdf(
        papers.paper("table_sign", replace(sheet, sittings=(replace(one, visitor=smile),)))
    )
    assert "Hub🤝Hub" in drawn(made)
