"""The language in which something is said: of a page, a letter, a paper."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_babel import force_locale, get_locale
from sqlalchemy import select

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
