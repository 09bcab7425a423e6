"""What organisers wrote, in the language that is spoken now: one way to read it."""

from app.domain.content import InLanguage, Translated, in_language
from app.models import Edition
from app.services.languages import current


def main_language(edition: Edition) -> str:
    """The language in which the edition's texts were written first."""
    return (edition.languages or ["en"])[0]


def edition_text(edition: Edition, field: str) -> InLanguage:
    """The edition's own field: name, description, who_may_come, venue, city, …"""
    return in_language(edition, field, current(), main_language(edition))


def row_text(edition: Edition, row: Translated, field: str) -> InLanguage:
    """A field of something that belongs to the edition: a room, a programme item, a question."""
    return in_language(row, field, current(), main_language(edition))
