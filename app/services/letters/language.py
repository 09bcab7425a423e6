"""Letters are written in the language of whom they are for, and say which that is."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from inspect import signature
from typing import ParamSpec

from app.domain.letters import Letter
from app.services.languages import current, speaking

P = ParamSpec("P")
Made = Callable[P, Letter]


def in_language_of(reader: str) -> Callable[[Made[P]], Made[P]]:
    """The argument of this name, a registration or an account, says the letter's language."""

    def decorate(letter: Made[P]) -> Made[P]:
        parts = signature(letter)

        @wraps(letter)
        def written(*args: P.args, **kwargs: P.kwargs) -> Letter:
            with speaking(parts.bind(*args, **kwargs).arguments[reader].locale) as language:
                return replace(letter(*args, **kwargs), language=language)

        return written

    return decorate


def in_this_language(letter: Made[P]) -> Made[P]:
    """The letter is in the language that is spoken now: of the page, or of who calls."""

    @wraps(letter)
    def written(*args: P.args, **kwargs: P.kwargs) -> Letter:
        return replace(letter(*args, **kwargs), language=current())

    return written
