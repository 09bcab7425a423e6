"""Rules that every template and style sheet of paper keeps, whatever it prints."""

import re
from pathlib import Path

import pytest

from tests.test_contrast import contrast, luminance

SHEETS = Path(__file__).resolve().parents[2] / "templates" / "pdf"
TEMPLATES = sorted(SHEETS.glob("*.html"))
STYLES = sorted(SHEETS.glob("*.css"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_table_is_one_that_every_reader_program_understands(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"rowspan|colspan|<dl|scope=\"row\"|<tfoot", text)
    for cell in re.findall(r"<th\b[^>]*>(.*?)</th>", text, re.S):
        assert cell.strip()
    assert text.count("<th ") == text.count('scope="col"')
    assert "<th>" not in text
    assert not re.search(r"\sstyle=|<style|<script", text)


def test_letters_are_large_enough() -> None:
    for path in (one for one in STYLES if one.name != "badges.css"):  # a long name shrinks there
        sizes = re.findall(r"font(?:-size)?: *([\d.]+)pt", path.read_text(encoding="utf-8"))
        assert min(map(float, sizes), default=10) >= 10, path.name


def test_letters_stand_out_from_every_ground() -> None:
    css = "".join(path.read_text(encoding="utf-8") for path in STYLES)
    grounds = {"ffffff", *re.findall(r"background: #([0-9a-f]{6})", css)}
    colours = set(re.findall(r"[{;\s]color: #([0-9a-f]{6})", css))
    pairs = [
        (colour, ground)
        for colour in colours
        for ground in grounds
        if (luminance(colour) > 0.5) is not (luminance(ground) > 0.5)  # white on the dark ones
    ]
    assert len(pairs) > 10
    for colour, ground in pairs:
        assert contrast(colour, ground) >= 4.5, f"#{colour} on #{ground}"
