"""How exports find their words: they have no request, so the paper's own language decides."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.support import NullTranslations, Translations

Gettext = Callable[[str], str]
Ngettext = Callable[[str, str, int], str]

CATALOGUES = Path(__file__).resolve().parents[1] / "translations"
# The language in which all texts are written.
WRITTEN = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """The two functions that every text of an export goes through."""

    gettext: Gettext
    ngettext: Ngettext


@lru_cache
def catalogues() -> tuple[str, ...]:
    """The languages that there are words for: the written one, then each with a catalogue."""
    files = CATALOGUES.glob("*/LC_MESSAGES/messages.mo")
    return (WRITTEN, *sorted(file.parents[1].name.replace("_", "-") for file in files))


def own_name(language: str) -> str:
    """What a language calls itself: "Polski"."""
    name = Locale.parse(language, sep="-").get_display_name()
    return name[:1].upper() + name[1:] if name else language


@lru_cache
def words_in(language: str) -> Words:
    """The words of a language (BCP 47); English where there is no catalogue for it."""
    found: NullTranslations = Translations.load(CATALOGUES, [language.replace("-", "_")])
    return Words(found.gettext, found.ngettext)
