"""Wishes to meet: asking and taking back. A request reserves nothing."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.errors import ConflictError, ForbiddenError, NotFoundError
from app.domain.states import Level, RegistrationState, RequestMode, RequestState
from app.extensions import db
from app.models import MeetingRequest, Organisation, Registration
from app.services import audit, edition_lock, person_locks, request_news, request_rules
from app.services.match_scores import EditionMatches
from app.services.request_expiry import ends_at
from app.services.request_states import (
    LIVING,
    NO_SUCH,
    change_state,
    find_request,
    refuse_if_scheduled,
)
from app.services.team_rights import is_team_admin
from app.services.transaction import writing

SECOND_CLICK = timedelta(minutes=1)


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

    A form that was sent twice is one request, and both get it.
    Raises InvalidInputError for what was typed, ForbiddenError where asking is not allowed,
    ConflictError where the two organisations have a living request.
    """
    try:
        with writing():
            person_locks.hold_also(asking, person)
            sent = _sent_just_now(asking, organisation, topic, now=now)
            if sent is not None:
                return sent
            why_not = request_rules.reason_not_to_ask(asking, organisation)
            if why_not:
                raise ForbiddenError(why_not)
            topic = request_rules.checked_topic(topic)
            chosen = request_rules.representative(asking, organisation, person)
            request = _add(asking, organisation, chosen, level, topic, now=now)
            _tell(request, now=now)
            _note("request.ask", request, asking, now=now)
            return request
    except IntegrityError as error:
        raise ConflictError(request_rules.LIVING_PAIR) from error


def withdraw(asking: Registration, public_id: str, *, now: datetime) -> MeetingRequest:
    """Take back a request that oneself sent (or, an admin, a colleague); it was in the quota."""
    with writing():
        edition_lock.hold(asking.edition)
        request = find_request(asking, public_id)
        is_own = request.from_registration_id == asking.id
        sender = request.from_registration
        if not is_own and not (
            sender.organisation_id == asking.organisation_id and is_team_admin(asking)
        ):
            raise NotFoundError(NO_SUCH)
        refuse_if_scheduled(request)
        change_state(request, LIVING, RequestState.WITHDRAWN)
        request_news.withdrawn(request, now=now)
        _note("request.withdraw", request, asking, now=now)
        return request


def _sent_just_now(
    asking: Registration, organisation: Organisation, topic: str, *, now: datetime
) -> MeetingRequest | None:
    """The same request a moment before: an impatient second click, or a page sent anew."""
    if asking.state is not RegistrationState.APPROVED:
        return None
    return db.session.scalar(
        select(MeetingRequest).where(
            MeetingRequest.from_registration_id == asking.id,
            MeetingRequest.to_organisation_id == organisation.id,
            MeetingRequest.state.in_(LIVING),
            MeetingRequest.topic == " ".join(topic.split()),
            MeetingRequest.created_at > now - SECOND_CLICK,
        )
    )


def _add(
    asking: Registration,
    organisation: Organisation,
    person: Registration | None,
    level: Level,
    topic: str,
    *,
    now: datetime,
) -> MeetingRequest:
    """Where the event accepts for its people, the request is accepted and never expires."""
    first, second = sorted((asking.organisation_id, organisation.id))
    score = EditionMatches(asking.edition_id).score(asking.organisation_id, organisation.id)
    automatic = asking.edition.request_mode is RequestMode.AUTOMATIC
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
        state=RequestState.ACCEPTED if automatic else RequestState.PENDING,
        created_at=now,
        answered_at=now if automatic else None,
        expires_at=ends_at(asking.edition, now=now),
    )
    db.session.add(request)
    db.session.flush()
    return request


def _tell(request: MeetingRequest, *, now: datetime) -> None:
    if request.state is RequestState.ACCEPTED:
        request_news.met_at_once(request, now=now)
    else:
        request_news.asked(request, now=now)


def _note(action: str, request: MeetingRequest, by: Registration, *, now: datetime) -> None:
    audit.note(
        action,
        by=by.account_id,
        now=now,
        edition_id=request.edition_id,
        about=("request", request.public_id),
        result=request.state.value,
    )
