"""A run's answer becomes the meetings of a draft: the only translation back from `scheduling`."""

from datetime import datetime

from sqlalchemy import Select, select, update

from app.domain.states import VersionKind
from app.extensions import db
from app.models import (
    Attendance,
    Edition,
    Meeting,
    MeetingRequest,
    Place,
    Registration,
    Room,
    ScheduleVersion,
    Slot,
    SolveRun,
)
from app.services import edition_lock
from app.services.transaction import writing
from scheduling.instance import Instance
from scheduling.schedule import Schedule


def adopt(
    run: SolveRun, instance: Instance, schedule: Schedule, *, now: datetime
) -> ScheduleVersion:
    """The edition's new draft, inside the caller's transaction; an older draft is discarded."""
    edition_lock.hold(run.edition)  # a draft that is being published is no draft afterwards
    db.session.execute(
        update(ScheduleVersion)
        .where(
            ScheduleVersion.edition_id == run.edition_id,
            ScheduleVersion.kind == VersionKind.DRAFT,
        )
        .values(kind=VersionKind.DISCARDED)
    )
    draft = ScheduleVersion(
        edition_id=run.edition_id,
        kind=VersionKind.DRAFT,
        solve_run_id=run.id,
        live_change_number=run.live_change_number,
        created_at=now,
        created_by_id=run.queued_by_id,
    )
    db.session.add(draft)
    db.session.flush()
    _add_meetings(draft, instance, schedule, now)
    return draft


def current_draft(edition_id: int) -> ScheduleVersion | None:
    """The draft that would be published, if there is one."""
    return db.session.scalar(
        select(ScheduleVersion).where(
            ScheduleVersion.edition_id == edition_id, ScheduleVersion.kind == VersionKind.DRAFT
        )
    )


def discard(edition: Edition) -> bool:
    """Throw the draft away, if there is one; its run stays in the history."""
    with writing():
        edition_lock.hold(edition)
        draft = current_draft(edition.id)
        if draft is not None:
            draft.kind = VersionKind.DISCARDED
        return draft is not None


def _add_meetings(
    draft: ScheduleVersion, instance: Instance, schedule: Schedule, now: datetime
) -> None:
    edition_id = draft.edition_id
    slots = _keys(select(Slot.code, Slot.id).where(Slot.edition_id == edition_id))
    requests = _keys(
        select(MeetingRequest.public_id, MeetingRequest.id).where(
            MeetingRequest.edition_id == edition_id
        )
    )
    people = _keys(
        select(Registration.public_id, Registration.id).where(Registration.edition_id == edition_id)
    )
    places = {
        (slug, label): place_id
        for slug, label, place_id in db.session.execute(
            select(Room.slug, Place.label, Place.id)
            .join(Place, Place.room_id == Room.id)
            .where(Room.edition_id == edition_id)
        )
    }
    for meeting in schedule.meetings:
        draft.meetings.append(
            Meeting(
                request_id=requests[meeting.request],
                slot_id=slots[meeting.slot],
                place_id=places.get((meeting.place or "", meeting.table or "")),
                pinned=instance.requests_by_id[meeting.request].pinned is not None,
                changed_at=now,
                attendances=[
                    Attendance(registration_id=people[one]) for one in meeting.participants
                ],
            )
        )
    db.session.flush()


def _keys(statement: Select[str, int]) -> dict[str, int]:
    return {code: key for code, key in db.session.execute(statement)}
