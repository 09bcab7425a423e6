"""Organisers change what a registration says of its person; the address stays the person's own."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import InvalidInputError
from app.domain.names import fault_of_name
from app.domain.states import RegistrationRole
from app.domain.words import later
from app.models import Registration
from app.services import audit, person_locks
from app.services.reference_data import taxonomy
from app.services.transaction import writing

MAX_JOB_TITLE_CHARACTERS = 120
MOST_MEETINGS = 100


@dataclass(frozen=True)
class PersonDetails:
    """What was typed. `max_meetings` is None where the event's own limit holds."""

    name: str
    job_title: str = ""
    role: RegistrationRole | None = RegistrationRole.ATTENDEE
    languages: tuple[str, ...] = ()
    wants_meetings: bool = True
    max_meetings: int | None = None


def change_person(
    registration: Registration, details: PersonDetails, *, by: int, now: datetime
) -> None:
    """Store it, and note which fields were changed; raises InvalidInputError."""
    with writing():
        person_locks.hold(registration)
        found = _faults(details)
        if found:
            raise InvalidInputError(later("Nothing is stored yet: see below."), found)
        values = {
            "name": " ".join(details.name.split()),
            "job_title": details.job_title.strip(),
            "role": details.role,
            "languages": list(details.languages),
            "wants_meetings": details.wants_meetings,
            "max_meetings": details.max_meetings,
        }
        changed = [name for name, value in values.items() if getattr(registration, name) != value]
        if not changed:
            return
        for name in changed:
            setattr(registration, name, values[name])
        audit.note(
            "registration.edit",
            by=by,
            now=now,
            edition_id=registration.edition_id,
            about=("registration", registration.public_id),
            details={"fields": " ".join(changed)},
        )


def _faults(details: PersonDetails) -> dict[str, str]:
    found: dict[str, str] = {}
    if not details.name.strip():
        found["name"] = later("Type a name.")
    elif fault := fault_of_name(details.name):
        found["name"] = fault
    if len(details.job_title) > MAX_JOB_TITLE_CHARACTERS:
        found["job_title"] = later("At most %(most)s characters.", most=MAX_JOB_TITLE_CHARACTERS)
    if details.role is None:
        found["role"] = later("Choose one.")
    if not set(details.languages) <= set(taxonomy().languages):
        found["languages"] = later("Choose from the list.")
    if details.max_meetings is not None and not 1 <= details.max_meetings <= MOST_MEETINGS:
        found["max_meetings"] = later(
            "A whole number from 1 to %(most)s, or nothing.", most=MOST_MEETINGS
        )
    return found
