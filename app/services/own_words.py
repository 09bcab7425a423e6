"""An edition's own words for its mails: looked up and put in where a mail is written."""

from collections.abc import Mapping

from babel.dates import format_interval
from sqlalchemy import select

from app.domain.letters import Letter
from app.domain.mail_templates import OwnWords, in_own_words
from app.domain.states import Part
from app.exports.plain import plain_line
from app.extensions import db
from app.models import Edition, MailTemplate, Registration
from app.services.capacity import part_of_registration
from app.services.content import edition_text
from app.services.languages import speaking

EVERYBODY = ""
"""The part of words that are for all who have none of their own."""


Read = dict[tuple[int, str, str], dict[str, OwnWords]]
"""Edition, kind and language → part → words: what was read already for other mails."""


def reworded(
    letter: Letter,
    *,
    kind: str,
    edition: Edition | None,
    person: Registration | None,
    read: Read | None = None,
) -> Letter:
    """The letter as it goes out: in the edition's words for this part of its people, if any.

    Words for the part come before those for everybody; words in another language are none. Who
    writes many mails gives the same `read` for all of them.
    """
    if edition is None or edition.id is None:
        return letter
    known, key = {} if read is None else read, (edition.id, kind, letter.language)
    if key not in known:
        known[key] = _words(edition, kind, letter.language)
    if not known[key]:
        return letter
    words = known[key].get(part_of_registration(person).value) if person else None
    words = words or known[key].get(EVERYBODY)
    return spoken(letter, words, edition, person) if words else letter


def spoken(
    letter: Letter, words: OwnWords, edition: Edition, person: Registration | None
) -> Letter:
    """The letter in these words, for this person."""
    return in_own_words(letter, words, values_for(letter, edition, person))


def values_for(letter: Letter, edition: Edition, person: Registration | None) -> Mapping[str, str]:
    """What the placeholders stand for; each a text on one line."""
    with speaking(letter.language):
        own = {name: str(edition_text(edition, name)) for name in ("name", "city", "venue")}
    values = {
        "event": own["name"],
        "city": own["city"],
        "venue": own["venue"],
        "dates": _dates(edition, letter.language),
    }
    if person is not None:
        values |= {"name": person.name, "organisation": person.organisation.name}
    return {name: plain_line(text) for name, text in (values | dict(letter.values)).items()}


def _dates(edition: Edition, language: str) -> str:
    locale = "en_GB" if language == "en" else language  # the day first, as on the pages
    days: str = format_interval(
        edition.starts_on, edition.ends_on, skeleton="yMMMMd", locale=locale
    )
    return days.replace("\u2009", " ")


def words_for(edition: Edition, kind: str, part: Part | None, language: str) -> OwnWords | None:
    """The words stored for exactly this part (None: everybody) and language."""
    return _words(edition, kind, language).get(part.value if part else EVERYBODY)


def _words(edition: Edition, kind: str, language: str) -> dict[str, OwnWords]:
    """Part → words."""
    rows = db.session.execute(
        select(MailTemplate.part, MailTemplate.subject, MailTemplate.body).where(
            MailTemplate.edition_id == edition.id,
            MailTemplate.kind == kind,
            MailTemplate.language == language,
        )
    )
    return {part: OwnWords(subject, body) for part, subject, body in rows}
