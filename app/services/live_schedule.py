"""What is true now: the live schedule, and the only ways to change it.

Each function works inside the caller's transaction. The first thing it does is to take the
next number of the edition's live changes, which also makes the changes of one edition wait
for each other.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from app.domain.states import LiveChangeKind, MeetingState, VersionKind
from app.extensions import db
from app.models import (
    Attendance,
    CalendarIdentity,
    Edition,
    LiveChange,
    Meeting,
    MeetingRequest,
    Place,
    Registration,
    ScheduleVersion,
    Slot,
)
from app.services import invites, occupancy


def note_change(
    edition: Edition,
    kind: LiveChangeKind,
    *,
    request_id: int | None = None,
    by_account_id: int | None,
    now: datetime,
) -> int:
    """Count one more live change of the edition and say what it is; gives its number."""
    number = db.session.scalar(
        update(Edition)
        .where(Edition.id == edition.id)
        .values(live_change_number=Edition.live_change_number + 1)
        .returning(Edition.live_change_number)
        .execution_options(synchronize_session=False)
    )
    assert number is not None  # noqa: S101 - the edition is a row that exists
    db.session.refresh(edition, ["live_change_number"])
    db.session.add(
        LiveChange(
            edition_id=edition.id,
            number=number,
            kind=kind,
            request_id=request_id,
            happened_at=now,
            by_account_id=by_account_id,
        )
    )
    return number


def live_version(edition: Edition, *, now: datetime) -> ScheduleVersion:
    """The edition's live schedule, begun if there is none yet."""
    version = db.session.scalar(
        select(ScheduleVersion).where(
            ScheduleVersion.edition_id == edition.id, ScheduleVersion.kind == VersionKind.LIVE
        )
    )
    if version is None:
        version = ScheduleVersion(edition_id=edition.id, kind=VersionKind.LIVE, created_at=now)
        db.session.add(version)
        db.session.flush()
    return version


def live_meetings(edition_id: int) -> Sequence[Meeting]:
    """The meetings that take place, in time order, with people, slots and places loaded."""
    return db.session.scalars(
        select(Meeting)
        .join(ScheduleVersion)
        .join(Slot, Meeting.slot_id == Slot.id)
        .where(
            ScheduleVersion.edition_id == edition_id,
            ScheduleVersion.kind == VersionKind.LIVE,
            Meeting.state == MeetingState.PLANNED,
        )
        .options(
            selectinload(Meeting.slot).selectinload(Slot.block),
            selectinload(Meeting.place).selectinload(Place.room),
            selectinload(Meeting.request).selectinload(MeetingRequest.from_registration),
            selectinload(Meeting.attendances)
            .selectinload(Attendance.registration)
            .selectinload(Registration.organisation),
        )
        .order_by(Slot.starts_at, Meeting.id)
    ).all()


def book(
    edition: Edition,
    request: MeetingRequest,
    slot: Slot,
    place: Place | None,
    people: list[Registration],
    *,
    by_account_id: int | None,
    now: datetime,
) -> Meeting:
    """A pinned meeting at once; raises ConflictError if anybody or the place is taken then."""
    note_change(
        edition,
        LiveChangeKind.BOOKED,
        request_id=request.id,
        by_account_id=by_account_id,
        now=now,
    )
    meeting = place_meeting(
        live_version(edition, now=now), request.id, slot, place, people, pinned=True, now=now
    )
    invites.tell(edition, [request.id], now=now)
    return meeting


def place_meeting(
    live: ScheduleVersion,
    request_id: int,
    slot: Slot,
    place: Place | None,
    people: list[Registration],
    *,
    pinned: bool,
    now: datetime,
) -> Meeting:
    """Put a request into the live schedule, or move it there; counts it for calendars.

    The caller tells them (`invites.tell`), once for all that it changes.
    """
    meeting = db.session.scalar(
        select(Meeting).where(Meeting.version_id == live.id, Meeting.request_id == request_id)
    )
    if meeting is None:
        meeting = Meeting(version_id=live.id, request_id=request_id)
        db.session.add(meeting)
    meeting.slot = slot
    meeting.place = place
    meeting.state = MeetingState.PLANNED
    meeting.pinned = pinned
    meeting.changed_at = now
    _attend(meeting, people)
    db.session.flush()
    occupancy.occupy(live.edition_id, meeting, slot, place, people)
    _count_for_calendars(request_id, people, now=now)
    return meeting


def cancel(edition: Edition, meeting: Meeting, *, by_account_id: int | None, now: datetime) -> None:
    """Cancel a live meeting; its people and its place are free again."""
    note_change(
        edition,
        LiveChangeKind.CANCELLED,
        request_id=meeting.request_id,
        by_account_id=by_account_id,
        now=now,
    )
    drop_meeting(meeting, now=now)
    invites.tell(edition, [meeting.request_id], now=now)


def drop_meeting(meeting: Meeting, *, now: datetime) -> None:
    """Take a meeting out of the live schedule; the row stays, as cancelled.

    The caller tells calendars, as with `place_meeting`.
    """
    meeting.state = MeetingState.CANCELLED
    meeting.changed_at = now
    occupancy.free([meeting.id])
    for identity in _identities(meeting.request_id):
        _cancel_identity(identity, now=now)


def _attend(meeting: Meeting, people: list[Registration]) -> None:
    wanted = {person.id for person in people}
    for attendance in list(meeting.attendances):
        if attendance.registration_id not in wanted:
            meeting.attendances.remove(attendance)
    present = {attendance.registration_id for attendance in meeting.attendances}
    for person in people:
        if person.id not in present:
            meeting.attendances.append(Attendance(registration_id=person.id))


def _count_for_calendars(request_id: int, people: list[Registration], *, now: datetime) -> None:
    """A first identity has sequence 0; every change of time or place adds one."""
    known = {identity.registration_id: identity for identity in _identities(request_id)}
    for person in people:
        identity = known.pop(person.id, None)
        if identity is None:
            db.session.add(
                CalendarIdentity(
                    request_id=request_id,
                    registration_id=person.id,
                    uid=f"{uuid.uuid4()}@hubmeet",
                    changed_at=now,
                )
            )
        else:
            identity.sequence += 1
            identity.changed_at = now
    for identity in known.values():
        _cancel_identity(identity, now=now)


def _cancel_identity(identity: CalendarIdentity, *, now: datetime) -> None:
    identity.sequence += 1
    identity.cancelled_at = identity.changed_at = now


def _identities(request_id: int) -> Sequence[CalendarIdentity]:
    return db.session.scalars(
        select(CalendarIdentity).where(
            CalendarIdentity.request_id == request_id, CalendarIdentity.cancelled_at.is_(None)
        )
    ).all()
