"""What organisers note about a registration; its person reads it in their own copy of the data."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.words import later
from app.extensions import db
from app.models import Registration, RegistrationNote
from app.services import audit
from app.services.transaction import writing

MAX_CHARACTERS = 2000
NO_NOTE = later("There is no such note any more.")


def notes_of(registration: Registration) -> list[RegistrationNote]:
    """The notes, the latest first."""
    return list(
        db.session.scalars(
            select(RegistrationNote)
            .where(RegistrationNote.registration_id == registration.id)
            .options(joinedload(RegistrationNote.by))
            .order_by(RegistrationNote.created_at.desc(), RegistrationNote.id.desc())
        )
    )


def add_note(registration: Registration, text: str, *, by: int, now: datetime) -> None:
    """Note something; raises InvalidInputError for field `text`."""
    text = text.strip()
    fault = later("Write something first.") if not text else ""
    if len(text) > MAX_CHARACTERS:
        fault = later(
            "At most %(most)s characters; these are %(number)s.",
            most=MAX_CHARACTERS,
            number=len(text),
        )
    if fault:
        raise InvalidInputError(fault, {"text": fault})
    with writing():
        db.session.add(
            RegistrationNote(
                registration_id=registration.id, text=text, by_account_id=by, created_at=now
            )
        )
        _note("note.add", registration, by, now)


def remove_note(registration: Registration, note_id: int, *, by: int, now: datetime) -> None:
    """Remove a note of this registration; raises NotFoundError."""
    with writing():
        removed = db.session.scalar(
            delete(RegistrationNote)
            .where(
                RegistrationNote.id == note_id,
                RegistrationNote.registration_id == registration.id,
            )
            .returning(RegistrationNote.id)
        )
        if removed is None:
            raise NotFoundError(NO_NOTE)
        _note("note.remove", registration, by, now)


def _note(action: str, registration: Registration, by: int, now: datetime) -> None:
    audit.note(
        action,
        by=by,
        now=now,
        edition_id=registration.edition_id,
        about=("registration", registration.public_id),
    )
