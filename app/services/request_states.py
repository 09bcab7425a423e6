"""A request changes its state only from one that it was seen in."""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult

from app.domain.errors import ConflictError, NotFoundError
from app.domain.states import MeetingState, RequestState, VersionKind
from app.domain.words import later
from app.extensions import db
from app.models import Meeting, MeetingRequest, Registration, ScheduleVersion

NO_SUCH = later("There is no such request.")
CHANGED = later("This request was answered or withdrawn meanwhile. Nothing was changed.")
LIVING = frozenset({RequestState.PENDING, RequestState.ACCEPTED})


def change_state(
    request: MeetingRequest,
    before: Collection[RequestState],
    after: RequestState,
    **values: object,
) -> None:
    """From one of `before` to `after` by one conditional update; else ConflictError."""
    changed = db.session.execute(
        update(MeetingRequest)
        .where(MeetingRequest.id == request.id, MeetingRequest.state.in_(before))
        .values(state=after, **values)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(changed, CursorResult)  # noqa: S101 - an UPDATE gives one
    if changed.rowcount != 1:
        raise ConflictError(CHANGED)
    db.session.refresh(request)


def find_request(registration: Registration, public_id: str) -> MeetingRequest:
    """A request of the person's organisation, sent or received; NotFoundError for any other."""
    own = registration.organisation_id
    found = db.session.scalar(
        select(MeetingRequest).where(
            MeetingRequest.public_id == public_id,
            MeetingRequest.edition_id == registration.edition_id,
            (MeetingRequest.first_organisation_id == own)
            | (MeetingRequest.second_organisation_id == own),
        )
    )
    if found is None:
        raise NotFoundError(NO_SUCH)
    return found


def refuse_if_scheduled(request: MeetingRequest) -> None:
    """No meeting is dropped as a side effect."""
    live = db.session.scalar(
        select(Meeting.id)
        .join(ScheduleVersion)
        .where(
            Meeting.request_id == request.id,
            Meeting.state == MeetingState.PLANNED,
            ScheduleVersion.kind == VersionKind.LIVE,
        )
    )
    if live is not None:
        raise ConflictError(
            later(
                "This meeting is on the schedule: cancel the meeting first, or ask the organisers."
            )
        )
