"""A person's requests: all of them, one of them, and their order."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.domain.states import Level, RequestState, SchedulingMode
from app.domain.wishes import ORDER_POINTS
from app.models import Registration
from app.services import (
    meeting_requests,
    request_answers,
    request_order,
    request_rules,
    time_picking,
)
from app.services.request_lists import RequestView, lists_of, views_of
from app.services.request_page import RequestPage, request_page
from app.services.request_quota import quota_of
from app.services.time_picking import TimeTakenError
from app.services.vetoes import own_vetoes
from app.web.access import loads, own_registration
from app.web.participant.blueprint import bp


@bp.get("/me/requests")
@loads(own_registration)
def requests(registration: Registration) -> str:
    """All requests by what is to be done with them."""
    lists = lists_of(registration)
    edition = registration.edition
    return render_template(
        "participant/requests.html",
        edition=edition,
        lists=lists,
        quota=quota_of(registration),
        can_answer=request_rules.may_answer_now(edition),
        chooses_times=edition.scheduling_mode is SchedulingMode.ACCEPTOR,
        picks_times=request_rules.picks_times(edition),
        why_not_ask=request_rules.reason_not_to_ask(registration),
        vetoes=own_vetoes(registration),
        now=now_utc(),
        moments=_moments(lists.to_answer, lists.sent, lists.accepted),
    )


@bp.get("/me/requests/order")
@loads(own_registration)
def request_ranks(registration: Registration) -> str:
    """What was sent and accepted, to be put in order."""
    return render_template(
        "participant/request_order.html",
        edition=registration.edition,
        views=request_order.ordered(views_of(registration)),
        points=ORDER_POINTS,
    )


@bp.post("/me/requests/<request_id>/move")
@loads(own_registration)
def move_request(registration: Registration, request_id: str) -> Response:
    """One place up or down."""
    request_order.move(registration, request_id, up=request.form.get("to") != "down")
    target = url_for("participant.request_ranks", edition=registration.edition.slug)
    return redirect(f"{target}#request-{request_id}", code=303)


@bp.get("/me/requests/<request_id>")
@loads(own_registration)
def one_request(registration: Registration, request_id: str) -> str:
    """One request, with every answer there is."""
    return _one_page(registration, request_page(registration, request_id, now=now_utc()))


@bp.post("/me/requests/<request_id>/accept")
@loads(own_registration)
def accept(registration: Registration, request_id: str) -> Response | tuple[str, int]:
    """Accept a request: how much it is wanted, who comes, and when where one may choose."""
    now = now_utc()
    try:
        done = request_answers.accept(
            registration,
            request_id,
            level=Level.TOP if request.form.get("level") == Level.TOP.value else Level.LIKE,
            person=request.form.get("person", ""),
            slot=request.form.get("slot", ""),
            now=now,
        )
    except (InvalidInputError, TimeTakenError) as error:
        return _again(registration, request_id, error)
    flash(_("Accepted: %(name)s.", name=done.from_registration.organisation.name))
    return _back(registration)


@bp.post("/me/requests/<request_id>/decline")
@loads(own_registration)
def decline(registration: Registration, request_id: str) -> Response | tuple[str, int]:
    """Decline a request; no reason is needed."""
    note = request.form.get("note", "")
    now = now_utc()
    try:
        done = request_answers.decline(registration, request_id, note=note, now=now)
    except InvalidInputError as error:
        return _again(registration, request_id, error)
    flash(_("Declined: %(name)s.", name=done.from_registration.organisation.name))
    if request_answers.can_undo(done, now=now):
        flash(_("You can take that back below for ten minutes; until then nobody is told."))
    return _back(registration)


@bp.post("/me/requests/<request_id>/undo")
@loads(own_registration)
def undo_answer(registration: Registration, request_id: str) -> Response:
    """Take an answer back."""
    done = request_answers.undo(registration, request_id, now=now_utc())
    name = done.from_registration.organisation.name
    flash(_("Taken back: %(name)s waits for your answer again. They were not told.", name=name))
    return _back(registration)


@bp.post("/me/requests/<request_id>/suggest")
@loads(own_registration)
def suggest_colleague(registration: Registration, request_id: str) -> Response | tuple[str, int]:
    """Pass a request on to a colleague."""
    try:
        done = request_answers.suggest(
            registration, request_id, request.form.get("colleague", ""), now=now_utc()
        )
    except InvalidInputError as error:
        return _again(registration, request_id, error)
    name = done.to_registration.name if done.to_registration else ""
    flash(_("%(name)s is told and answers the request.", name=name))
    return _back(registration)


@bp.post("/me/requests/<request_id>/withdraw")
@loads(own_registration)
def withdraw(registration: Registration, request_id: str) -> Response:
    """Take back a request of one's own."""
    done = meeting_requests.withdraw(registration, request_id, now=now_utc())
    name = done.to_organisation.name
    flash(_("Withdrawn: %(name)s. The request is back in your quota.", name=name))
    return _back(registration)


@bp.post("/me/requests/<request_id>/time")
@loads(own_registration)
def pick_time(registration: Registration, request_id: str) -> Response | tuple[str, int]:
    """Book an accepted request at a common free time."""
    try:
        time_picking.pick(registration, request_id, request.form.get("slot", ""), now=now_utc())
    except (InvalidInputError, TimeTakenError) as error:
        return _again(registration, request_id, error)
    flash(_("Booked. It is on your agenda and on theirs."))
    return _back(registration)


@bp.post("/me/requests/<request_id>/cancel-meeting")
@loads(own_registration)
def cancel_meeting(registration: Registration, request_id: str) -> Response:
    """Cancel a meeting; the request stays where another time can be chosen."""
    request_left = time_picking.cancel(registration, request_id, now=now_utc())
    if request_left.state is RequestState.ACCEPTED:
        flash(_("Cancelled. The request stays accepted: you can choose another time."))
    else:
        flash(_("Cancelled. They are told by mail, and your time is free again."))
    return _back(registration)


def _one_page(registration: Registration, page: RequestPage, fault: str = "") -> str:
    return render_template(
        "participant/request.html",
        edition=registration.edition,
        page=page,
        view=page.view,
        fault=fault,
        picks_times=request_rules.picks_times(registration.edition),
        typed=request.form,
        now=now_utc(),
        moments=[*(time.starts_at for time in page.times), *_moments((page.view,))],
    )


def _again(
    registration: Registration, request_id: str, error: InvalidInputError | TimeTakenError
) -> tuple[str, int]:
    """The page of the request with what went wrong; what was typed is still there."""
    page = request_page(registration, request_id, now=now_utc())
    status = 409 if isinstance(error, TimeTakenError) else 422
    return _one_page(registration, page, error.message), status


def _moments(*lists: tuple[RequestView, ...]) -> list[datetime]:
    """The times that a page shows, for the words about its zone."""
    views = [view for one in lists for view in one]
    meetings = [view.meeting.starts_at for view in views if view.meeting]
    return [*meetings, *(view.expires_at for view in views if view.expires_at)]


def _back(registration: Registration) -> Response:
    slug = registration.edition.slug
    return redirect(url_for("participant.requests", edition=slug), code=303)
