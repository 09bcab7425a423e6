"""Reads what agendas are made of, for one person or for everybody, in a fixed number of queries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.domain.states import MeetingState, PlaceKind, VersionKind
from app.extensions import db
from app.models import (
    Attendance,
    CalendarIdentity,
    Edition,
    Meeting,
    MeetingRequest,
    Place,
    Profile,
    ProgrammeItem,
    ProgrammePresenter,
    Registration,
    ScheduleVersion,
    Slot,
)


@dataclass(frozen=True)
class AgendaRows:
    """The live meetings, talks and calendar identities of some people of one edition.

    `meetings` and `talks` map a registration to what it attends or presents, `identities` a
    request and a registration to how that person's calendar knows the meeting, `join_links` an
    organisation to its own link. `version` is the last one published.
    """

    edition: Edition
    version: ScheduleVersion | None
    meetings: Mapping[int, Sequence[Meeting]]
    talks: Mapping[int, Sequence[ProgrammeItem]]
    identities: Mapping[tuple[int, int], CalendarIdentity]
    join_links: Mapping[int, str]


def rows_of(edition: Edition, registration: Registration | None = None) -> AgendaRows:
    """The rows of one person's agenda, or of everybody's."""
    meetings = _meetings(edition, registration)
    return AgendaRows(
        edition=edition,
        version=published_version(edition),
        meetings=meetings,
        talks=_talks(edition, registration),
        identities=_identities(edition, registration),
        join_links=join_links(edition) if any(_online(meetings)) else {},
    )


def published_version(edition: Edition) -> ScheduleVersion | None:
    """The version published last."""
    return db.session.scalar(
        select(ScheduleVersion)
        .where(
            ScheduleVersion.edition_id == edition.id,
            ScheduleVersion.kind == VersionKind.PUBLISHED,
        )
        .order_by(ScheduleVersion.number.desc())
        .limit(1)
    )


def _meetings(edition: Edition, registration: Registration | None) -> dict[int, list[Meeting]]:
    found: dict[int, list[Meeting]] = {}
    for meeting in db.session.scalars(_live(edition, registration)):
        for one in meeting.attendances:
            found.setdefault(one.registration_id, []).append(meeting)
    return found


def _online(meetings: Mapping[int, Sequence[Meeting]]) -> Iterator[bool]:
    """Whether each of the meetings is online: only those need a link."""
    for some in meetings.values():
        yield from (one.place is None or one.place.kind is PlaceKind.ONLINE for one in some)


def _live(edition: Edition, registration: Registration | None) -> Select[Meeting]:
    chosen = (
        select(Meeting)
        .join(ScheduleVersion)
        .join(Slot, Meeting.slot_id == Slot.id)
        .where(
            ScheduleVersion.edition_id == edition.id,
            ScheduleVersion.kind == VersionKind.LIVE,
            Meeting.state == MeetingState.PLANNED,
        )
        .options(
            contains_eager(Meeting.slot),
            joinedload(Meeting.place).joinedload(Place.room),
            joinedload(Meeting.request),
            selectinload(Meeting.attendances)
            .joinedload(Attendance.registration)
            .joinedload(Registration.organisation),
        )
        .order_by(Slot.starts_at, Meeting.id)
    )
    if registration is None:
        return chosen
    return chosen.where(Meeting.attendances.any(Attendance.registration_id == registration.id))


def _talks(edition: Edition, registration: Registration | None) -> dict[int, list[ProgrammeItem]]:
    chosen = (
        select(ProgrammePresenter.registration_id, ProgrammeItem)
        .join(ProgrammeItem, ProgrammePresenter.item_id == ProgrammeItem.id)
        .where(ProgrammeItem.edition_id == edition.id)
        .options(selectinload(ProgrammeItem.room))
    )
    if registration is not None:
        chosen = chosen.where(ProgrammePresenter.registration_id == registration.id)
    found: dict[int, list[ProgrammeItem]] = {}
    for registration_id, item in db.session.execute(chosen):
        found.setdefault(registration_id, []).append(item)
    return found


def _identities(
    edition: Edition, registration: Registration | None
) -> dict[tuple[int, int], CalendarIdentity]:
    chosen = (
        select(CalendarIdentity)
        .join(MeetingRequest, CalendarIdentity.request_id == MeetingRequest.id)
        .where(MeetingRequest.edition_id == edition.id, CalendarIdentity.cancelled_at.is_(None))
    )
    if registration is not None:
        chosen = chosen.where(CalendarIdentity.registration_id == registration.id)
    return {(one.request_id, one.registration_id): one for one in db.session.scalars(chosen)}


def join_links(edition: Edition) -> dict[int, str]:
    """Organisation → its own link for meetings online."""
    rows = db.session.execute(
        select(Profile.organisation_id, Profile.join_link).where(
            Profile.edition_id == edition.id, Profile.join_link != ""
        )
    )
    return {organisation_id: link for organisation_id, link in rows}
