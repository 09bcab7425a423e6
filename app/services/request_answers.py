"""Answers to requests: yes, no, a colleague; an answer can be taken back for ten minutes."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from app.domain.standing import why_not_yet
from app.domain.states import Level, RegistrationState, RequestState
from app.domain.words import later
from app.extensions import db
from app.models import MeetingRequest, Registration
from app.services import (
    audit,
    edition_lock,
    request_news,
    request_rules,
    team_rights,
    time_picking,
    vetoes,
)
from app.services.request_news import UNDO
from app.services.request_rules import LIVING_PAIR
from app.services.request_states import (
    LIVING,
    NO_SUCH,
    change_state,
    find_request,
    refuse_if_scheduled,
)
from app.services.transaction import writing

ANYONE = "anyone"
MAX_NOTE_CHARACTERS = 200
NO_COLLEAGUE = later("Choose somebody of your organisation who takes part in meetings.")
FOR_A_COLLEAGUE = later(
    "This request is for a colleague: they answer it, or an admin of your organisation."
)
PERSONAL = later("At this event a request is personal: the person who was asked answers it.")
TOO_LATE = later(
    "An answer can be taken back for ten minutes; this one is older, or was taken back."
)


def accept(
    answering: Registration,
    public_id: str,
    *,
    level: Level = Level.LIKE,
    person: str = "",
    slot: str = "",
    now: datetime,
) -> MeetingRequest:
    """Accept a request to one's organisation, also after having declined it.

    `person` is who of us comes: a public id, ANYONE, or empty for who was asked. `slot` is the
    code of the time, where the event lets the two sides choose it; then the meeting is booked.
    """
    try:
        with writing():
            request = _answerable(answering, public_id)
            values = _coming(answering, request, person)
            if request.state is RequestState.DECLINED:
                request_rules.refuse_if_outdated(request)
            before = {RequestState.PENDING, RequestState.DECLINED}
            _step(request, answering, before, RequestState.ACCEPTED, now, to_level=level, **values)
            if slot or time_picking.must_pick(request, now=now):
                time_picking.book_in(request, slot, by=answering, now=now)
            request_news.accepted(request, now=now)
            return request
    except IntegrityError as error:
        raise ConflictError(LIVING_PAIR) from error


def decline(
    answering: Registration, public_id: str, *, note: str = "", now: datetime
) -> MeetingRequest:
    """Decline a request to one's organisation; no reason is needed, a short note is possible."""
    note = " ".join(note.split())
    if len(note) > MAX_NOTE_CHARACTERS:
        message = later(
            "At most %(most)s characters; these are %(number)s.",
            most=MAX_NOTE_CHARACTERS,
            number=len(note),
        )
        raise InvalidInputError(message, {"note": message})
    with writing():
        request = _answerable(answering, public_id)
        refuse_if_scheduled(request)
        _step(request, answering, LIVING, RequestState.DECLINED, now, answer_note=note)
        request_news.declined(request, now=now)
        return request


def undo(answering: Registration, public_id: str, *, now: datetime) -> MeetingRequest:
    """Take an answer back within ten minutes: it is to be answered again, and nobody was told."""
    try:
        with writing():
            request = _answerable(answering, public_id)
            answered_at = request.answered_at
            if not can_undo(request, now=now) or answered_at is None:
                raise ConflictError(TOO_LATE)
            refuse_if_scheduled(request)
            if request.state is RequestState.DECLINED:
                request_rules.refuse_if_outdated(request)
            change_state(
                request,
                [request.state],
                RequestState.PENDING,
                answered_at=None,
                answered_by_account_id=None,
                answer_note="",
                to_level=Level.LIKE,
            )
            request_news.take_back_answer(request, answered_at)
            return request
    except IntegrityError as error:
        raise ConflictError(LIVING_PAIR) from error


def can_undo(request: MeetingRequest, *, now: datetime) -> bool:
    """Whether somebody answered this in the last ten minutes; the rules' own yes is no answer."""
    return (
        request.state in {RequestState.ACCEPTED, RequestState.DECLINED}
        and request.expires_at is not None
        and request.answered_at is not None
        and now < request.answered_at + UNDO
    )


def suggest(
    answering: Registration, public_id: str, colleague: str, *, now: datetime
) -> MeetingRequest:
    """Pass a pending request on to a colleague, who is told and answers it."""
    with writing():
        request = _answerable(answering, public_id)
        if request.to_registration_id is not None and not answering.edition.delegation_allowed:
            raise ForbiddenError(PERSONAL)
        chosen = _of_the_team(answering, colleague)
        if chosen.id in {answering.id, request.to_registration_id}:
            raise InvalidInputError(NO_COLLEAGUE, {"colleague": NO_COLLEAGUE})
        before = {RequestState.PENDING}
        change_state(request, before, RequestState.PENDING, to_registration_id=chosen.id)
        request_news.colleague(request, chosen, now=now)
        return request


def _answerable(answering: Registration, public_id: str) -> MeetingRequest:
    """The request, if this person may answer it now; nothing of the edition changes meanwhile."""
    edition_lock.hold(answering.edition)
    request = find_request(answering, public_id)
    if request.to_organisation_id != answering.organisation_id:
        raise NotFoundError(NO_SUCH)
    if answering.state is not RegistrationState.APPROVED:
        raise ForbiddenError(why_not_yet(answering.state, later("answer")))
    if not request_rules.may_answer_now(answering.edition):
        raise ForbiddenError(later("Requests cannot be answered any more."))
    if not team_rights.may_answer(answering, request):
        raise ForbiddenError(FOR_A_COLLEAGUE)
    vetoes.refuse_if_vetoed(
        answering.edition_id, answering.organisation_id, request.from_registration.organisation
    )
    return request


def _step(
    request: MeetingRequest,
    answering: Registration,
    before: Collection[RequestState],
    after: RequestState,
    now: datetime,
    **values: object,
) -> None:
    change_state(
        request,
        before,
        after,
        answered_at=now,
        answered_by_account_id=answering.account_id,
        **values,
    )
    audit.note(
        "request.answer",
        by=answering.account_id,
        now=now,
        edition_id=request.edition_id,
        about=("request", request.public_id),
        result=after.value,
    )


def _coming(answering: Registration, request: MeetingRequest, person: str) -> dict[str, object]:
    """Who of the asked side comes, where that is not who was asked."""
    asked = request.to_registration_id
    chosen = None if person in {"", ANYONE} else _of_the_team(answering, person)
    wanted = chosen.id if chosen else None
    if not person or wanted == asked:
        return {}
    if asked is not None and not answering.edition.delegation_allowed:
        raise ForbiddenError(PERSONAL)
    return {"to_registration_id": wanted}


def _of_the_team(answering: Registration, public_id: str) -> Registration:
    found = db.session.scalar(
        select(Registration).where(
            Registration.public_id == public_id,
            Registration.edition_id == answering.edition_id,
            Registration.organisation_id == answering.organisation_id,
            Registration.state == RegistrationState.APPROVED,
            Registration.wants_meetings,
        )
    )
    if found is None:
        raise InvalidInputError(NO_COLLEAGUE, {"colleague": NO_COLLEAGUE})
    return found
