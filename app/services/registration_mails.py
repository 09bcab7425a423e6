"""Puts the news of a registration into the outbox, each once, in the caller's transaction."""

from datetime import datetime

from app.domain.letters import Letter
from app.domain.states import RegistrationState
from app.models import Registration
from app.services import outbox
from app.services.letters import registration as letters
from app.services.waiting_order import position_of


def letter_for(person: Registration) -> Letter | None:
    """The mail that tells the person of the state they are in now; None where none is sent."""
    match person.state:
        case RegistrationState.SUBMITTED:
            return letters.received(person)
        case RegistrationState.APPROVED:
            return letters.approved(person)
        case RegistrationState.REJECTED:
            return letters.rejected(person)
        case RegistrationState.WAITLISTED:
            return letters.waitlisted(person, position_of(person))
        case RegistrationState.OFFERED:
            return letters.offered(person)
    return None  # a cancellation's mail says what went with it: services/cancelling.py


def tell_state(person: Registration, *, now: datetime) -> bool:
    """Mail the person the state they have come into `now`; False where it is known already."""
    letter = letter_for(person)
    return letter is not None and tell(person, letter, f"registration_{person.state}", now=now)


def tell(
    person: Registration, letter: Letter, kind: str, *, now: datetime, about: str = ""
) -> bool:
    """Mail one piece of news; the same kind at the same moment is the same news."""
    return outbox.post(
        letter,
        kind=kind,
        to=person.email,
        dedupe_key=f"{kind}:{about or person.public_id}:{person.public_id}:{now.isoformat()}",
        now=now,
        edition=person.edition,
        registration_id=person.id,
        account_id=person.account_id,
    )
