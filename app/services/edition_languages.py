"""The languages of an edition, and its texts in each of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.words import later
from app.exports.words import catalogues
from app.extensions import db
from app.models import ConsentText, Edition, ProgrammeItem, Question, Room
from app.services import audit
from app.services.transaction import writing

LONGEST = 4000
# Field → what organisers call it, and whether it takes several lines.
OF_EDITION = {
    "name": (later("Name"), False),
    "description": (later("Description"), True),
    "who_may_come": (later("Who may come"), True),
    "venue": (later("Venue"), False),
    "city": (later("City"), False),
    "legal_basis": (later("Legal basis"), True),
    "privacy_note": (later("What else people should know"), True),
}
OF_ITEM = {"title": (later("Title"), False), "description": (later("In a few sentences"), True)}
OF_QUESTION = {
    "label": (later("Question"), False),
    "help": (later("A line of help"), False),
    "options": (later("Answers to choose from"), True),
}
CONSENT = later("Consent, as its controller writes it")


@dataclass(frozen=True)
class Text:
    """One text in its first language, and as it is in another (empty: not yet)."""

    key: str
    group: str
    label: str
    written: str
    translated: str
    is_long: bool


def choose(edition: Edition, languages: list[str], *, by: int | None, now: datetime) -> None:
    """The edition's languages, the main one first; texts of others stay for when they return."""
    chosen = list(dict.fromkeys(one for one in languages if one))
    if not chosen or any(one not in catalogues() for one in chosen):
        text = later("Choose at least one language of the list.")
        raise InvalidInputError(text, {"languages": text})
    with writing():
        edition.languages = chosen
        _note(edition, by, now)


def others(edition: Edition) -> tuple[str, ...]:
    """The languages beside the main one."""
    return tuple(edition.languages[1:])


def texts_in(edition: Edition, language: str) -> tuple[Text, ...]:
    """All texts that the edition has, as they are in one of its other languages."""
    if language not in others(edition):
        raise NotFoundError(later("This event has no such language."))
    return tuple(text for text, _row, _field in _places(edition, language))


def missing_in(edition: Edition, language: str) -> int:
    """How many of them have no words yet."""
    return sum(not text.translated for text in texts_in(edition, language))


def translate(
    edition: Edition, language: str, typed: Mapping[str, str], *, by: int | None, now: datetime
) -> None:
    """Store what was typed by key; what is emptied stands in the main language again."""
    texts_in(edition, language)
    places = list(_places(edition, language))
    found = {text.key: fault for text, _row, _field in places if (fault := _fault(text, typed))}
    if found:
        raise InvalidInputError(later("Nothing is stored yet: see below."), found)
    with writing():
        for text, row, field in places:
            if text.key in typed:
                _set(row, field, language, typed[text.key].replace("\r\n", "\n").strip())
        _note(edition, by, now)


def _fault(text: Text, typed: Mapping[str, str]) -> str:
    words = typed.get(text.key, "").strip()
    longest = LONGEST if text.is_long else 200
    if len(words) > longest:
        return later(
            "At most %(most)s characters; these are %(number)s.", most=longest, number=len(words)
        )
    if text.key.endswith(":options") and words:
        wanted, lines = len(text.written.splitlines()), len(words.splitlines())
        if lines != wanted:
            return later("Type %(number)s answers, a line each, in the same order.", number=wanted)
    return ""


def _set(row: Any, field: str, language: str, words: str) -> None:
    """A new value: the database does not see what changes within one."""
    if isinstance(row, ConsentText):
        row.translations = _with(row.translations, language, words)
    else:
        own = _with((row.translations or {}).get(language, {}), field, words)
        row.translations = {**(row.translations or {}), language: own}


def _with(known: Mapping[str, str] | None, key: str, words: str) -> dict[str, str]:
    kept = {name: value for name, value in (known or {}).items() if name != key}
    return {**kept, key: words} if words else kept


def _places(edition: Edition, language: str) -> Iterator[tuple[Text, Any, str]]:
    """Each text with the row and the field where it stands."""
    yield from _of_row(edition, "edition", later("The event"), OF_EDITION, language)
    for item in _rows(ProgrammeItem, edition):
        key = f"item:{item.uid.partition('@')[0]}"
        yield from _of_row(item, key, later("Programme"), OF_ITEM, language)
    for room in _rows(Room, edition):
        fields = {"name": (later("Room"), False)}
        yield from _of_row(room, f"room:{room.slug}", later("Rooms"), fields, language)
    for row in _rows(Question, edition):
        yield from _of_row(row, f"question:{row.code}", later("Questions"), OF_QUESTION, language)
    newest = {row.kind: row for row in _rows(ConsentText, edition)}
    for kind, row in newest.items():
        own = (row.translations or {}).get(language, "")
        text = Text(f"consent:{kind.value}", later("Consents"), CONSENT, row.text, own, True)
        yield text, row, ""


def _of_row(
    row: Any, key: str, group: str, fields: Mapping[str, tuple[str, bool]], language: str
) -> Iterator[tuple[Text, Any, str]]:
    own = (row.translations or {}).get(language, {})
    for field, (label, is_long) in fields.items():
        value = getattr(row, field)
        written = "\n".join(value) if isinstance(value, list) else value
        if written:
            text = Text(f"{key}:{field}", group, label, written, own.get(field, ""), is_long)
            yield text, row, field


def _rows(kind: Any, edition: Edition) -> Any:
    return db.session.scalars(
        select(kind).where(kind.edition_id == edition.id).order_by(kind.id)
    ).all()


def _note(edition: Edition, by: int | None, now: datetime) -> None:
    audit.note("edition.languages", by=by, now=now, edition_id=edition.id)
