"""The organisers give the mails of an edition own words, look at them, try them, take them back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.letters import Letter
from app.domain.mail_templates import (
    LONGEST_BODY,
    LONGEST_SUBJECT,
    OwnWords,
    unknown_placeholders,
)
from app.domain.states import Part
from app.domain.words import later
from app.exports.plain import plain_line, plain_lines
from app.extensions import db
from app.models import Edition, MailTemplate, Registration
from app.services import audit, outbox, own_words
from app.services.mail_examples import example, has_words, standard_words
from app.services.mail_kinds import KINDS, MailKind, kind_of
from app.services.transaction import writing

EXAMPLE_ID = "<example@example.invalid>"


@dataclass(frozen=True)
class Variant:
    """Own words are stored for this part (None: everybody) and language."""

    part: Part | None
    language: str


@dataclass(frozen=True)
class KindRow:
    """A kind as the list shows it."""

    kind: MailKind
    subject: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True)
class Look:
    """A mail before it is sent, made as it is made then; `note`: what is not the real case."""

    letter: Letter
    data: bytes
    to: str
    note: str


def overview(edition: Edition, *, now: datetime) -> tuple[KindRow, ...]:
    """Every kind with the subject that everybody gets now, and where it has own words."""
    rows = db.session.scalars(
        select(MailTemplate)
        .where(MailTemplate.edition_id == edition.id)
        .order_by(MailTemplate.part, MailTemplate.language)
    ).all()
    language = edition.languages[0]
    found = []
    for kind in filter(has_words, KINDS):
        own = [row for row in rows if row.kind == kind.code]
        subjects = {(row.part, row.language): row.subject for row in own}
        usual = standard_words(edition, kind.code, language, now=now).subject
        subject = subjects.get((own_words.EVERYBODY, language), usual)
        variants = (Variant(Part(row.part) if row.part else None, row.language) for row in own)
        found.append(KindRow(kind, subject, tuple(variants)))
    return tuple(found)


def kind_named(code: str) -> MailKind:
    """The kind, if its words may be changed; else NotFoundError."""
    kind = kind_of(code)
    if kind is None or not has_words(kind):
        raise NotFoundError(later("There is no such mail."))
    return kind


def current(
    edition: Edition, kind: MailKind, variant: Variant, *, now: datetime
) -> tuple[OwnWords, bool]:
    """The words that this part gets, and whether they are its own."""
    own = own_words.words_for(edition, kind.code, variant.part, variant.language)
    if own is not None:
        return own, True
    everybody = own_words.words_for(edition, kind.code, None, variant.language)
    return everybody or standard_words(edition, kind.code, variant.language, now=now), False


def checked(kind_placeholders: tuple[str, ...], subject: str, body: str) -> OwnWords:
    """The words, cleaned; InvalidInputError with the faults of `subject` and `body`."""
    words = OwnWords(plain_line(subject), plain_lines(body).strip())
    faults = {
        "subject": _fault(words.subject, LONGEST_SUBJECT, kind_placeholders),
        "body": _fault(words.body, LONGEST_BODY, kind_placeholders),
    }
    faults = {name: fault for name, fault in faults.items() if fault}
    if faults:
        raise InvalidInputError(_("The words are not stored yet: see below."), faults)
    return words


def save(
    edition: Edition, kind: MailKind, variant: Variant, words: OwnWords, *, by: int, now: datetime
) -> None:
    """Mails of the kind say this from now on; the application's own words are no own words."""
    with writing() as session:
        _forget(edition, kind, variant)
        if words != standard_words(edition, kind.code, variant.language, now=now):
            session.add(
                MailTemplate(
                    edition_id=edition.id,
                    kind=kind.code,
                    part=variant.part.value if variant.part else own_words.EVERYBODY,
                    language=variant.language,
                    subject=words.subject,
                    body=words.body,
                    changed_at=now,
                    changed_by_id=by,
                )
            )
        _note("mail.words", edition, kind, variant, by=by, now=now)


def back_to_standard(
    edition: Edition, kind: MailKind, variant: Variant, *, by: int, now: datetime
) -> None:
    """Mails of the kind say what the application says."""
    with writing():
        _forget(edition, kind, variant)
        _note("mail.standard_words", edition, kind, variant, by=by, now=now)


def look(
    kind: MailKind, person: Registration, words: OwnWords, language: str, *, now: datetime
) -> Look | None:
    """The mail of the kind to this person in these words; None where nobody else is registered."""
    found = example(person, kind.code, language, now=now)
    if found is None:
        return None
    letter = own_words.spoken(found.letter, words, person.edition, person)
    return look_at(letter, person.edition, person.email, note=found.note, now=now)


def look_at(letter: Letter, edition: Edition, to: str, *, now: datetime, note: str = "") -> Look:
    """The letter and the bytes that it becomes."""
    data = outbox.written(letter, to=to, message_id=EXAMPLE_ID, now=now, edition=edition)
    return Look(letter, data, to, note)


def _fault(text: str, longest: int, allowed: tuple[str, ...]) -> str:
    if not text:
        return str(_("Type some words."))
    if len(text) > longest:
        return str(_("At most %(count)d characters; these are %(have)d.", count=longest,
                     have=len(text)))  # fmt: skip
    unknown = unknown_placeholders(text, allowed)
    if not unknown:
        return ""
    return str(
        _(
            "%(unknown)s is nothing that can be filled in here. What can: %(allowed)s.",
            unknown=", ".join(f"{{{name[:40]}}}" for name in unknown),
            allowed=", ".join(f"{{{name}}}" for name in allowed),
        )
    )


def _forget(edition: Edition, kind: MailKind, variant: Variant) -> None:
    db.session.execute(
        delete(MailTemplate).where(
            MailTemplate.edition_id == edition.id,
            MailTemplate.kind == kind.code,
            MailTemplate.part == (variant.part.value if variant.part else own_words.EVERYBODY),
            MailTemplate.language == variant.language,
        )
    )


def _note(
    action: str, edition: Edition, kind: MailKind, variant: Variant, *, by: int, now: datetime
) -> None:
    details: Mapping[str, str] = {
        "part": variant.part.value if variant.part else "all",
        "language": variant.language,
    }
    about = (later("mail kind"), kind.code)
    audit.note(action, by=by, now=now, edition_id=edition.id, about=about, details=details)
