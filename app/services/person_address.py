"""Organisers correct an address that is wrong, as long as nobody has proved it to be theirs."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.domain.errors import InvalidInputError
from app.extensions import db
from app.models import Registration
from app.services import audit, person_locks
from app.services.email_address import normalise_email
from app.services.transaction import writing


def correct(person: Registration, typed: str, *, by: int, now: datetime) -> None:
    """Store the address; raises InvalidInputError for field `email`.

    Who has a login has proved the address by a code, and changes it in the same way.
    """
    with writing():
        person_locks.hold(person)
        address = normalise_email(typed)
        if person.account_id is not None:
            raise _fault(_("They have a login with this address, and change it there themselves."))
        taken = select(Registration.id).where(
            Registration.edition_id == person.edition_id,
            Registration.email == address,
            Registration.id != person.id,
        )
        if db.session.scalar(taken) is not None:
            raise _fault(_("Somebody else is registered for this event with this address."))
        person.email, person.mail_bounced_at = address, None
        audit.note(
            "registration.address",
            by=by,
            now=now,
            edition_id=person.edition_id,
            about=("registration", person.public_id),
        )


def _fault(words: str) -> InvalidInputError:
    return InvalidInputError(words, {"email": words})
