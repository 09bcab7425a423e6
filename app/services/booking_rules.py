"""Who may book an open slot, and when not."""

from datetime import datetime

from sqlalchemy import func, select

from app.domain.errors import ConflictError, ForbiddenError
from app.domain.standing import why_not_yet
from app.domain.states import MeetingState, OrganisationKind, RegistrationState, VersionKind
from app.domain.words import later
from app.extensions import db
from app.models import Attendance, Meeting, OpenSlot, Registration, ScheduleVersion
from app.services import vetoes
from app.services.open_slot_times import why_not_then


def refuse_unless_allowed(visitor: Registration, open_slot: OpenSlot, *, now: datetime) -> None:
    """Raise ForbiddenError for what is not theirs, ConflictError for what time forbids."""
    if open_slot.registration.organisation_id == visitor.organisation_id:
        raise ForbiddenError(later("This is your own organisation's time."))
    vetoes.refuse_if_vetoed(
        visitor.edition_id, visitor.organisation_id, open_slot.registration.organisation
    )
    why_not = reason_not_to_book(visitor)
    if why_not:
        raise ForbiddenError(why_not)
    if open_slot.slot.starts_at <= now:
        why_not = later("This time has passed.")
    elif not is_approved(open_slot.registration):
        why_not = later("This representative does not take part any more.")
    else:
        why_not = why_not_then(visitor, open_slot.slot_id)
    if why_not:
        raise ConflictError(why_not)


def reason_not_to_book(visitor: Registration) -> str:
    """Why this person can book nothing now; empty where they can."""
    if not visitor.edition.state.takes_bookings:
        return later("Times cannot be booked now.")
    if not is_approved(visitor):
        return why_not_yet(visitor.state, later("book"))
    if not visitor.wants_meetings:
        return later("You said that you want no meetings: change that under your times.")
    limit = _limit(visitor)
    if limit is not None and _planned(visitor) >= limit:
        return later("You have %(most)s meetings, which is the most at this event.", most=limit)
    return ""


def _limit(visitor: Registration) -> int | None:
    if visitor.max_meetings is not None:
        return visitor.max_meetings
    is_hub = visitor.organisation.kind is OrganisationKind.HUB
    return None if is_hub else visitor.edition.max_meetings


def _planned(visitor: Registration) -> int:
    """How many live meetings the visitor has."""
    count = db.session.scalar(
        select(func.count())
        .select_from(Attendance)
        .join(Meeting, Attendance.meeting_id == Meeting.id)
        .join(ScheduleVersion, Meeting.version_id == ScheduleVersion.id)
        .where(
            Attendance.registration_id == visitor.id,
            Meeting.state == MeetingState.PLANNED,
            ScheduleVersion.kind == VersionKind.LIVE,
        )
    )
    return count or 0


def is_approved(person: Registration) -> bool:
    """Whether the person is a participant."""
    return person.state is RegistrationState.APPROVED
