"""One person's requests, as their page lists them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import aliased

from app.domain.states import (
    Level,
    MeetingState,
    OrganisationKind,
    RegistrationState,
    RequestOrigin,
    RequestState,
    VersionKind,
)
from app.extensions import db
from app.models import (
    Meeting,
    MeetingRequest,
    OpenSlot,
    Organisation,
    Place,
    Registration,
    Room,
    ScheduleVersion,
    Slot,
)
from app.services.request_news import UNDO


@dataclass(frozen=True)
class PlannedMeeting:
    """When and where a request takes place; times aware UTC, `table` empty where online."""

    starts_at: datetime
    ends_at: datetime
    room: str
    table: str
    booking: str | None


@dataclass(frozen=True)
class RequestView:
    """One request as one of its two sides sees it.

    `person` is the partner's person where one is named, `colleague` the own side's person where
    that is somebody else. `booking` of the meeting is the open slot it came from.
    """

    public_id: str
    organisation: str
    slug: str
    kind: OrganisationKind
    country: str
    person: str
    job_title: str
    colleague: str
    topic: str
    level: Level
    own_level: Level
    match_score: int
    state: RequestState
    origin: RequestOrigin
    is_incoming: bool
    is_own: bool
    created_at: datetime
    answered_at: datetime | None
    answer_note: str
    expires_at: datetime | None
    own_rank: int | None
    meeting: PlannedMeeting | None

    def can_undo(self, now: datetime) -> bool:
        """Whether the answer of the own side can be taken back still."""
        answered = self.is_incoming and self.answered_at is not None
        return (
            answered
            and self.state in {RequestState.ACCEPTED, RequestState.DECLINED}
            and self.expires_at is not None
            and self.meeting is None
            and self.answered_at is not None
            and now < self.answered_at + UNDO
        )


@dataclass(frozen=True)
class RequestLists:
    """A person's requests by what is to be done with them."""

    to_answer: tuple[RequestView, ...] = ()
    sent: tuple[RequestView, ...] = ()
    accepted: tuple[RequestView, ...] = ()
    over: tuple[RequestView, ...] = ()


def lists_of(registration: Registration) -> RequestLists:
    """All requests from and to the person's organisation, the best matching first.

    Who is not approved sees none: they do not speak for their organisation yet.
    """
    views = views_of(registration)
    return RequestLists(
        to_answer=tuple(v for v in views if v.is_incoming and v.state is RequestState.PENDING),
        sent=tuple(v for v in views if not v.is_incoming and v.state is RequestState.PENDING),
        accepted=tuple(v for v in views if v.state is RequestState.ACCEPTED),
        over=tuple(v for v in views if not v.state.is_living),
    )


def views_of(
    registration: Registration, organisation_id: int | None = None
) -> tuple[RequestView, ...]:
    """The same in one list; with an organisation, only those with it."""
    if registration.state is not RegistrationState.APPROVED:
        return ()
    own = registration.organisation_id
    wanted = _select(registration)
    if organisation_id is not None:
        first, second = sorted((own, organisation_id))
        wanted = wanted.where(
            MeetingRequest.first_organisation_id == first,
            MeetingRequest.second_organisation_id == second,
        )
    rows = db.session.execute(wanted)
    views = [_view(row, registration) for row in rows]
    return tuple(sorted(views, key=_rank))


_asking_side = aliased(Organisation)
_asked_side = aliased(Organisation)
_asking = aliased(Registration)
_asked = aliased(Registration)


def _select(registration: Registration) -> Select[*tuple[Any, ...]]:
    """The rows of `_view`; a meeting only where it is live and planned."""
    live = (
        select(Meeting.id)
        .join(ScheduleVersion)
        .where(
            ScheduleVersion.edition_id == registration.edition_id,
            ScheduleVersion.kind == VersionKind.LIVE,
            Meeting.state == MeetingState.PLANNED,
        )
    )
    own = registration.organisation_id
    return (
        select(
            MeetingRequest,
            _asking_side,
            _asked_side,
            _asking,
            _asked,
            Slot,
            Place,
            Room.name,
            OpenSlot.public_id,
        )
        .join(_asking, MeetingRequest.from_registration_id == _asking.id)
        .join(_asking_side, _asking.organisation_id == _asking_side.id)
        .join(_asked_side, MeetingRequest.to_organisation_id == _asked_side.id)
        .outerjoin(_asked, MeetingRequest.to_registration_id == _asked.id)
        .outerjoin(Meeting, (Meeting.request_id == MeetingRequest.id) & Meeting.id.in_(live))
        .outerjoin(Slot, Meeting.slot_id == Slot.id)
        .outerjoin(Place, Meeting.place_id == Place.id)
        .outerjoin(Room, Place.room_id == Room.id)
        .outerjoin(OpenSlot, OpenSlot.request_id == MeetingRequest.id)
        .where(
            MeetingRequest.edition_id == registration.edition_id,
            or_(
                MeetingRequest.first_organisation_id == own,
                MeetingRequest.second_organisation_id == own,
            ),
        )
    )


def _view(row: Row[*tuple[Any, ...]], registration: Registration) -> RequestView:
    request, asking_side, asked_side, asking, asked, slot, place, room, booking = row
    incoming = request.to_organisation_id == registration.organisation_id
    partner = asking_side if incoming else asked_side
    person, own = (asking, asked) if incoming else (asked, asking)
    return RequestView(
        public_id=request.public_id,
        organisation=partner.name,
        slug=partner.slug,
        kind=partner.kind,
        country=partner.country,
        person=person.name if person else "",
        job_title=person.job_title if person else "",
        colleague=own.name if own and own.id != registration.id else "",
        topic=request.topic,
        level=request.from_level if incoming else request.to_level,
        own_level=request.to_level if incoming else request.from_level,
        match_score=request.match_score,
        state=request.state,
        origin=request.origin,
        is_incoming=incoming,
        is_own=own is not None and own.id == registration.id,
        created_at=request.created_at,
        answered_at=request.answered_at,
        answer_note=request.answer_note,
        expires_at=request.expires_at,
        own_rank=request.to_rank if incoming else request.from_rank,
        meeting=_meeting(slot, place, room, booking),
    )


def _meeting(
    slot: Slot | None, place: Place | None, room: str | None, booking: str | None
) -> PlannedMeeting | None:
    if slot is None:
        return None
    label = place.label if place else ""
    return PlannedMeeting(slot.starts_at, slot.ends_at, room or "", label, booking)


def _rank(view: RequestView) -> tuple[bool, bool, int, datetime, str]:
    """Top wishes before others, then the better match, then the older."""
    top = Level.TOP in (view.level, view.own_level)
    return (view.meeting is None, not top, -view.match_score, view.created_at, view.public_id)
