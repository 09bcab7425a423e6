"""Texts of an edition in its several languages: the reader's where there is one, else the main."""

from collections.abc import Mapping
from typing import Protocol


class InLanguage(str):
    """A text that knows in which language it is."""

    __slots__ = ("language",)

    language: str

    def __new__(cls, text: str, language: str) -> "InLanguage":
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # two parts
        return str(self), self.language


class Translated(Protocol):
    """A row whose fields are written in the edition's main language and may stand in others."""

    @property
    def translations(self) -> Mapping[str, Mapping[str, str]]:
        """Language → field → text."""


def in_language(row: Translated, field: str, language: str, main: str) -> InLanguage:
    """The row's field in `language`, else in the main language of its edition."""
    own = (row.translations or {}).get(language, {}).get(field, "")
    if own.strip() and language != main:
        return InLanguage(own, language)
    written = getattr(row, field) or ""
    return InLanguage("\n".join(written) if isinstance(written, list) else written, main)
