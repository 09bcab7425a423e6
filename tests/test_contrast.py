"""Every text colour stands out from every ground it is set on, in light and in dark."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parent.parent / "app" / "static" / "css" / "tokens.css"
TEXTS = ("ink", "muted", "accent", "signal", "good", "bad")
GROUNDS = ("paper", "card")
TINTED = ("line", "quiet-ground", "accent-ground", "signal-ground", "good-ground", "bad-ground")
PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    *((text, ground) for text in ("ink", "muted") for ground in TINTED),
    *((tone, f"{tone}-ground") for tone in ("accent", "signal", "good", "bad")),
    ("accent-strong", "paper"),
    ("accent-strong", "accent-ground"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("paper", "ink"),
]
FIELD_EDGES = [("edge", "paper"), ("edge", "card")]


def colours(scheme: str) -> dict[str, str]:
    """The colour tokens that hold in a scheme: dark ones replace light ones."""
    text = TOKENS.read_text(encoding="utf-8")
    light, _, rest = text.partition("@media (prefers-color-scheme: dark)")
    dark = rest.partition("/* Bootstrap")[0]
    found = _named(light)
    return found | _named(dark) if scheme == "dark" else found


def _named(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*#([0-9a-f]{6});", css))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    shares = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)  # (1 + 0.05) / (0 + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(scheme: str, text: str, ground: str) -> None:
    known = colours(scheme)

    assert contrast(known[text], known[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), FIELD_EDGES)
def test_edges_of_fields_can_be_seen(scheme: str, edge: str, ground: str) -> None:
    known = colours(scheme)

    assert contrast(known[edge], known[ground]) >= 3


def test_dark_has_colours_of_its_own() -> None:
    same = {name for name, value in colours("light").items() if colours("dark")[name] == value}

    assert same == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "paper", "muted", "accent", "signal", "good", "bad"])
def test_numbers_for_bootstrap_are_the_same_colour(scheme: str, name: str) -> None:
    text = TOKENS.read_text(encoding="utf-8")
    light, _, dark = text.partition("@media (prefers-color-scheme: dark)")
    css = dark if scheme == "dark" else light
    match = re.search(rf"--{name}-rgb: (\d+), (\d+), (\d+);", css)

    assert match is not None
    assert "".join(f"{int(n):02x}" for n in match.groups()) == colours(scheme)[name]
