"""What a person holds at an edition: meetings, living requests, times offered and booked."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from app.domain.states import MeetingState, OpenSlotState, RegistrationState, VersionKind
from app.extensions import db
from app.models import Attendance, Meeting, MeetingRequest, OpenSlot, Registration, ScheduleVersion
from app.services.request_states import LIVING


@dataclass(frozen=True)
class Holdings:
    """What a person holds and would give back."""

    meetings: tuple[Meeting, ...]
    requests: tuple[MeetingRequest, ...]
    open_slots: tuple[OpenSlot, ...]


def holdings_of(person: Registration) -> Holdings:
    """What would go with a cancellation, as it is now."""
    return Holdings(
        tuple(_live_meetings(person)), tuple(_requests(person)), tuple(_open_slots(person))
    )


def _live_meetings(person: Registration) -> Sequence[Meeting]:
    return db.session.scalars(
        select(Meeting)
        .join(ScheduleVersion, ScheduleVersion.id == Meeting.version_id)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(
            Attendance.registration_id == person.id,
            ScheduleVersion.kind == VersionKind.LIVE,
            Meeting.state == MeetingState.PLANNED,
        )
        .order_by(Meeting.id)
    ).all()


def _requests(person: Registration) -> Sequence[MeetingRequest]:
    """Living requests that the person sent, that name them, or that nobody else can take."""
    mine = [
        MeetingRequest.from_registration_id == person.id,
        MeetingRequest.to_registration_id == person.id,
    ]
    if set(team(person.edition_id, person.organisation_id)) <= {person.id}:
        mine.append(MeetingRequest.to_organisation_id == person.organisation_id)
    return db.session.scalars(
        select(MeetingRequest)
        .where(
            MeetingRequest.edition_id == person.edition_id,
            or_(*mine),
            MeetingRequest.state.in_(LIVING),
        )
        .order_by(MeetingRequest.id)
    ).all()


def _open_slots(person: Registration) -> Sequence[OpenSlot]:
    """The person's times that are open or booked, and those that they booked with others."""
    booked = select(MeetingRequest.id).where(MeetingRequest.from_registration_id == person.id)
    return db.session.scalars(
        select(OpenSlot)
        .where(
            OpenSlot.edition_id == person.edition_id,
            OpenSlot.state != OpenSlotState.CLOSED,
            or_(OpenSlot.registration_id == person.id, OpenSlot.request_id.in_(booked)),
        )
        .order_by(OpenSlot.id)
    ).all()


def team(edition_id: int, organisation_id: int) -> Sequence[int]:
    """The participants of an organisation who have meetings."""
    return db.session.scalars(
        select(Registration.id).where(
            Registration.edition_id == edition_id,
            Registration.organisation_id == organisation_id,
            Registration.state == RegistrationState.APPROVED,
            Registration.wants_meetings,
        )
    ).all()
