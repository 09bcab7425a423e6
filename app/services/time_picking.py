"""The two sides choose the time of their meeting: a common free one, booked at once."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.agenda import local
from app.domain.errors import ConflictError, ForbiddenError, InvalidInputError
from app.domain.states import MeetingState, RequestOrigin, RequestState, SchedulingMode
from app.domain.words import later
from app.extensions import db
from app.models import Meeting, MeetingRequest, Place, Registration, Slot
from app.services import (
    audit,
    edition_lock,
    live_schedule,
    person_locks,
    request_news,
    request_rules,
    vetoes,
)
from app.services.booked_requests import live_meetings_of
from app.services.common_times import CommonTime, common_times
from app.services.request_states import change_state, find_request
from app.services.team_rights import is_team_admin
from app.services.transaction import writing

TAKEN = later("One of you, or every table, is not free then (any more).")
CHOOSE = later("Choose a time.")
NOT_NOW = later("Who takes part in this meeting cancels it, or an admin, until it begins.")


class TimeTakenError(ConflictError):
    """The time is not free any more; `alternatives` are those that still are."""

    def __init__(self, alternatives: Sequence[CommonTime], zone: str) -> None:
        words = ", ".join(f"{local(time.starts_at, zone):%a %H:%M}" for time in alternatives[:3])
        super().__init__(
            later("%(taken)s Still free: %(words)s.", taken=TAKEN, words=words)
            if words
            else f"{TAKEN}"
        )
        self.alternatives = tuple(alternatives)


def must_pick(request: MeetingRequest, *, now: datetime) -> bool:
    """Whether accepting means choosing a time: so the event has it, and there is one."""
    edition = request.from_registration.edition
    if edition.scheduling_mode is not SchedulingMode.ACCEPTOR:
        return False
    return request_rules.picks_times(edition) and bool(common_times(request, now=now))


def times_to_pick(request: MeetingRequest, *, now: datetime) -> tuple[CommonTime, ...]:
    """The common times of a request that waits for one; none where others give the times."""
    if not request_rules.picks_times(request.from_registration.edition):
        return ()
    is_open = request.state in {RequestState.PENDING, RequestState.ACCEPTED}
    return common_times(request, now=now) if is_open and not live_meetings_of(request) else ()


def pick(by: Registration, public_id: str, slot: str, *, now: datetime) -> Meeting:
    """Book an accepted request of one's organisation at a common free time.

    Raises TimeTakenError, with the times that are left, where it is not free.
    """
    with writing():
        edition_lock.hold(by.edition)
        request = find_request(by, public_id)
        if request.state is not RequestState.ACCEPTED or live_meetings_of(request):
            raise ConflictError(later("This request does not wait for a time any more."))
        asking = request.from_registration.organisation
        is_asking = asking.id == by.organisation_id
        other = request.to_organisation if is_asking else asking
        vetoes.refuse_if_vetoed(by.edition_id, by.organisation_id, other)
        return book_in(request, slot, by=by, now=now)


def book_in(request: MeetingRequest, slot: str, *, by: Registration, now: datetime) -> Meeting:
    """Book inside the caller's transaction, which holds the edition."""
    edition = by.edition
    if not request_rules.picks_times(edition):
        raise ForbiddenError(later("At this event the schedule gives every meeting its time."))
    asking = request.from_registration.organisation_id
    person_locks.hold_teams(edition.id, [asking, request.to_organisation_id])
    times = common_times(request, now=now)
    if not slot:
        raise InvalidInputError(CHOOSE, {"slot": CHOOSE})
    chosen = next((time for time in times if time.code == slot), None)
    if chosen is None:
        raise TimeTakenError(times, edition.zone)
    people = [db.session.get_one(Registration, one) for one in chosen.people]
    place = db.session.get(Place, chosen.place_id) if chosen.place_id else None
    at = db.session.get_one(Slot, chosen.slot_id)
    meeting = live_schedule.book(
        edition, request, at, place, people, by_account_id=by.account_id, now=now
    )
    _note("meeting.book", request, by, now=now)
    return meeting


def cancel(by: Registration, public_id: str, *, now: datetime) -> MeetingRequest:
    """Cancel a meeting of one's own that has not begun; the partner is told.

    Where the two sides chose the time the request stays accepted, so that they can choose
    another; a meeting of the schedule ends it, so that no later version brings it back.
    """
    with writing():
        edition_lock.hold(by.edition)
        request = find_request(by, public_id)
        meetings = [one for one in live_meetings_of(request) if one.state is MeetingState.PLANNED]
        if not meetings or request.origin is RequestOrigin.BOOKED:
            raise ConflictError(later("There is no such meeting to cancel (any more)."))
        if not may_cancel(by, request, meetings, now=now):
            raise ForbiddenError(NOT_NOW)
        for meeting in meetings:
            live_schedule.cancel(by.edition, meeting, by_account_id=by.account_id, now=now)
        if not chose_the_time(request, meetings):
            is_asking = request.from_registration.organisation_id == by.organisation_id
            after = RequestState.WITHDRAWN if is_asking else RequestState.DECLINED
            change_state(request, {RequestState.ACCEPTED}, after, answered_at=now)
        request_news.meetings_cancelled(request, meetings, by, now=now)
        _note("meeting.cancel", request, by, now=now)
        return request


def may_cancel(
    by: Registration, request: MeetingRequest, meetings: Sequence[Meeting], *, now: datetime
) -> bool:
    """Whether the person may cancel: who attends, or an admin of their team, until it begins.

    A booking of an open slot is given back elsewhere (services/open_slots.py).
    """
    attending = {one.registration_id for meeting in meetings for one in meeting.attendances}
    return (
        bool(meetings)
        and request.origin is not RequestOrigin.BOOKED
        and all(meeting.slot.starts_at > now for meeting in meetings)
        and (by.id in attending or is_team_admin(by))
    )


def chose_the_time(request: MeetingRequest, meetings: Sequence[Meeting]) -> bool:
    """Whether the two sides chose the time of the meeting and may choose another."""
    return request_rules.picks_times(request.from_registration.edition) and any(
        meeting.pinned for meeting in meetings
    )


def _note(action: str, request: MeetingRequest, by: Registration, *, now: datetime) -> None:
    audit.note(
        action,
        by=by.account_id,
        now=now,
        edition_id=request.edition_id,
        about=("request", request.public_id),
    )
