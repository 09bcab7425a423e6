"""The language in which something is said: of a page, a letter, a paper."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import force_locale, get_locale, gettext
from sqlalchemy import select

from app.domain.words import Said
from app.exports.words import WRITTEN, catalogues
from app.extensions import db
from app.models import Account, Edition


def known(language: str | None) -> str:
    """The language itself if there are words for it, else the one all texts are written in."""
    return language if language in catalogues() else WRITTEN


def current() -> str:
    """The language of what is said now: in a request the reader's, within `speaking` that one."""
    return str(get_locale() or WRITTEN).replace("_", "-")


def of_address(email: str, edition: Edition) -> str:
    """The language for who is invited: the account's, if there is one, else the edition's first."""
    own = db.session.scalar(select(Account.locale).where(Account.email == email))
    return known(own or edition.languages[0])


@contextmanager
def speaking(language: str | None) -> Iterator[str]:
    """Whatever is said inside is said in `language`, which is given back as it is known here."""
    found = known(language)
    with force_locale(found.replace("-", "_")):
        yield found


def say(text: str) -> str:
    """A text that was marked with `later`, in the language that is spoken now."""
    if not isinstance(text, Said):
        return str(gettext(text)) if text else text
    values = {name: _said_value(value) for name, value in text.values.items()}
    words = str(gettext(text.words))
    return words % values if values else words


def _said_value(value: object) -> object:
    if isinstance(value, Said):
        return say(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(_said_value(one)) for one in value)
    if isinstance(value, date):
        return format_date(value, "d MMMM y", locale=get_locale() or WRITTEN)
    if isinstance(value, int) and not isinstance(value, bool):
        return format_decimal(value, locale=get_locale() or WRITTEN)
    return value
