"""What a person agreed to, and taking it back or giving it later; each counts at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.consents import ConsentText
from app.domain.errors import ConflictError
from app.domain.states import ConsentKind
from app.domain.words import later
from app.extensions import db
from app.models import Consent, Edition, Registration
from app.services import audit, person_locks
from app.services.consent_texts import texts_of
from app.services.transaction import writing

GONE = later("This registration is erased.")


@dataclass(frozen=True)
class Choice:
    """One thing to agree to; `given_at` is None where it is not agreed to now.

    `text` are the words agreed to, or those of today.
    """

    kind: ConsentKind
    text: str
    required: bool
    given_at: datetime | None


def choices_of(registration: Registration) -> tuple[Choice, ...]:
    """All that is asked at the edition, and what was agreed to and is not asked any more."""
    living, found = _living(registration), []
    for kind in ConsentKind:
        text, given = _texts(registration.edition).get(kind), living.get(kind)
        if given is not None:
            required = text is not None and text.required
            found.append(Choice(kind, given.text, required, given.given_at))
        elif text is not None:
            found.append(Choice(kind, text.text, text.required, None))
    return tuple(found)


def change(
    registration: Registration, wanted: frozenset[ConsentKind], *, by: int | None, now: datetime
) -> int:
    """Give what is wanted and take back the rest, as far as it is a choice; how many changed.

    What is needed to take part is no choice here: who takes it back cancels, or is erased.
    """
    with writing():
        person_locks.hold(registration)
        if registration.erased_at is not None:
            raise ConflictError(GONE)
        living, number = _living(registration), 0
        texts = _texts(registration.edition)
        for kind in ConsentKind:
            text, given = texts.get(kind), living.get(kind)
            if text is not None and text.required:
                continue
            if kind in wanted and given is None and text is not None:
                db.session.add(_consent(registration, text, now=now))
            elif kind not in wanted and given is not None:
                given.withdrawn_at = now
            else:
                continue
            number += 1
            _note(registration, kind, given=kind in wanted, by=by, now=now)
    return number


def _consent(registration: Registration, text: ConsentText, *, now: datetime) -> Consent:
    return Consent(
        registration_id=registration.id,
        kind=text.kind,
        text_version=text.version,
        text=text.text,
        given_at=now,
    )


def _note(
    registration: Registration, kind: ConsentKind, *, given: bool, by: int | None, now: datetime
) -> None:
    audit.note(
        "consent.give" if given else "consent.withdraw",
        by=by,
        now=now,
        edition_id=registration.edition_id,
        about=("registration", registration.public_id),
        details={"kind": kind.value},
    )


def _texts(edition: Edition) -> Mapping[ConsentKind, ConsentText]:
    return {text.kind: text for text in texts_of(edition)}


def _living(registration: Registration) -> Mapping[ConsentKind, Consent]:
    rows = db.session.scalars(
        select(Consent)
        .where(Consent.registration_id == registration.id, Consent.withdrawn_at.is_(None))
        .order_by(Consent.id)
    )
    return {row.kind: row for row in rows}
