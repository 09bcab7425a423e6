"""What stands on the paper."""

import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app.domain.agenda import Agenda
from app.exports.agenda_pdf import agenda_html, agenda_pdf
from app.exports.printing import PrintStoppedError, Watch
from tests.exports.agendas import EVERY_ALPHABET, agenda, meeting, sixty, typical
from tests.exports.papers import book
from tests.exports.poppler import seen_by, text_of, words_of


def test_it_shows_who_when_where_and_with_whom() -> None:
    words = words_of(agenda_pdf(typical()))
    for expected in (
        "Łukasz Čapek-Ψαρράς",
        EVERY_ALPHABET,
        "Monday 26 November 2018",
        "11:00 –12:00",
        "What hubs do for companies",
        "You present",
        "13:00 –13:20",
        "Delegate 1 of Basque DIH",
        "Basque Digital Innovation Hub, Spain",
        "Table 12",
        "Stand S14",
        "Join online: https://meet.example.eu/dih-2018/4f9a",
        "Athena Research Centre, Greece",
        "All tables were taken whenever you met.",
        "All times Warsaw, CET",
        "Version 1 · printed 20 Nov 2018, 10:00",
        "The newest version: https://hubmeet.example.eu/e/dih-2018-warsaw/me/agenda",
    ):
        assert expected in words


def test_every_page_says_whose_it_is_and_which_of_how_many() -> None:
    data = agenda_pdf(sixty())
    pages = len(pikepdf.open(BytesIO(data)).pages)
    for number in range(1, pages + 1):
        page = text_of(data, number)
        lines = [" ".join(line.split()) for line in page.strip().splitlines()[-3:]]
        assert lines == [
            f"Łukasz Čapek-Ψαρράς Page {number} of {pages}",
            "Warsaw 2018",
            "Version 1 · printed 20 Nov 2018, 10:00",
        ]
        assert "Who and what" in page  # the table's head is repeated
        assert "Mon 26 Nov" in page or "Tue 27 Nov" in page


def test_no_meeting_of_sixty_is_lost_or_cut() -> None:
    data = agenda_pdf(sixty())
    starts = [
        f"{8 + n // 3:02}:{n % 3 * 20:02}" for n in range(30)
    ] * 2  # 08:00 in Warsaw is 07 UTC
    assert re.findall(r"(\d\d:\d\d) +–", text_of(data)) == starts
    assert len(data) <= 150_000


def test_an_organisation_of_400_letters_is_whole() -> None:
    name = " ".join(f"Institute{number:02}" for number in range(33))  # 33 × 12 − 1 = 395
    words = words_of(agenda_pdf(replace(agenda(meeting()), organisation=name)))
    assert name in words


def test_an_empty_agenda_says_what_comes() -> None:
    words = words_of(agenda_pdf(replace(agenda(), version=None)))
    assert "Nothing is on this agenda yet" in words
    assert "Your meetings appear here when the organiser publishes the schedule." in words
    assert "Not published yet · printed 20 Nov 2018, 10:00" in words
    assert "holds no meeting and no talk of yours" in words_of(agenda_pdf(agenda()))


def test_language_and_country_names_follow_the_recipient() -> None:
    greek = replace(typical(), language="el")
    data = agenda_pdf(greek)
    assert str(pikepdf.open(BytesIO(data)).Root.Lang) == "el"
    words = words_of(data)
    assert "Δευτέρα 26 Νοεμβρίου 2018" in words
    assert "Basque Digital Innovation Hub, Ισπανία" in words
    assert "Monday 26 November 2018" in words_of(agenda_pdf(replace(greek, language="xx-none")))


def test_words_are_those_of_the_agendas_language() -> None:
    html = agenda_html(replace(typical(), language="pl"))
    assert ">Stolik<" in html
    assert "3 spotkania" in html


def test_title_and_metadata_hold_no_more_than_they_must() -> None:
    document = pikepdf.open(BytesIO(agenda_pdf(typical())))
    assert document.docinfo["/Title"] == "Agenda — Łukasz Čapek-Ψαρράς — Warsaw 2018"
    assert sorted(document.docinfo) == ["/Producer", "/Title"]
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)


def test_all_letters_are_embedded_and_readable() -> None:
    fonts = seen_by("pdffonts", agenda_pdf(typical()), out=False).splitlines()[2:]
    assert fonts
    for font in fonts:
        assert re.search(r"\+Source-Sans-Pro\S* .*Identity-H +yes yes yes", font), font


def test_the_same_agenda_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "from hashlib import sha256; from tests.exports.agendas import typical;"
        "from app.exports.agenda_pdf import agenda_pdf;"
        "print(sha256(agenda_pdf(typical())).hexdigest())"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", script]
    other = subprocess.run(command, capture_output=True, check=True, cwd=root)  # noqa: S603 - our own words
    assert other.stdout.decode().strip() == sha256(agenda_pdf(typical())).hexdigest()


@pytest.fixture(scope="module")
def everybody() -> list[Agenda]:
    """45 people, more than are typeset at once; one of them has two pages."""
    people = [replace(agenda(meeting()), person_name=f"Person {n:02}") for n in range(45)]
    people[1] = replace(sixty(), person_name="Person 01")
    return people


def test_all_agendas_in_one_file_with_a_bookmark_each(everybody: list[Agenda]) -> None:
    seen: list[tuple[int, int]] = []
    data = book(everybody, Watch(lambda done, total: seen.append((done, total))))
    assert seen == [(done, 45) for done in range(1, 46)]
    document = pikepdf.open(BytesIO(data))
    assert document.docinfo["/Title"] == "Agendas — Warsaw 2018"
    with document.open_outline() as outline:
        people = [(str(item.title), _page_of(item)) for item in outline.root]
        assert [str(item.title) for item in outline.root[0].children] == ["Monday 26 November 2018"]
    long = len(document.pages) - 44  # everybody else has one page
    assert people == [(f"Person {n:02}", n if n < 2 else n + long - 1) for n in range(45)]
    page = text_of(data, 1)
    assert "Page 1 of 1" in page
    assert f"Page 2 of {long}" in text_of(data, 3)


def _page_of(item: pikepdf.OutlineItem) -> int:
    assert isinstance(item.destination, pikepdf.Array)
    return pikepdf.Page(item.destination[0]).index


def test_printing_all_can_be_stopped(everybody: list[Agenda]) -> None:
    done: list[int] = []

    def note(number: int, _total: int) -> None:
        done.append(number)

    stop: Callable[[], bool] = lambda: len(done) == 3  # noqa: E731 - one word says it
    with pytest.raises(PrintStoppedError):
        book(everybody, Watch(note, stop))
    assert done == [1, 2, 3]


def test_nobody_to_print_for_is_an_error() -> None:
    with pytest.raises(ValueError, match="there is nothing to print"):
        book([])


def test_threads_print_the_same_bytes() -> None:
    expected = agenda_pdf(typical())
    with ThreadPoolExecutor(4) as pool:
        printed = list(pool.map(lambda _number: agenda_pdf(typical()), range(12)))
    assert printed == [expected] * 12
