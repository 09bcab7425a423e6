"""Links in mails with which one person answers one request, without signing in."""

from sqlalchemy import select

from app import signed_links
from app.domain.errors import NotFoundError
from app.domain.states import RegistrationState
from app.domain.words import later
from app.extensions import db
from app.models import MeetingRequest, Registration
from app.services.request_states import find_request

PURPOSE = "answer a request"
DEAD = later("This link does not work (any more). Sign in to see your requests.")


def answer_token(request: MeetingRequest, person: Registration) -> str:
    """The token with which `person` answers `request`."""
    return signed_links.sign(PURPOSE, (request.public_id, person.public_id))


def read_answer_token(token: str) -> tuple[Registration, MeetingRequest]:
    """Who answers what; NotFoundError for every token that is not good for both any more."""
    values = signed_links.read(PURPOSE, token, 2)
    if values is None:
        raise NotFoundError(DEAD)
    person = db.session.scalar(
        select(Registration).where(
            Registration.public_id == values[1],
            Registration.state == RegistrationState.APPROVED,
        )
    )
    if person is None:
        raise NotFoundError(DEAD)
    try:
        request = find_request(person, values[0])
    except NotFoundError as error:
        raise NotFoundError(DEAD) from error
    if request.to_organisation_id != person.organisation_id:
        raise NotFoundError(DEAD)
    return person, request
