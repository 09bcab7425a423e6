"""Texts that are written in one place and said in another."""

from datetime import date
from typing import Any


class Said(str):
    """A text that is English as it stands, and still knows what it was made of.

    `words` is what translators see, with named placeholders; `values` stand in their places.
    """

    __slots__ = ("values", "words")

    words: str
    values: dict[str, Any]

    def __new__(cls, words: str, values: dict[str, Any]) -> "Said":
        shown = {name: _in_english(value) for name, value in values.items()}
        made = super().__new__(cls, words % shown if shown else words)
        made.words, made.values = words, values
        return made

    def __getnewargs__(self) -> tuple[str, dict[str, Any]]:  # type: ignore[override]  # two parts
        return self.words, self.values


def later(text: str, /, **values: Any) -> str:
    """The text, marked for translators; what shows it says it in the reader's language.

    Values may be texts of this kind, lists of them, whole numbers and days: they are said, too.
    For words of modules that know no request: constants, messages of rules, errors.
    """
    return Said(text, values)


def _in_english(value: Any) -> str:
    """Lists with commas, numbers with their thousands, days as "18 May 2027"."""
    if isinstance(value, list | tuple):
        return ", ".join(map(_in_english, value))
    if isinstance(value, date):
        return f"{value:%d %B %Y}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)
