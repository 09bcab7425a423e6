"""Text from people, made fit for paper and calendars."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")


def plain_lines(text: str) -> str:
    """The text without control characters and half characters; line ends become \\n.

    Tabs become spaces. Marks that turn the direction of what follows them go too: they would
    reorder their neighbours.
    """
    unified = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return "".join(letter for letter in unified if letter == "\n" or _prints(letter))


def plain_line(text: str) -> str:
    """The same on one line, without space at the ends or twice in a row."""
    return " ".join(plain_lines(text).split())


def shortened(text: str, *, words: int, letters: int = 60) -> str:
    """At most so many words and letters of the text, with … where something is left out."""
    runs = list(re.finditer(r"[^\W\d_]+", text))
    end = runs[words].start() if len(runs) > words else len(text)
    short = text[: min(end, letters)]
    return text if short == text else short.rstrip(" ,;:/(-–") + "…"


def _prints(letter: str) -> bool:
    """False for controls (Cc), surrogates (Cs), unassigned (Cn) and direction overrides."""
    return (
        unicodedata.category(letter) not in {"Cc", "Cs", "Cn", "Co"}
        and unicodedata.bidirectional(letter) not in _OVERRIDES
    )


_OVERRIDES = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
