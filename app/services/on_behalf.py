"""Organisers take a participant's steps: through the same services, and the log names both."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import exists, select

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.states import CodePurpose, Level, OrganisationKind, RegistrationState
from app.domain.words import later
from app.extensions import db
from app.models import MeetingRequest, Organisation, Registration
from app.models.columns import new_public_id
from app.services import audit, availability, mailed_codes, meeting_requests, request_answers
from app.services.availability import AvailabilityChange
from app.services.letters import people as letters
from app.services.request_rules import is_listed
from app.services.transaction import writing

NO_ORGANISATION = later("Choose an organisation from the list.")
TOO_MANY = later("This address had its mails for this hour: try again later.")


def who_can_be_asked(person: Registration) -> list[Organisation]:
    """Hubs, and organisations whose people are listed; as the participants see them."""
    member = exists().where(
        Registration.organisation_id == Organisation.id,
        Registration.edition_id == person.edition_id,
        Registration.state == RegistrationState.APPROVED,
        Registration.wants_meetings,
        (Organisation.kind == OrganisationKind.HUB) | is_listed(),
    )
    return list(
        db.session.scalars(
            select(Organisation)
            .where(member, Organisation.id != person.organisation_id)
            .order_by(Organisation.name, Organisation.id)
        )
    )


def ask(
    person: Registration, slug: str, topic: str, level: Level, *, by: int, now: datetime
) -> MeetingRequest:
    """Ask an organisation for a meeting in the person's name."""
    asked = {one.slug: one for one in who_can_be_asked(person)}.get(slug)
    if asked is None:
        raise InvalidInputError(NO_ORGANISATION, {"organisation": NO_ORGANISATION})
    with _acting(person, by):
        return meeting_requests.ask(person, asked, level=level, topic=topic, now=now)


def accept(person: Registration, request: str, *, by: int, now: datetime) -> MeetingRequest:
    """Accept a request to the person's organisation."""
    with _acting(person, by):
        return request_answers.accept(person, request, now=now)


def decline(person: Registration, request: str, *, by: int, now: datetime) -> MeetingRequest:
    """Decline a request to the person's organisation."""
    with _acting(person, by):
        return request_answers.decline(person, request, now=now)


def withdraw(person: Registration, request: str, *, by: int, now: datetime) -> MeetingRequest:
    """Take back a request that the person sent."""
    with _acting(person, by):
        return meeting_requests.withdraw(person, request, now=now)


def change_times(
    person: Registration, free: frozenset[str], *, wants_meetings: bool, by: int, now: datetime
) -> AvailabilityChange:
    """Change when the person can meet."""
    with _acting(person, by), writing():
        audit.note(
            "times.change",
            by=by,
            now=now,
            edition_id=person.edition_id,
            about=("registration", person.public_id),
        )
        return availability.change(person, free, wants_meetings=wants_meetings)


def send_link(person: Registration, *, by: int, now: datetime) -> None:
    """Mail the person a link that opens their page; raises InvalidInputError at the limit."""
    path = f"/e/{person.edition.slug}/me"
    with writing():
        sent = mailed_codes.send(
            CodePurpose.SIGN_IN,
            person.email,
            browser=new_public_id(),
            now=now,
            details={"next": path},
            account_id=person.account_id,
            edition=person.edition,
            letter=lambda _code, link: letters.entry_link(person, link),
        )
        if not sent:
            raise InvalidInputError(TOO_MANY)
        audit.note(
            "registration.link",
            by=by,
            now=now,
            edition_id=person.edition_id,
            about=("registration", person.public_id),
        )


@contextmanager
def _acting(person: Registration, by: int) -> Iterator[None]:
    if person.erased_at is not None:
        raise NotFoundError(later("This person's data are erased."))
    with audit.on_behalf(by=by, of=person.public_id):
        yield
