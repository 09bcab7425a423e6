"""How large a text can be set so that it fits into a box, measured with our own typeface."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import font_source_sans_pro
from fontTools.ttLib import TTFont

LINE = 1.15
"""The height of a line in sizes of its type."""
SPARE = 0.97
"""Of a line's width; the rest is for what is not measured, as kerning."""
_FILES = {400: "SourceSansPro-Regular.ttf", 700: "SourceSansPro-Bold.ttf"}
_WIDEST = 1.0


def fitting_size(
    text: str, sizes: Sequence[float], *, width: float, height: float, weight: int = 400
) -> float | None:
    """The first of the sizes (points, large to small) at which the text fits; None if none does.

    `width` and `height` are points. Lines are broken at spaces, a longer word anywhere.
    """
    for size in sizes:
        if len(list(lines(text, size, width, weight))) * size * LINE <= height:
            return size
    return None


def cut_to_fit(text: str, size: float, *, width: float, height: float, weight: int = 400) -> str:
    """As much of the text as fits, with … where something is left out."""
    most = max(1, int(height / (size * LINE)))
    shown = list(lines(text, size, width, weight))
    if len(shown) <= most:
        return text
    kept = " ".join(shown[:most])
    while kept and len(list(lines(f"{kept}…", size, width, weight))) > most:
        kept = kept[:-1].rstrip(" ,;:/(-–")
    return f"{kept}…"


def lines(text: str, size: float, width: float, weight: int = 400) -> Iterator[str]:
    """The text as it is broken into lines."""
    room = width * SPARE
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if _width(longer, size, weight) <= room:
            line = longer
            continue
        if line:
            yield line
        while _width(word, size, weight) > room:
            fits = _letters_that_fit(word, size, room, weight)
            yield word[:fits]
            word = word[fits:]
        line = word
    if line:
        yield line


def _letters_that_fit(word: str, size: float, room: float, weight: int) -> int:
    used = 0.0
    for number, letter in enumerate(word):
        used += _letter(letter, weight) * size
        if used > room:
            return max(1, number)
    return len(word)


def _width(text: str, size: float, weight: int) -> float:
    return sum(_letter(letter, weight) for letter in text) * size


@lru_cache(maxsize=4096)
def _letter(letter: str, weight: int) -> float:
    """The width at size 1; a letter that our face lacks counts as a whole square."""
    widths, glyphs, units = _face(weight)
    glyph = glyphs.get(ord(letter))
    return widths[glyph] / units if glyph else _WIDEST


@lru_cache(maxsize=2)
def _face(weight: int) -> tuple[dict[str, int], dict[int, str], int]:
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    with TTFont(folder / _FILES[weight], lazy=True) as font:
        widths = {name: width for name, (width, _left) in font["hmtx"].metrics.items()}
        return widths, dict(font.getBestCmap()), font["head"].unitsPerEm
