"""Who may ask whom, and for what: the rules of meeting requests."""

from sqlalchemy import exists, or_, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.ask_matrix import may_ask_one_of, refusal
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.standing import why_not_yet
from app.domain.states import (
    ConsentKind,
    EditionState,
    OrganisationKind,
    RegistrationState,
    RequestOrigin,
    SchedulingMode,
)
from app.domain.words import later
from app.extensions import db
from app.models import Consent, Edition, MeetingRequest, Organisation, Place, Registration
from app.services import person_locks, vetoes
from app.services.request_parts import own_part, parts_of
from app.services.request_quota import Quota, quota_of

MAX_TOPIC_CHARACTERS = 200
LIVING_PAIR = later(
    "Your two organisations have a living request already. Look under your requests; "
    "a colleague may have sent it, or they asked you."
)
NOBODY = later("Nobody of this organisation takes part in meetings yet.")
NOT_LISTED = later("Nobody of this organisation has agreed to be asked.")


def may_ask_now(edition: Edition) -> bool:
    """Whether requests are sent now: while they are open, and where what is left is booked."""
    return edition.state.takes_requests or books_what_is_left(edition)


def may_answer_now(edition: Edition) -> bool:
    """Whether requests are answered now: until there is a schedule, or while asking goes on."""
    return edition.state is EditionState.BOOKING_CLOSED or may_ask_now(edition)


def books_what_is_left(edition: Edition) -> bool:
    """Whether there is a schedule, and people still meet in the times that it left free."""
    return (
        edition.state is EditionState.SCHEDULED
        and edition.scheduling_mode is not SchedulingMode.SOLVER_ONLY
    )


def picks_times(edition: Edition) -> bool:
    """Whether the two sides choose the time of a meeting themselves now."""
    if edition.scheduling_mode is SchedulingMode.ACCEPTOR:
        return edition.state.takes_bookings
    return books_what_is_left(edition)


def reason_not_to_ask(
    asking: Registration, organisation: Organisation | None = None, quota: Quota | None = None
) -> str:
    """Why this person may not ask (this organisation) now; empty where they may.

    `quota` is theirs, where the caller has looked it up already.
    """
    if not may_ask_now(asking.edition):
        return later("Meetings cannot be asked for now: requests are not open.")
    if asking.state is not RegistrationState.APPROVED:
        return why_not_yet(asking.state, later("ask"))
    if not asking.wants_meetings:
        return later("You said that you want no meetings: change that under your times.")
    if organisation is not None:
        why_not = reason_against(asking, organisation)
        if why_not:
            return why_not
    quota = quota or quota_of(asking)
    if not quota.left:
        return later(
            "You have used all your %(most)s requests. Withdraw one to send another.",
            most=quota.limit,
        )
    return ""


def reason_against(asking: Registration, organisation: Organisation) -> str:
    """Why this person may not ask this organisation, whenever it is; empty where they may."""
    edition = asking.edition
    if organisation.id == asking.organisation_id:
        return later("This is your own organisation.")
    why_not = vetoes.reason_against(edition.id, asking.organisation_id, organisation)
    if why_not:
        return why_not
    parts = parts_of(edition.id, [organisation.id]).get(organisation.id)
    if not parts:
        return NOBODY
    if edition.ask_matrix:
        own = own_part(asking)
        if not may_ask_one_of(edition.ask_matrix, own, parts):
            return refusal(own, parts)
    return "" if _may_be_asked(asking, organisation) else NOT_LISTED


def _may_be_asked(asking: Registration, organisation: Organisation) -> bool:
    """Hubs and exhibitors are public; others agreed to be listed, or asked first themselves."""
    if organisation.kind is OrganisationKind.HUB:
        return True
    listed = exists().where(
        Registration.edition_id == asking.edition_id,
        Registration.organisation_id == organisation.id,
        is_listed(),
    )
    exhibits = exists().where(
        Place.edition_id == asking.edition_id, Place.owner_organisation_id == organisation.id
    )
    asked_us = exists().where(
        MeetingRequest.edition_id == asking.edition_id,
        MeetingRequest.to_organisation_id == asking.organisation_id,
        or_(
            MeetingRequest.first_organisation_id == organisation.id,
            MeetingRequest.second_organisation_id == organisation.id,
        ),
    )
    return bool(db.session.scalar(select(or_(listed, exhibits, asked_us))))


def is_listed() -> ColumnElement[bool]:
    """Of a `Registration`: takes part in meetings and agreed to be listed and asked."""
    return (
        (Registration.state == RegistrationState.APPROVED)
        & Registration.wants_meetings
        & exists().where(
            Consent.registration_id == Registration.id,
            Consent.kind == ConsentKind.DIRECTORY,
            Consent.withdrawn_at.is_(None),
        )
    )


def checked_topic(topic: str) -> str:
    """The topic, tidied; raises InvalidInputError for an empty or a long one."""
    topic = " ".join(topic.split())
    if not topic:
        message = later("Say in a few words what you want to talk about.")
        raise InvalidInputError(message, {"topic": message})
    if len(topic) > MAX_TOPIC_CHARACTERS:
        message = later(
            "At most %(most)s characters; these are %(number)s.",
            most=MAX_TOPIC_CHARACTERS,
            number=len(topic),
        )
        raise InvalidInputError(message, {"topic": message})
    return topic


def representative(
    asking: Registration, organisation: Organisation, public_id: str | None
) -> Registration | None:
    """The person asked by name: one who agreed to be listed."""
    if not public_id:
        return None
    found = db.session.scalar(
        select(Registration).where(
            Registration.public_id == public_id,
            Registration.edition_id == asking.edition_id,
            Registration.organisation_id == organisation.id,
            is_listed(),
        )
    )
    if found is None:
        message = later("This person cannot be asked by name: choose another, or whoever fits.")
        raise InvalidInputError(message, {"person": message})
    return found


def refuse_if_outdated(request: MeetingRequest) -> None:
    """A declined request comes back only while the one who asked is there and has one left."""
    asking = request.from_registration
    person_locks.hold(asking)
    if asking.state is not RegistrationState.APPROVED:
        raise ConflictError(later("The person who asked does not take part any more."))
    if request.origin is RequestOrigin.ASKED and not quota_of(asking).left:
        raise ConflictError(
            later("They have used all their requests since you declined. Ask them instead.")
        )
