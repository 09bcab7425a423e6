"""A made-up language: every text that goes through gettext stands in ⟦brackets⟧, no other does."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from babel.messages import Catalog
from flask import Flask

from app import translating
from app.exports import words
from app.extensions import babel

# Its dates and plural forms are Esperanto's; nothing of the project is translated into it.
LANGUAGE = "eo"
INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")


@contextmanager
def spoken(app: Flask, folder: Path, *, always: bool = False) -> Iterator[str]:
    """The made-up language is the only one beside English; its catalogue lies in `folder`.

    `always`: whoever asks gets it.
    """
    file = folder / LANGUAGE / "LC_MESSAGES/messages.mo"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_catalogue())
    state, before = app.extensions["babel"], words.CATALOGUES
    directories, selector = state.translation_directories, state.locale_selector
    words.CATALOGUES, state.translation_directories = folder, [str(folder)]
    if always:
        state.locale_selector = lambda: LANGUAGE
    _forget(app)
    try:
        yield LANGUAGE
    finally:
        words.CATALOGUES, state.translation_directories = before, directories
        state.locale_selector = selector
        _forget(app)


def outside(text: str) -> str:
    """What did not go through gettext."""
    shorter = INNERMOST.sub("", text)
    return shorter if shorter == text else outside(shorter)


@cache
def _catalogue() -> bytes:
    texts, made = translating.source(), Catalog(locale=LANGUAGE)
    for one in texts:
        if one.id:
            forms = [one.id] if isinstance(one.id, str) else list(one.id)
            said = [f"⟦{form}⟧" for form in forms]
            made.add(one.id, said[0] if isinstance(one.id, str) else said, context=one.context)
    return translating.compiled(made)


def _forget(app: Flask) -> None:
    words.catalogues.cache_clear()
    words.words_in.cache_clear()
    with app.app_context():
        babel.domain_instance.cache.clear()
