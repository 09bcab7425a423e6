"""How many meetings a person may ask for."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.domain.states import OrganisationKind, RequestOrigin, RequestState
from app.extensions import db
from app.models import MeetingRequest, Registration


@dataclass(frozen=True)
class Quota:
    """Requests out and how many there may be; what was declined or withdrawn came back."""

    used: int
    limit: int

    @property
    def left(self) -> int:
        """How many more may be sent."""
        return max(0, self.limit - self.used)


def quota_of(registration: Registration) -> Quota:
    """The person's living requests of their own against the edition's limit.

    Hubs have a limit of their own; a booked open slot is not a request.
    """
    used = db.session.scalar(
        select(func.count())
        .select_from(MeetingRequest)
        .where(
            MeetingRequest.from_registration_id == registration.id,
            MeetingRequest.origin == RequestOrigin.ASKED,
            MeetingRequest.state.in_([RequestState.PENDING, RequestState.ACCEPTED]),
        )
    )
    edition = registration.edition
    is_hub = registration.organisation.kind is OrganisationKind.HUB
    return Quota(used or 0, edition.hub_request_quota if is_hub else edition.request_quota)
