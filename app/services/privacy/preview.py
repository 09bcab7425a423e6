"""What an erasure would do, before it is done."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.domain.errors import ConflictError, NotFoundError
from app.domain.states import RegistrationState
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Registration
from app.services import cancelling
from app.services.privacy import erasure, leaving, orphans, subjects
from app.services.privacy.subjects import Subject


@dataclass(frozen=True)
class Loss:
    """What ends at one event; nothing does where it is over."""

    name: str
    slug: str
    starts_on: date
    state: RegistrationState
    is_over: bool
    meetings: int
    requests: int


@dataclass(frozen=True)
class Preview:
    """Everything that would go; `why_not` says why it cannot yet, or is empty.

    `organisations` are those that would have nobody left.
    """

    name: str
    email: str
    losses: tuple[Loss, ...]
    organisations: tuple[str, ...]
    with_login: bool
    why_not: str


def of_account(account_id: int, *, name: str, email: str, now: datetime) -> Preview:
    """What erasing the whole person behind a login would do."""
    subject = subjects.of_account(account_id)
    return _preview(subject, name, email, now=now, login=account_id)


def of_registration(edition: Edition, public_id: str, *, now: datetime) -> Preview:
    """What erasing one registration would do."""
    person = registration_here(edition, public_id)
    subject = subjects.of_registration(person)
    return _preview(subject, person.name, person.email, now=now)


def registration_here(edition: Edition, public_id: str) -> Registration:
    """The person of this edition who is not erased yet."""
    person = db.session.scalar(
        select(Registration).where(
            Registration.edition_id == edition.id,
            Registration.public_id == public_id,
            Registration.erased_at.is_(None),
        )
    )
    if person is None:
        raise NotFoundError(later("There is no such person here."))
    return person


def person_with(edition: Edition, email: str) -> str | None:
    """The public id of who is registered with an address, if anybody is."""
    return db.session.scalar(
        select(Registration.public_id).where(
            Registration.edition_id == edition.id,
            Registration.email == email.strip().lower(),
            Registration.erased_at.is_(None),
        )
    )


def _preview(
    subject: Subject, name: str, email: str, *, now: datetime, login: int | None = None
) -> Preview:
    return Preview(
        name=name,
        email=email,
        losses=tuple(_loss(person, now=now) for person in subjects.registrations_of(subject)),
        organisations=orphans.names_of(orphans.organisations_left_by(subject)),
        with_login=subject.account_id is not None and subject.edition_id is None,
        why_not=_why_not(subject, login),
    )


def _why_not(subject: Subject, login: int | None) -> str:
    try:
        erasure.refuse_a_legal_hold(subjects.editions_of(subject))
        if login is not None:
            erasure.refuse_the_only_owner(login)
    except ConflictError as error:
        return error.message
    return ""


def _loss(person: Registration, *, now: datetime) -> Loss:
    edition = person.edition
    over = leaving.is_over(edition, now=now)
    held = None if over else cancelling.still_to_come(person, now=now)
    return Loss(
        name=edition.name,
        slug=edition.slug,
        starts_on=edition.starts_on,
        state=person.state,
        is_over=over,
        meetings=len(held.meetings) if held else 0,
        requests=len(held.requests) if held else 0,
    )
