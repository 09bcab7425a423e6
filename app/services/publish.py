"""Makes a draft the schedule that everybody goes by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.domain.errors import ConflictError, InvalidInputError
from app.domain.states import (
    EditionState,
    LiveChangeKind,
    MeetingState,
    RegistrationState,
    RequestState,
    VersionKind,
)
from app.domain.words import later
from app.extensions import db
from app.models import Attendance, Edition, Meeting, MeetingRequest, Place, ScheduleVersion
from app.services import agenda_mails, edition_lock, invites, live_schedule, occupancy
from app.services.agenda_mails import MailTo
from app.services.draft_schedule import current_draft
from app.services.transaction import writing

NO_DRAFT = later("There is no draft to publish: run the solver first.")


@dataclass(frozen=True)
class Published:
    """What publishing did: the version's number, how many meetings it touched, whom."""

    number: int
    meetings: int
    added: int
    changed: int
    cancelled: int


def publish(
    edition: Edition,
    *,
    by_account_id: int | None,
    now: datetime,
    mail_to: MailTo = MailTo.CHANGED,
    with_paper: bool = False,
) -> Published:
    """The edition's draft becomes version n and the live schedule, and calendars are told.

    Bookings made since the draft's run began stay; where one collides with the draft nothing is
    published and ConflictError lists what collides.
    """
    with writing():
        edition_lock.hold(edition)
        live_schedule.note_change(
            edition, LiveChangeKind.PUBLISHED, by_account_id=by_account_id, now=now
        )
        draft = current_draft(edition.id)
        if draft is None:
            raise InvalidInputError(NO_DRAFT)
        _drop_what_is_off(draft)
        _carry_over(draft, edition.id)
        collisions = _collisions(draft)
        if collisions:
            raise ConflictError(
                later(
                    "Since the run began, bookings were made that collide with this draft: "
                    "%(collisions)s. Run the solver once more: it will plan around them.",
                    collisions="; ".join(collisions),
                )
            )
        draft.number = _next_number(edition.id)
        draft.kind = VersionKind.PUBLISHED
        draft.published_at, draft.published_by_id = now, by_account_id
        published, touched, people = _make_live(edition, draft, now)
        invites.tell(edition, touched, now=now, held=mail_to is MailTo.NOBODY)
        agenda_mails.post(
            edition, published.number, people, mail_to, with_paper=with_paper, now=now
        )
        if edition.state.may_become(EditionState.SCHEDULED):
            edition.state = EditionState.SCHEDULED
    return published


def _next_number(edition_id: int) -> int:
    highest = db.session.scalar(
        select(func.max(ScheduleVersion.number)).where(ScheduleVersion.edition_id == edition_id)
    )
    return (highest or 0) + 1


def _drop_what_is_off(draft: ScheduleVersion) -> None:
    """Leave out meetings whose request was taken back, or whose people left, meanwhile."""
    for meeting in _meetings(draft.id):
        stands = meeting.request.state is RequestState.ACCEPTED and all(
            one.registration.state is RegistrationState.APPROVED for one in meeting.attendances
        )
        if not stands:
            db.session.delete(meeting)
    db.session.flush()


def _carry_over(draft: ScheduleVersion, edition_id: int) -> None:
    """Copy bookings that the draft's run did not know into the draft, as pins.

    A booking also goes before what the run planned for the same request.
    """
    known = {meeting.request_id: meeting for meeting in _meetings(draft.id)}
    for live in live_schedule.live_meetings(edition_id):
        planned = known.get(live.request_id)
        if not live.pinned or (planned is not None and _same(planned, live)):
            continue
        if planned is not None:
            db.session.delete(planned)
            db.session.flush()
        db.session.add(
            Meeting(
                version_id=draft.id,
                request_id=live.request_id,
                slot_id=live.slot_id,
                place_id=live.place_id,
                pinned=True,
                changed_at=live.changed_at,
                attendances=[
                    Attendance(registration_id=one.registration_id) for one in live.attendances
                ],
            )
        )
    db.session.flush()


def _collisions(draft: ScheduleVersion) -> list[str]:
    """Sentences on people or places with more meetings in a slot than desks."""
    load: dict[tuple[str, int], int] = {}
    limit: dict[str, tuple[int, str]] = {}
    when: dict[int, str] = {}
    for meeting in _meetings(draft.id):
        people = [one.registration for one in meeting.attendances]
        names = {f"r{one.id}": one.name for one in people}
        if meeting.place is not None:
            names[f"p{meeting.place.id}"] = meeting.place.label
        when[meeting.slot_id] = meeting.slot.code
        for holder, desks in occupancy.desks(meeting.place, people).items():
            load[holder, meeting.slot_id] = load.get((holder, meeting.slot_id), 0) + 1
            limit[holder] = (desks, names[holder])
    return [
        later("%(most)s twice in %(when)s", most=limit[holder][1], when=when[slot_id])
        for (holder, slot_id), meetings in sorted(load.items())
        if meetings > limit[holder][0]
    ]


def _make_live(
    edition: Edition, version: ScheduleVersion, now: datetime
) -> tuple[Published, list[int], set[int]]:
    """Bring the live schedule to what the version says, touching only what differs.

    Gives also the requests and the people that it touched.
    """
    live = live_schedule.live_version(edition, now=now)
    wanted = {meeting.request_id: meeting for meeting in _meetings(version.id)}
    standing = {
        meeting.request_id: meeting
        for meeting in _meetings(live.id)
        if meeting.state is MeetingState.PLANNED
    }
    gone = [one for request_id, one in standing.items() if request_id not in wanted]
    moved = [
        request_id
        for request_id, meeting in wanted.items()
        if request_id in standing and not _same(meeting, standing[request_id])
    ]
    added = [request_id for request_id in wanted if request_id not in standing]
    touched = [*(one.request_id for one in gone), *moved, *added]
    people = _people_of(wanted, touched) | _people_of(standing, touched)
    for meeting in gone:
        live_schedule.drop_meeting(meeting, now=now)
    # Everything that moves lets go first, so that two meetings can exchange their slots.
    occupancy.free(standing[request_id].id for request_id in moved)
    for request_id in moved + added:
        meeting = wanted[request_id]
        live_schedule.place_meeting(
            live,
            request_id,
            meeting.slot,
            meeting.place,
            [one.registration for one in meeting.attendances],
            pinned=meeting.pinned,
            now=now,
        )
    number = version.number or 0
    done = Published(number, len(wanted), len(added), len(moved), len(gone))
    return done, touched, people


def _people_of(meetings: Mapping[int, Meeting], requests: Iterable[int]) -> set[int]:
    return {one for key in requests if key in meetings for one in _people(meetings[key])}


def _same(one: Meeting, other: Meeting) -> bool:
    return (
        one.slot_id == other.slot_id
        and one.place_id == other.place_id
        and _people(one) == _people(other)
    )


def _people(meeting: Meeting) -> set[int]:
    return {attendance.registration_id for attendance in meeting.attendances}


def _meetings(version_id: int) -> Sequence[Meeting]:
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.version_id == version_id)
        .options(
            selectinload(Meeting.slot),
            selectinload(Meeting.place).selectinload(Place.room),
            selectinload(Meeting.request).selectinload(MeetingRequest.from_registration),
            selectinload(Meeting.attendances).selectinload(Attendance.registration),
        )
        .order_by(Meeting.id)
    ).all()
