"""What ends when a person leaves before their event is over."""

from datetime import datetime

from sqlalchemy import or_, select, update

from app.domain import agenda
from app.domain.states import (
    MeetingState,
    OpenSlotState,
    RegistrationState,
    RequestState,
    VersionKind,
)
from app.extensions import db
from app.models import (
    Attendance,
    Edition,
    Meeting,
    MeetingRequest,
    OpenSlot,
    Registration,
    ScheduleVersion,
)
from app.services import live_schedule


def is_over(edition: Edition, *, now: datetime) -> bool:
    """Whether the edition's last day has passed, in its own calendar."""
    return agenda.local(now, edition.zone).date() > edition.ends_on


def leave(person: Registration, *, by_account_id: int | None, now: datetime) -> int:
    """End what is still to come, inside the caller's transaction; how many meetings ended.

    After the event nothing ends: who met whom still counts.
    """
    edition = person.edition
    if is_over(edition, now=now):
        return 0
    meetings = _live_meetings(person)
    for meeting in meetings:
        live_schedule.cancel(edition, meeting, by_account_id=by_account_id, now=now)
    db.session.execute(
        update(MeetingRequest)
        .where(
            or_(
                MeetingRequest.from_registration_id == person.id,
                MeetingRequest.to_registration_id == person.id,
            ),
            MeetingRequest.state.in_([RequestState.PENDING, RequestState.ACCEPTED]),
        )
        .values(state=RequestState.VOID, answered_at=now)
    )
    db.session.execute(
        update(OpenSlot)
        .where(OpenSlot.registration_id == person.id)
        .values(state=OpenSlotState.CLOSED, request_id=None)
    )
    if person.state.may_become(RegistrationState.CANCELLED):
        person.state, person.cancelled_at = RegistrationState.CANCELLED, now
    db.session.flush()
    return len(meetings)


def _live_meetings(person: Registration) -> list[Meeting]:
    return list(
        db.session.scalars(
            select(Meeting)
            .join(ScheduleVersion)
            .join(Attendance, Attendance.meeting_id == Meeting.id)
            .where(
                Attendance.registration_id == person.id,
                ScheduleVersion.kind == VersionKind.LIVE,
                Meeting.state == MeetingState.PLANNED,
            )
        )
    )
