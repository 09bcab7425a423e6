"""What people are asked to agree to at an edition; a changed text is a new version.

Who agreed to older words keeps them: the words are copied to each consent.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.domain.consents import CONSENTS, ConsentText
from app.domain.content import InLanguage
from app.domain.errors import InvalidInputError
from app.domain.states import ConsentKind
from app.domain.words import later
from app.extensions import db
from app.models import ConsentText as ConsentTextRow
from app.models import Edition
from app.services import audit
from app.services.content import main_language
from app.services.languages import current
from app.services.transaction import writing

MAX_TEXT_CHARACTERS = 2000
# Without agreeing to the first nobody takes part; nobody can be asked not to ask it.
ALWAYS = ConsentKind.PRIVACY


def texts_of(edition: Edition) -> tuple[ConsentText, ...]:
    """What is asked now, in the order of the kinds: the edition's own words, else ours."""
    own = _newest(edition)
    ours = {one.kind: one for one in CONSENTS}
    found = []
    for kind in ConsentKind:
        row = own.get(kind)
        if row is not None:
            if row.asked:
                found.append(_shown(edition, row))
        elif kind in ours and ours[kind].asked:
            found.append(ours[kind])
    return tuple(found)


def _shown(edition: Edition, row: ConsentTextRow) -> ConsentText:
    """In the reader's language where the controller wrote it so; these are the words agreed to."""
    own = (row.translations or {}).get(current(), "")
    if own:
        text, version = InLanguage(own, current()), f"v{row.version}-{current()}"
    else:
        text, version = InLanguage(row.text, main_language(edition)), f"v{row.version}"
    return ConsentText(row.kind, version, text, row.required)


def all_texts(edition: Edition) -> tuple[tuple[ConsentText, bool], ...]:
    """Every kind with its newest words, and whether it is asked; for the organisers."""
    own = _newest(edition)
    ours = {one.kind: one for one in CONSENTS}
    found = []
    for kind in ConsentKind:
        row = own.get(kind)
        if row is not None:
            text = ConsentText(kind, f"v{row.version}", row.text, row.required)
            found.append((text, row.asked))
        else:
            found.append((ours[kind], ours[kind].asked))
    return tuple(found)


def change(
    edition: Edition, kind: ConsentKind, text: str, *, asked: bool, by: int, now: datetime
) -> bool:
    """Store new words as the next version; False where nothing is different."""
    text = text.replace("\r\n", "\n").strip()
    with writing():
        known = dict(zip(ConsentKind, all_texts(edition), strict=True))[kind]
        asked = asked or kind is ALWAYS
        found = _faults(kind, text)
        if found:
            raise InvalidInputError(later("The text is not stored yet: see below."), found)
        if (known[0].text, known[1]) == (text, asked):
            return False
        row = _newest(edition).get(kind)
        db.session.add(
            ConsentTextRow(
                edition_id=edition.id,
                kind=kind,
                version=row.version + 1 if row else 1,
                text=text,
                required=kind is ALWAYS,
                asked=asked,
                created_at=now,
            )
        )
        audit.note(
            "consent_text.change",
            by=by,
            now=now,
            edition_id=edition.id,
            about=("consent", kind.value),
            details={"version": row.version + 1 if row else 1},
        )
    return True


def _faults(kind: ConsentKind, text: str) -> dict[str, str]:
    if not text:
        return {kind.value: later("Type the words that people agree to.")}
    if len(text) > MAX_TEXT_CHARACTERS:
        return {kind.value: later("At most %(most)s characters.", most=MAX_TEXT_CHARACTERS)}
    return {}


def _newest(edition: Edition) -> Mapping[ConsentKind, ConsentTextRow]:
    rows = db.session.scalars(
        select(ConsentTextRow)
        .where(ConsentTextRow.edition_id == edition.id)
        .order_by(ConsentTextRow.version)
    )
    return {row.kind: row for row in rows}
