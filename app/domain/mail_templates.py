"""An edition's own words for a mail: a fixed set of placeholders, each filled in once.

`{name}` stands for a text. Nothing is looked up, called or counted: whatever else stands in braces
is no placeholder, and what a person's name has in braces stays as it is.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from app.domain.letters import Letter
from app.domain.names import unlinked

LONGEST_SUBJECT = 150
LONGEST_BODY = 8000

OF_EVENT = ("event", "city", "venue", "dates")
OF_PERSON = ("name", "organisation", *OF_EVENT)
OF_PAIR = (*OF_PERSON, "partner")
OF_MEETING = (*OF_PAIR, "when")

_BRACED = re.compile(r"\{([^{}]*)\}")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Subject and body as an organiser typed them; a blank line begins a new paragraph."""

    subject: str
    body: str


def unknown_placeholders(text: str, allowed: Collection[str]) -> tuple[str, ...]:
    """What stands in braces and is no placeholder, each once, in the order of the text."""
    return tuple(dict.fromkeys(name for name in _BRACED.findall(text) if name not in allowed))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each placeholder replaced, in one pass: no value is read again."""
    return _BRACED.sub(lambda found: values.get(found[1], found[0]), text)


def paragraphs_of(body: str) -> tuple[str, ...]:
    """The paragraphs between blank lines."""
    return tuple(part.strip() for part in _BLANK_LINES.split(body.strip()) if part.strip())


def in_own_words(letter: Letter, words: OwnWords, values: Mapping[str, str]) -> Letter:
    """The letter with other words: what it is about, its links and its certain sentences stay.

    What the organisers typed may hold an address of the web; what people typed never becomes one.
    """
    apart = {name: unlinked(value) for name, value in values.items()}
    return replace(
        letter,
        subject=filled(words.subject, values),
        greeting="",
        paragraphs=(),
        own=tuple(filled(paragraph, apart) for paragraph in paragraphs_of(words.body)),
    )
