"""A person cancels: everything they held is free at once, and each partner is told once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.engine import CursorResult

from app.domain.errors import ConflictError, ForbiddenError
from app.domain.states import (
    OpenSlotState,
    RegistrationState,
    RequestState,
)
from app.domain.words import later
from app.extensions import db
from app.models import MeetingRequest, OpenSlot, Registration
from app.services import audit, edition_lock, invites, live_schedule, outbox, person_locks
from app.services.holdings import Holdings, holdings_of, team
from app.services.letters import registration as letters
from app.services.letters.registration import LostMeeting
from app.services.open_slot_states import change_state as change_open_slot
from app.services.registration_mails import tell
from app.services.request_states import LIVING
from app.services.request_states import change_state as change_request
from app.services.transaction import writing
from app.services.waiting_list import fill_places, has_begun

GOING = frozenset(
    {
        RegistrationState.SUBMITTED,
        RegistrationState.APPROVED,
        RegistrationState.WAITLISTED,
        RegistrationState.OFFERED,
    }
)
BEGUN = later("The event has begun: tell the desk that you cannot come.")
OVER = later("This registration is over already.")


@dataclass
class _Loss:
    """What one partner loses."""

    meetings: list[LostMeeting] = field(default_factory=list)
    requests: int = 0


def reason_not_to_cancel(person: Registration, *, now: datetime) -> str:
    """Why the person cannot cancel any more; empty where they can."""
    if person.erased_at is not None or person.state not in GOING:
        return OVER
    return BEGUN if has_begun(person.edition, now=now) else ""


def cancel(person: Registration, *, by: int | None, now: datetime) -> Holdings:
    """Cancel a registration; says what went with it.

    Live meetings are cancelled and their times free, living requests void, offered times closed,
    and the place goes to the waiting list. Raises ForbiddenError where it is too late,
    ConflictError where it is cancelled already.
    """
    with writing():
        edition = person.edition
        edition_lock.hold(edition)
        person_locks.hold(person)
        why_not = reason_not_to_cancel(person, now=now)
        if why_not:
            raise (ForbiddenError if why_not == BEGUN else ConflictError)(why_not)
        return give_up(person, by=by, now=now)


def give_up(person: Registration, *, by: int | None, now: datetime) -> Holdings:
    """End what is still to come, inside the caller's transaction; says what went.

    The caller holds the edition and the person. What has taken place stays.
    """
    edition, held = person.edition, still_to_come(person, now=now)
    for meeting in held.meetings:
        live_schedule.cancel(edition, meeting, by_account_id=by, now=now)
    losses = _losses(person, held, now=now)
    for slot in held.open_slots:
        _give_back(slot, person)
    for request in held.requests:
        change_request(request, LIVING, RequestState.VOID, answered_at=now)
    if person.state in GOING:
        _become_cancelled(person, now=now)
    outbox.call_off(person.id, now=now)
    _tell(person, held, losses, now=now)
    audit.note(
        "registration.cancel",
        by=by,
        now=now,
        edition_id=edition.id,
        about=("registration", person.public_id),
        details={"meetings": len(held.meetings), "requests": len(held.requests)},
    )
    fill_places(edition, now=now)
    return held


def still_to_come(person: Registration, *, now: datetime) -> Holdings:
    """The person's holdings without the meetings that have taken place."""
    held = holdings_of(person)
    past = {meeting.request_id for meeting in held.meetings if meeting.slot.ends_at <= now}
    return Holdings(
        tuple(meeting for meeting in held.meetings if meeting.request_id not in past),
        tuple(request for request in held.requests if request.id not in past),
        tuple(slot for slot in held.open_slots if slot.request_id not in past),
    )


def _become_cancelled(person: Registration, *, now: datetime) -> None:
    changed = db.session.execute(
        update(Registration)
        .where(Registration.id == person.id, Registration.state.in_(GOING))
        .values(
            state=RegistrationState.CANCELLED,
            cancelled_at=now,
            waiting_since=None,
            offer_expires_at=None,
        )
        .execution_options(synchronize_session=False)
    )
    assert isinstance(changed, CursorResult)  # noqa: S101 - an UPDATE gives one
    if changed.rowcount != 1:
        raise ConflictError(OVER)
    db.session.refresh(person)


def _give_back(slot: OpenSlot, person: Registration) -> None:
    """The person's own time closes; one that they booked is open for others again."""
    own = slot.registration_id == person.id
    after = OpenSlotState.CLOSED if own else OpenSlotState.OPEN
    change_open_slot(slot, slot.state, after, request_id=None)


def _tell(person: Registration, held: Holdings, losses: dict[int, _Loss], *, now: datetime) -> None:
    """One mail for the person, and one for each partner with all that they lose."""
    letter = letters.cancelled(
        person, meetings=len(held.meetings), requests=len(_without_meeting(held))
    )
    tell(person, letter, "registration_cancelled", now=now)
    for partner_id, loss in sorted(losses.items()):
        partner = db.session.get_one(Registration, partner_id)
        news = letters.partner_cancelled(partner, person, loss.meetings, loss.requests)
        tell(partner, news, "partner_cancelled", about=person.public_id, now=now)


def _losses(person: Registration, held: Holdings, *, now: datetime) -> dict[int, _Loss]:
    """Partner's key → what they lose and no invite tells; nobody of the person's organisation."""
    found: dict[int, _Loss] = defaultdict(_Loss)
    told = invites.told_off([meeting.request_id for meeting in held.meetings], now=now)
    for meeting in held.meetings:
        place = meeting.place
        where = f"{place.room.name}, {place.label}" if place and place.room else ""
        for attendance in meeting.attendances:
            partner = attendance.registration
            knows = (partner.id, meeting.request_id) in told
            if partner.organisation_id != person.organisation_id and not knows:
                lost = LostMeeting(meeting.slot.starts_at, where)
                found[attendance.registration_id].meetings.append(lost)
    for request in _without_meeting(held):
        for partner_id in _partners(person, request):
            found[partner_id].requests += 1
    return dict(found)


def _without_meeting(held: Holdings) -> list[MeetingRequest]:
    met = {meeting.request_id for meeting in held.meetings}
    return [request for request in held.requests if request.id not in met]


def _partners(person: Registration, request: MeetingRequest) -> Sequence[int]:
    """Who stands on the other side of a request: its sender, who was named, or the whole team."""
    if request.from_registration_id != person.id:
        return [request.from_registration_id]
    if request.to_registration_id is not None:
        return [request.to_registration_id]
    return team(request.edition_id, request.to_organisation_id)
