"""The request behind a booked meeting: every meeting has one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.domain.errors import ConflictError
from app.domain.states import MeetingState, RequestOrigin, RequestState, VersionKind
from app.extensions import db
from app.models import Meeting, MeetingRequest, Registration, ScheduleVersion
from app.services.match_scores import EditionMatches
from app.services.request_rules import LIVING_PAIR
from app.services.request_states import LIVING, change_state


def accepted_request(
    visitor: Registration, person: Registration, topic: str, *, now: datetime
) -> MeetingRequest:
    """The visitor's own living request to the exhibitor, now accepted; else a new one."""
    known = db.session.scalar(
        select(MeetingRequest).where(
            MeetingRequest.from_registration_id == visitor.id,
            MeetingRequest.to_organisation_id == person.organisation_id,
            MeetingRequest.state.in_(LIVING),
        )
    )
    if known is None:
        return _new_request(visitor, person, topic, now=now)
    if known.to_registration_id not in {None, person.id} or live_meetings_of(known):
        raise ConflictError(LIVING_PAIR)
    change_state(
        known, LIVING, RequestState.ACCEPTED, to_registration_id=person.id, answered_at=now
    )
    return known


def _new_request(
    visitor: Registration, person: Registration, topic: str, *, now: datetime
) -> MeetingRequest:
    first, second = sorted((visitor.organisation_id, person.organisation_id))
    request = MeetingRequest(
        edition_id=visitor.edition_id,
        from_registration_id=visitor.id,
        to_organisation_id=person.organisation_id,
        to_registration_id=person.id,
        first_organisation_id=first,
        second_organisation_id=second,
        topic=topic,
        match_score=EditionMatches(visitor.edition_id).score(
            visitor.organisation_id, person.organisation_id
        ),
        state=RequestState.ACCEPTED,
        origin=RequestOrigin.BOOKED,
        created_at=now,
        answered_at=now,
    )
    db.session.add(request)
    db.session.flush()
    return request


def live_meetings_of(request: MeetingRequest) -> Sequence[Meeting]:
    """The live meeting of a request, if it has one."""
    return db.session.scalars(
        select(Meeting)
        .join(ScheduleVersion)
        .where(
            Meeting.request_id == request.id,
            Meeting.state == MeetingState.PLANNED,
            ScheduleVersion.kind == VersionKind.LIVE,
        )
    ).all()
