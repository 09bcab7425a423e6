"""The language in which something is said: of a page, a letter, a paper."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_babel import force_locale, get_locale

from app.exports.words import WRITTEN, catalogues


def known(language: str | None) -> str:
    """The language itself if there are words for it, else the one all texts are written in."""
    return language if language in catalogues() else WRITTEN


def current() -> str:
    """The language of what is said now: in a request the reader's, within `speaking` that one."""
    return str(get_locale() or WRITTEN).replace("_", "-")


@contextmanager
def speaking(language: str | None) -> Iterator[str]:
    """Whatever is said inside is said in `language`, which is given back as it is known here."""
    found = known(language)
    with force_locale(found.replace("-", "_")):
        yield found
