"""One request with all that its two sides can do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.errors import NotFoundError
from app.domain.states import RegistrationState, RequestState, SchedulingMode
from app.domain.words import later
from app.extensions import db
from app.models import Registration
from app.services import request_answers, request_rules, team_rights, time_picking
from app.services.booked_requests import live_meetings_of
from app.services.common_times import CommonTime
from app.services.request_lists import RequestView, views_of
from app.services.request_states import NO_SUCH, find_request


@dataclass(frozen=True)
class Colleague:
    """Somebody else of the own organisation who takes part in meetings."""

    public_id: str
    name: str
    job_title: str


@dataclass(frozen=True)
class RequestPage:
    """One request; `why_not_answer` says why this person cannot answer it, empty where they can.

    `times` are those that the two sides may choose from; `must_choose` where accepting means
    choosing one. `colleagues` is empty where a request is personal. `ends_with_meeting`: whoever
    cancels the meeting ends the request with it.
    """

    view: RequestView
    times: tuple[CommonTime, ...]
    must_choose: bool
    colleagues: tuple[Colleague, ...]
    why_not_answer: str
    can_cancel: bool
    ends_with_meeting: bool


def request_page(registration: Registration, public_id: str, *, now: datetime) -> RequestPage:
    """A request of the person's organisation; NotFoundError for any other."""
    request = find_request(registration, public_id)
    view = next((one for one in views_of(registration) if one.public_id == public_id), None)
    if view is None:
        raise NotFoundError(NO_SUCH)
    edition = registration.edition
    times = time_picking.times_to_pick(request, now=now)
    why_not = ""
    if not request_rules.may_answer_now(edition):
        why_not = later("Requests cannot be answered any more.")
    elif not team_rights.may_answer(registration, request):
        why_not = request_answers.FOR_A_COLLEAGUE
    meetings = live_meetings_of(request)
    passes_on = edition.delegation_allowed or request.to_registration_id is None
    return RequestPage(
        view=view,
        times=times,
        must_choose=bool(times)
        and edition.scheduling_mode is SchedulingMode.ACCEPTOR
        and view.state is RequestState.PENDING,
        colleagues=tuple(_colleagues(registration)) if view.is_incoming and passes_on else (),
        why_not_answer=why_not,
        can_cancel=time_picking.may_cancel(registration, request, meetings, now=now),
        ends_with_meeting=not time_picking.chose_the_time(request, meetings),
    )


def _colleagues(registration: Registration) -> Sequence[Colleague]:
    rows = db.session.execute(
        select(Registration.public_id, Registration.name, Registration.job_title)
        .where(
            Registration.edition_id == registration.edition_id,
            Registration.organisation_id == registration.organisation_id,
            Registration.id != registration.id,
            Registration.state == RegistrationState.APPROVED,
            Registration.wants_meetings,
        )
        .order_by(Registration.name, Registration.id)
    )
    return [Colleague(*row) for row in rows]
