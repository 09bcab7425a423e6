"""What the controller says of an edition's data, and how long it is kept."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import InvalidInputError
from app.domain.words import later
from app.models import Edition
from app.services import audit, edition_lock
from app.services.transaction import writing

MAX_CONTROLLER_CHARACTERS = 400
MAX_CONTACT_CHARACTERS = 254
MAX_TEXT_CHARACTERS = 8000
MAX_MONTHS = 120
FAULTY = later("Nothing is stored yet: see below.")


@dataclass(frozen=True)
class PrivacyEntry:
    """What an owner typed; `retention_months` is None where no number was."""

    controller: str
    controller_contact: str
    legal_basis: str
    privacy_note: str
    retention_months: int | None
    legal_hold: bool


def change_privacy(edition: Edition, entry: PrivacyEntry, *, by: int, now: datetime) -> None:
    """Store what was typed; raises InvalidInputError with every fault at once."""
    found = _faults(entry)
    if found:
        raise InvalidInputError(FAULTY, found)
    with writing():
        edition_lock.hold(edition)
        edition.controller = " ".join(entry.controller.split())
        edition.controller_contact = entry.controller_contact.strip()
        edition.legal_basis = entry.legal_basis.strip()
        edition.privacy_note = entry.privacy_note.strip()
        edition.retention_months = entry.retention_months or edition.retention_months
        edition.legal_hold = entry.legal_hold
        audit.note(
            "edition.change_privacy",
            by=by,
            now=now,
            edition_id=edition.id,
            details={
                "retention_months": edition.retention_months,
                "legal_hold": int(entry.legal_hold),
            },
        )


def is_named(edition: Edition) -> bool:
    """Whether people can see who is responsible for their data, and how to reach them."""
    return bool(edition.controller and edition.controller_contact)


def _faults(entry: PrivacyEntry) -> dict[str, str]:
    found = {}
    for name, text, limit in (
        ("controller", entry.controller, MAX_CONTROLLER_CHARACTERS),
        ("controller_contact", entry.controller_contact, MAX_CONTACT_CHARACTERS),
        ("legal_basis", entry.legal_basis, MAX_TEXT_CHARACTERS),
        ("privacy_note", entry.privacy_note, MAX_TEXT_CHARACTERS),
    ):
        if len(text) > limit:
            found[name] = later("At most %(most)s characters.", most=limit)
    if entry.retention_months is None or not 1 <= entry.retention_months <= MAX_MONTHS:
        found["retention_months"] = later("From 1 to %(most)s months.", most=MAX_MONTHS)
    return found
