"""Booking a time at an exhibitor's table or stand at once, and giving it back.

Two guards, each enough by itself for what it watches: the open slot changes its state by one
conditional update, so one slot is booked once; and the live schedule's rows refuse a second
meeting of the same person, representative or table in the same five minutes.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.agenda import local
from app.domain.errors import AppError, ConflictError, ForbiddenError, NotFoundError
from app.domain.states import (
    OpenSlotState,
    RequestState,
)
from app.domain.words import later
from app.extensions import db
from app.models import (
    Edition,
    Meeting,
    MeetingRequest,
    OpenSlot,
    Registration,
)
from app.services import (
    edition_lock,
    live_schedule,
    open_slot_times,
    person_locks,
    request_news,
    request_states,
)
from app.services.booked_requests import accepted_request, live_meetings_of
from app.services.booking_rules import is_approved, refuse_unless_allowed
from app.services.open_slot_states import change_state
from app.services.open_slot_times import OpenTime
from app.services.request_rules import LIVING_PAIR, checked_topic
from app.services.transaction import writing

TAKEN = later("That time has just been taken.")
NO_SUCH = later("There is no such time to book.")


class JustTakenError(ConflictError):
    """Somebody was faster; `alternatives` are the nearest times that are still free."""

    def __init__(self, alternatives: Sequence[OpenTime], zone: str) -> None:
        words = ", ".join(f"{local(time.starts_at, zone):%a %H:%M}" for time in alternatives)
        super().__init__(
            later("%(taken)s Still free: %(words)s.", taken=TAKEN, words=words) if words else TAKEN
        )
        self.alternatives = tuple(alternatives)


def book_open_slot(
    visitor: Registration, public_id: str, *, topic: str = "", now: datetime
) -> Meeting:
    """Book an open slot: a pinned meeting on the live schedule at once.

    Sent twice it is one booking. Raises ForbiddenError where the visitor may not,
    JustTakenError where somebody was faster, ConflictError where the two organisations have
    another living request.
    """
    open_slot = _open_slot(visitor.edition_id, public_id)
    edition = visitor.edition
    slug, starts_at = open_slot.registration.organisation.slug, open_slot.slot.starts_at
    try:
        with writing():
            return _book(edition, visitor, open_slot, topic, now=now)
    except IntegrityError as error:
        raise ConflictError(LIVING_PAIR) from error
    except _TakenError as error:
        offers = open_slot_times.offers_for(visitor)
        near = open_slot_times.nearest(offers, slug, starts_at)
        raise JustTakenError(near, edition.zone) from error


def cancel_booking(by: Registration, public_id: str, *, now: datetime) -> str:
    """Cancel a booked meeting, by the visitor or the exhibitor's team; says what happened.

    A visitor gives the time back for others; an exhibitor closes it.
    """
    with writing():
        edition_lock.hold(by.edition)
        open_slot = _open_slot(by.edition_id, public_id)
        request = _booked_request(open_slot)
        is_visitor = request is not None and request.from_registration_id == by.id
        is_team = open_slot.registration.organisation_id == by.organisation_id
        if request is None or not (is_visitor or (is_team and is_approved(by))):
            raise NotFoundError(NO_SUCH)
        if not by.edition.state.takes_bookings:
            raise ForbiddenError(later("The schedule is final: ask the organisers to cancel it."))
        change_state(
            open_slot,
            OpenSlotState.BOOKED,
            OpenSlotState.OPEN if is_visitor else OpenSlotState.CLOSED,
            request_id=None,
        )
        meetings = live_meetings_of(request)
        for meeting in meetings:
            live_schedule.cancel(by.edition, meeting, by_account_id=by.account_id, now=now)
        request_news.meetings_cancelled(request, meetings, by, now=now)
        request_states.change_state(
            request,
            [RequestState.ACCEPTED],
            RequestState.WITHDRAWN if is_visitor else RequestState.DECLINED,
            answered_at=now,
            answered_by_account_id=by.account_id,
        )
        partner = open_slot.registration if is_visitor else request.from_registration
        return partner.organisation.name


class _TakenError(AppError):
    """The slot, or somebody needed for it, is not free any more."""


def _book(
    edition: Edition, visitor: Registration, open_slot: OpenSlot, topic: str, *, now: datetime
) -> Meeting:
    person = open_slot.registration
    edition_lock.hold(edition)
    person_locks.hold(visitor, person)
    db.session.refresh(open_slot)
    standing = _standing(visitor, open_slot)
    if standing is not None:
        return standing
    refuse_unless_allowed(visitor, open_slot, now=now)
    topic = checked_topic(topic) if topic.strip() else ""
    request = accepted_request(visitor, person, topic, now=now)
    if not _claim(open_slot, request):
        raise _TakenError(TAKEN)
    try:
        return live_schedule.book(
            edition,
            request,
            open_slot.slot,
            open_slot.place,
            [visitor, person],
            by_account_id=visitor.account_id,
            now=now,
        )
    except ConflictError as error:
        raise _TakenError(error.message) from error


def _standing(visitor: Registration, open_slot: OpenSlot) -> Meeting | None:
    """The meeting for which the visitor has booked this very time already."""
    request = _booked_request(open_slot)
    if request is None or request.from_registration_id != visitor.id:
        return None
    return next(iter(live_meetings_of(request)), None)


def _claim(open_slot: OpenSlot, request: MeetingRequest) -> bool:
    """Take the open slot, unless somebody was faster."""
    try:
        change_state(open_slot, OpenSlotState.OPEN, OpenSlotState.BOOKED, request_id=request.id)
    except ConflictError:
        return False
    return True


def _booked_request(open_slot: OpenSlot) -> MeetingRequest | None:
    if open_slot.state is not OpenSlotState.BOOKED or open_slot.request_id is None:
        return None
    return db.session.get(MeetingRequest, open_slot.request_id)


def _open_slot(edition_id: int, public_id: str) -> OpenSlot:
    found = db.session.scalar(
        select(OpenSlot).where(OpenSlot.public_id == public_id, OpenSlot.edition_id == edition_id)
    )
    if found is None:
        raise NotFoundError(NO_SUCH)
    return found
