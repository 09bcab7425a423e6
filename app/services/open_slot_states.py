"""An open slot changes its state only from the state it was seen in."""

from sqlalchemy import update
from sqlalchemy.engine import CursorResult

from app.domain.errors import ConflictError
from app.domain.states import OpenSlotState
from app.domain.words import later
from app.extensions import db
from app.models import OpenSlot


def change_state(
    open_slot: OpenSlot, before: OpenSlotState, after: OpenSlotState, *, request_id: int | None
) -> None:
    """From `before` to `after` by one conditional update; ConflictError if it is not `before`."""
    changed = db.session.execute(
        update(OpenSlot)
        .where(OpenSlot.id == open_slot.id, OpenSlot.state == before)
        .values(state=after, request_id=request_id)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(changed, CursorResult)  # noqa: S101 - an UPDATE gives one
    if changed.rowcount != 1:
        raise ConflictError(later("This time changed meanwhile. Nothing was done."))
    db.session.refresh(open_slot)
