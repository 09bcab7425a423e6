"""Badges, lists and confirmations: accessible, on the paper, with every name whole."""

import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app.domain.people_papers import Badge
from app.domain.states import Part
from app.exports.documents import document_html, document_pdf
from app.exports.people_pdf import PARTS
from tests.exports.people_samples import (
    BADGES,
    CONFIRMATION,
    DESK,
    LONG,
    NAMES,
    PEOPLE,
    SAMPLES,
    paper,
)
from tests.exports.poppler import seen_by, words_of
from tests.exports.test_pdf_ua import faults

MM = 72 / 25.4
TOP = Path(__file__).parents[2]


@cache
def printed(sample: str) -> bytes:
    """Every sample is printed once for all tests."""
    return document_pdf(SAMPLES[sample])


def boxes(data: bytes) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of every word, in points."""
    pattern = r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"'
    return [
        (float(left), float(top), float(right), float(bottom))
        for left, top, right, bottom in re.findall(pattern, seen_by("pdftotext", data, "-bbox"))
    ]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("sample", sorted(SAMPLES))
def test_a_paper_is_accessible_and_nothing_is_outside_of_the_page(
    sample: str, tmp_path: Path
) -> None:
    assert faults(printed(sample), tmp_path) == set()
    for left, top, right, bottom in boxes(printed(sample)):
        assert (left >= 0, top >= 0, right <= 596, bottom <= 842) == (True,) * 4  # A4 in points


@pytest.mark.parametrize("sample", ["badges", "a list"])
def test_every_name_is_whole(sample: str) -> None:
    text = squeezed(seen_by("pdftotext", printed(sample), "-raw"))
    for name in NAMES:
        assert squeezed(name) in text


def test_eight_badges_stand_on_one_sheet_each_in_its_own_place() -> None:
    data = printed("badges")
    assert len(pikepdf.open(BytesIO(data)).pages) == 1
    for left, top, right, bottom in boxes(data):
        # Columns begin at 10 and 105 mm, rows at 14.5, 81.5, 148.5 and 215.5 mm.
        column, row = int((left / MM - 10) // 95), int((top / MM - 14.5) // 67)
        assert 10 + 95 * column + 4.9 <= left / MM
        assert right / MM <= 10 + 95 * (column + 1) - 4.9
        assert bottom / MM <= 14.5 + 67 * (row + 1)


def test_names_and_organisations_do_not_run_into_each_other() -> None:
    """The name's box ends 37 mm below the badge's top, the code begins 23 mm from its right."""
    longest = max(NAMES, key=len)
    badge = Badge(longest, LONG, "PL", Part.HUB, DESK)
    data = document_pdf(paper("badges", replace(BADGES, badges=(badge,))))
    text = words_of(data)
    assert longest in text
    cut = text.partition("…")[0]
    assert cut.endswith(tuple(LONG.split()))
    for left, top, right, bottom in boxes(data):
        is_name = top / MM - 14.5 < 37
        below, beside = bottom / MM - 14.5, right / MM - 10
        assert below <= 37.2 if is_name else (beside <= 72.5 or left / MM - 10 < 6), (left, top)


def test_a_badge_says_all_but_the_address() -> None:
    words = words_of(document_pdf(paper("badges", replace(BADGES, badges=BADGES.badges[:1]))))
    assert words == "Warsaw 2018 Zofia Łódzka Hub of Łódź Poland Company"


def test_every_part_has_a_word_and_a_colour_of_its_own() -> None:
    style = (TOP / "templates/pdf/badges.css").read_text(encoding="utf-8")
    colours = re.findall(r"\.badge \.(\w+) { background: (#\w{6}); }", style)
    assert {part for part, _colour in colours} == set(Part) == set(PARTS)
    assert len({colour for _part, colour in colours}) == len(Part)
    for _part, colour in colours:
        assert contrast_to_white(colour) >= 4.5


def contrast_to_white(colour: str) -> float:
    """WCAG's: (1 + 0.05) / (luminance + 0.05)."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_a_list_says_for_whom_it_is() -> None:
    to_hand_out = document_html(paper("participant_list", PEOPLE))
    team = document_html(paper("participant_list", replace(PEOPLE, is_for_participants=False)))
    assert to_hand_out.count("For participants: those who agreed to be listed") == 1
    assert team.count("For the organising team only: everybody who takes part") == 1
    assert "For participants" not in team


def test_a_list_by_organisation_begins_with_it() -> None:
    html = document_html(paper("participant_list", replace(PEOPLE, by_organisation=True)))
    assert html.index(">Organisation<") < html.index(">Name<")
    assert html.index("Hub of Łódź") < html.index("Zofia Łódzka")


def test_a_confirmation_says_who_what_when_and_where() -> None:
    whole = replace(CONFIRMATION, person_name="Zofia Łódzka", organisation="Hub of Łódź")
    words = words_of(document_pdf(paper("confirmation", whole)))
    for expected in (
        "Confirmation of registration",
        "Zofia Łódzka",
        "Hub of Łódź, Poland",
        "Takes part as: Digital Innovation Hub",
        "Monday 26 November 2018 to Tuesday 27 November 2018",
        "Copernicus Science Centre, Warsaw",
        "For the organiser: Warsaw Hub Foundation",
        "Issued on Tuesday 20 November 2018",
    ):
        assert expected in words
    data = document_pdf(paper("confirmation", replace(whole, attended=True)))
    assert "Confirmation of attendance" in words_of(data)
    title = "Confirmation of attendance — Zofia Łódzka — Warsaw 2018"
    with pikepdf.open(BytesIO(data)) as document:
        assert document.docinfo["/Title"] == title


def test_the_same_paper_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "from hashlib import sha256; from tests.exports.people_samples import SAMPLES;"
        "from app.exports.documents import document_pdf;"
        "print([sha256(document_pdf(SAMPLES[one])).hexdigest() for one in sorted(SAMPLES)])"
    )
    command = [sys.executable, "-c", script]
    other = subprocess.run(command, capture_output=True, check=True, cwd=TOP)  # noqa: S603 - our own words
    ours = [sha256(printed(one)).hexdigest() for one in sorted(SAMPLES)]
    assert other.stdout.decode().strip() == str(ours)
