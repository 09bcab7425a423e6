"""Templates, styles and scripts keep to the rules that let the strict policy work."""

import re
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
# Mails and PDFs are no web pages: their rules are their own.
OTHER_MEDIA = {"pdf", "mail"}
TEMPLATES = sorted(
    path
    for path in (TOP / "templates").rglob("*.html")
    if path.relative_to(TOP / "templates").parts[0] not in OTHER_MEDIA
)
SHEETS = sorted((TOP / "app" / "static" / "css").glob("*.css"))
SCRIPTS = sorted((TOP / "app" / "static" / "js").glob("*.js"))

INLINE = {
    "a style attribute": r"""<[a-z][^>]*\sstyle\s*=""",
    "a style element": r"<style\b",
    "an event attribute": r"""<[a-z][^>]*\son[a-z]+\s*=\s*["']""",
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "a javascript address": r"javascript:",
    "an unescaped value": r"\|\s*safe\b",
}
ASSET_OF_ANOTHER_HOST = (
    r"""<(?:script|link|img|iframe|source|use)\b[^>]*(?:src|href)=["'](?:https?:)?//"""
)


def name(path: Path) -> str:
    return str(path.relative_to(TOP))


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_holds_nothing_inline(path: Path) -> None:
    found = [what for what, pattern in INLINE.items() if re.search(pattern, text(path), re.I)]

    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_loads_nothing_from_another_host(path: Path) -> None:
    assert re.findall(ASSET_OF_ANOTHER_HOST, text(path), re.I) == []


@pytest.mark.parametrize("path", [*SHEETS, *SCRIPTS], ids=name)
def test_styles_and_scripts_load_nothing_from_another_host(path: Path) -> None:
    without_names = text(path).replace("http://www.w3.org/2000/svg", "")  # a name, not an address

    assert re.findall(r"https?://|//[a-z0-9-]+\.[a-z]+/", without_names) == []


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.parent.name == "_partials"], ids=name)
def test_partial_has_an_underscore_and_says_what_it_needs(path: Path) -> None:
    assert path.name.startswith("_")
    assert text(path).startswith("{#-")


def test_the_rules_catch_what_they_are_for() -> None:
    bad = '<p style="x"><a onclick="y()"><script>z</script><img src="https://a.example/b.png">'

    caught = [what for what, pattern in INLINE.items() if re.search(pattern, bad)]

    assert caught == ["a style attribute", "an event attribute", "an inline script"]
    assert len(re.findall(ASSET_OF_ANOTHER_HOST, bad)) == 1


def test_every_style_sheet_is_linked() -> None:
    base = text(TOP / "templates" / "base.html")
    match = re.search(r"for sheet in \[([^\]]+)\]", base)

    assert match is not None
    assert sorted(re.findall(r"'(\w+)'", match[1])) == [path.stem for path in SHEETS]
