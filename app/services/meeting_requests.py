"""Wishes to meet: asking, answering, taking back. A request reserves nothing.

Every step is one conditional update of the request's state, so that of two people who answer at
once one is told that it was answered already.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.errors import ConflictError, ForbiddenError, NotFoundError
from app.domain.states import (
    EditionState,
    Level,
    RegistrationState,
    RequestState,
)
from app.extensions import db
from app.models import (
    MeetingRequest,
    Organisation,
    Registration,
)
from app.services import edition_lock, person_locks, request_rules
from app.services.match_scores import EditionMatches
from app.services.request_states import LIVING, change_state
from app.services.transaction import writing

ANSWERABLE = frozenset({EditionState.BOOKING_OPEN, EditionState.BOOKING_CLOSED})
NO_SUCH = "There is no such request."


def ask(
    asking: Registration,
    organisation: Organisation,
    *,
    person: str | None = None,
    level: Level = Level.LIKE,
    topic: str,
    now: datetime,
) -> MeetingRequest:
    """Ask an organisation for a meeting, or one `person` of it by their public id.

    Raises InvalidInputError for what was typed, ForbiddenError where asking is not allowed,
    ConflictError where the two organisations have a living request.
    """
    try:
        with writing():
            person_locks.hold_also(asking, person)
            why_not = request_rules.reason_not_to_ask(asking, organisation)
            if why_not:
                raise ForbiddenError(why_not)
            topic = request_rules.checked_topic(topic)
            chosen = request_rules.representative(asking, organisation, person)
            if chosen is None and not request_rules.has_representatives(
                asking.edition_id, organisation.id
            ):
                raise ForbiddenError("Nobody of this organisation takes part in meetings yet.")
            return _add(asking, organisation, chosen, level, topic, now=now)
    except IntegrityError as error:
        raise ConflictError(request_rules.LIVING_PAIR) from error


def accept(
    answering: Registration, public_id: str, *, level: Level = Level.LIKE, now: datetime
) -> MeetingRequest:
    """Accept a request to one's organisation, also after having declined it."""
    try:
        with writing():
            return _answer(
                answering,
                public_id,
                {RequestState.PENDING, RequestState.DECLINED},
                RequestState.ACCEPTED,
                level=level,
                now=now,
            )
    except IntegrityError as error:
        raise ConflictError(request_rules.LIVING_PAIR) from error


def decline(answering: Registration, public_id: str, *, now: datetime) -> MeetingRequest:
    """Decline a request to one's organisation; no reason is needed."""
    with writing():
        return _answer(
            answering,
            public_id,
            LIVING,
            RequestState.DECLINED,
            level=None,
            now=now,
        )


def withdraw(asking: Registration, public_id: str, *, now: datetime) -> MeetingRequest:
    """Take back a request that oneself sent; it returns to the quota."""
    with writing():
        edition_lock.hold(asking.edition)
        request = _request(asking, public_id)
        if request.from_registration_id != asking.id:
            raise NotFoundError(NO_SUCH)
        request_rules.refuse_if_scheduled(request)
        change_state(request, LIVING, RequestState.WITHDRAWN)
        return request


def _add(
    asking: Registration,
    organisation: Organisation,
    person: Registration | None,
    level: Level,
    topic: str,
    *,
    now: datetime,
) -> MeetingRequest:
    first, second = sorted((asking.organisation_id, organisation.id))
    score = EditionMatches(asking.edition_id).score(asking.organisation_id, organisation.id)
    request = MeetingRequest(
        edition_id=asking.edition_id,
        from_registration_id=asking.id,
        to_organisation_id=organisation.id,
        to_registration_id=person.id if person else None,
        first_organisation_id=first,
        second_organisation_id=second,
        topic=topic,
        from_level=level,
        match_score=score,
        created_at=now,
    )
    db.session.add(request)
    db.session.flush()
    return request


def _answer(
    answering: Registration,
    public_id: str,
    before: Collection[RequestState],
    after: RequestState,
    *,
    level: Level | None,
    now: datetime,
) -> MeetingRequest:
    """One step by the asked side."""
    edition_lock.hold(answering.edition)
    request = _request(answering, public_id)
    if request.to_organisation_id != answering.organisation_id:
        raise NotFoundError(NO_SUCH)
    if answering.state is not RegistrationState.APPROVED:
        raise ForbiddenError("You can answer once the organisers have approved your registration.")
    if answering.edition.state not in ANSWERABLE:
        raise ForbiddenError("Requests cannot be answered any more.")
    if after is RequestState.DECLINED:
        request_rules.refuse_if_scheduled(request)
    elif request.state is RequestState.DECLINED:
        request_rules.refuse_if_outdated(request)
    values: dict[str, object] = {
        "answered_at": now,
        "answered_by_account_id": answering.account_id,
    }
    if level is not None:
        values["to_level"] = level
    change_state(request, before, after, **values)
    return request


def _request(registration: Registration, public_id: str) -> MeetingRequest:
    found = db.session.scalar(
        select(MeetingRequest).where(
            MeetingRequest.public_id == public_id,
            MeetingRequest.edition_id == registration.edition_id,
        )
    )
    if found is None:
        raise NotFoundError(NO_SUCH)
    return found
