"""What a person may do for their organisation."""

from sqlalchemy import select

from app.domain.states import MembershipRole, RegistrationState
from app.extensions import db
from app.models import MeetingRequest, Membership, Registration


def is_team_admin(person: Registration) -> bool:
    """Whether the person acts for all of the organisation, colleagues included."""
    if person.account_id is None or person.state is not RegistrationState.APPROVED:
        return False
    role = db.session.scalar(
        select(Membership.role).where(
            Membership.account_id == person.account_id,
            Membership.organisation_id == person.organisation_id,
        )
    )
    return role is MembershipRole.ADMIN


def may_answer(person: Registration, request: MeetingRequest) -> bool:
    """Whose request it is answers, or an admin; one to whoever fits is everybody's.

    Who answered it may take that back, also after passing it to a colleague.
    """
    answered = request.answered_by_account_id
    return (
        request.to_registration_id in {None, person.id}
        or (answered is not None and answered == person.account_id)
        or is_team_admin(person)
    )
