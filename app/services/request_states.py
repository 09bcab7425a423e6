"""A request changes its state only from one that it was seen in."""

from collections.abc import Collection

from sqlalchemy import update
from sqlalchemy.engine import CursorResult

from app.domain.errors import ConflictError
from app.domain.states import RequestState
from app.extensions import db
from app.models import MeetingRequest

CHANGED = "This request was answered or withdrawn meanwhile. Nothing was changed."
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
