"""Confirmations: that a person has a place, and afterwards that they were there."""

from datetime import datetime

from flask_babel import gettext as _

from app.domain.agenda import local
from app.domain.errors import NotFoundError
from app.domain.people_papers import Confirmation
from app.domain.states import Part, RegistrationState
from app.domain.words import later
from app.exports.documents import Document
from app.models import Edition, Registration
from app.services.capacity import part_of_registration
from app.services.documents.guests import guests
from app.services.documents.wanted import Kind, Order, Wanted, Whose
from app.services.slugs import slug_of

REGISTERED, ATTENDED = "registered", "attended"


def documents(edition: Edition, wanted: Wanted, *, now: datetime) -> list[Document]:
    """One for each person; that they were there only from the last day on, if checked in."""
    attended = wanted.variant == ATTENDED
    return [
        _document(person, part, person.locale, attended=attended, now=now)
        for person, part in guests(edition, wanted)
        if not attended or was_there(person, now=now)
    ]


def confirmation_of(person: Registration, *, language: str, now: datetime) -> Document:
    """One person's own: that they were there if they were, else that they have a place.

    NotFoundError where they have none.
    """
    if not has_a_place(person):
        raise NotFoundError(_("There is nothing to confirm."))
    attended = was_there(person, now=now)
    return _document(person, part_of_registration(person), language, attended=attended, now=now)


def has_a_place(person: Registration) -> bool:
    """Whether the organisers let the person take part."""
    return person.state is RegistrationState.APPROVED


def was_there(person: Registration, *, now: datetime) -> bool:
    """Whether the event's last day has come and the person was checked in."""
    edition = person.edition
    today = local(now, edition.zone).date()
    return has_a_place(person) and person.checked_in_at is not None and today >= edition.ends_on


def _document(
    person: Registration, part: Part, language: str, *, attended: bool, now: datetime
) -> Document:
    edition = person.edition
    word = "attendance" if attended else "registration"
    return Document(
        kind=KIND.key,
        file_name=f"{word}-{slug_of(person.name)}",
        title=person.name,
        language=language,
        data=Confirmation(
            edition_name=edition.name,
            zone=edition.zone,
            language=language,
            person_name=person.name,
            organisation=person.organisation.name,
            country=person.organisation.country,
            part=part,
            starts_on=edition.starts_on,
            ends_on=edition.ends_on,
            place=", ".join(one for one in (edition.venue, edition.city) if one),
            organiser=edition.controller,
            issued_on=local(now, edition.zone).date(),
            attended=attended,
        ),
    )


KIND = Kind(
    key="confirmation",
    name=later("Confirmations"),
    about=later("A page for each person, to sign: they have a place, or they were there."),
    whose=Whose.PERSON,
    documents=documents,
    orders=(Order.NAME, Order.ORGANISATION),
    variants=(
        (REGISTERED, later("that they are registered and have a place")),
        (ATTENDED, later("that they were there: from the last day on, for those checked in")),
    ),
)
