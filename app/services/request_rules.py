"""Who may ask whom, and for what: the rules of meeting requests."""

from sqlalchemy import select

from app.domain.errors import ConflictError, InvalidInputError
from app.domain.states import (
    ConsentKind,
    MeetingState,
    RegistrationState,
    RequestOrigin,
    VersionKind,
)
from app.extensions import db
from app.models import (
    Consent,
    Meeting,
    MeetingRequest,
    Organisation,
    Registration,
    ScheduleVersion,
)
from app.services import person_locks
from app.services.request_quota import quota_of

MAX_TOPIC_CHARACTERS = 200
LIVING_PAIR = (
    "Your two organisations have a living request already. Look under your requests; "
    "a colleague may have sent it, or they asked you."
)


def reason_not_to_ask(asking: Registration, organisation: Organisation | None = None) -> str:
    """Why this person may not ask (this organisation) now; empty where they may."""
    if not asking.edition.state.takes_requests:
        return "Meetings cannot be asked for now: requests are not open."
    if asking.state is not RegistrationState.APPROVED:
        return "You can ask once the organisers have approved your registration."
    if not asking.wants_meetings:
        return "You said that you want no meetings: change that under your times."
    if organisation is not None and organisation.id == asking.organisation_id:
        return "This is your own organisation."
    quota = quota_of(asking)
    if not quota.left:
        return f"You have used all your {quota.limit} requests. Withdraw one to send another."
    return ""


def has_representatives(edition_id: int, organisation_id: int) -> bool:
    """Whether anybody of the organisation can be met."""
    found = db.session.scalar(
        select(Registration.id)
        .where(
            Registration.edition_id == edition_id,
            Registration.organisation_id == organisation_id,
            Registration.state == RegistrationState.APPROVED,
            Registration.wants_meetings,
        )
        .limit(1)
    )
    return found is not None


def checked_topic(topic: str) -> str:
    """The topic, tidied; raises InvalidInputError for an empty or a long one."""
    topic = " ".join(topic.split())
    if not topic:
        message = "Say in a few words what you want to talk about."
        raise InvalidInputError(message, {"topic": message})
    if len(topic) > MAX_TOPIC_CHARACTERS:
        message = f"At most {MAX_TOPIC_CHARACTERS} characters; these are {len(topic)}."
        raise InvalidInputError(message, {"topic": message})
    return topic


def representative(
    asking: Registration, organisation: Organisation, public_id: str | None
) -> Registration | None:
    """The person asked by name: one who agreed to be listed."""
    if not public_id:
        return None
    found = db.session.scalar(
        select(Registration)
        .join(Consent, Consent.registration_id == Registration.id)
        .where(
            Registration.public_id == public_id,
            Registration.edition_id == asking.edition_id,
            Registration.organisation_id == organisation.id,
            Registration.state == RegistrationState.APPROVED,
            Registration.wants_meetings,
            Consent.kind == ConsentKind.DIRECTORY,
            Consent.withdrawn_at.is_(None),
        )
    )
    if found is None:
        message = "This person cannot be asked by name: choose another, or whoever fits."
        raise InvalidInputError(message, {"person": message})
    return found


def refuse_if_scheduled(request: MeetingRequest) -> None:
    """No meeting is dropped as a side effect."""
    live = db.session.scalar(
        select(Meeting.id)
        .join(ScheduleVersion)
        .where(
            Meeting.request_id == request.id,
            Meeting.state == MeetingState.PLANNED,
            ScheduleVersion.kind == VersionKind.LIVE,
        )
    )
    if live is not None:
        raise ConflictError(
            "This meeting is on the schedule: cancel the meeting first, or ask the organisers."
        )


def refuse_if_outdated(request: MeetingRequest) -> None:
    """A declined request comes back only while the one who asked is there and has one left."""
    asking = request.from_registration
    person_locks.hold(asking)
    if asking.state is not RegistrationState.APPROVED:
        raise ConflictError("The person who asked does not take part any more.")
    if request.origin is RequestOrigin.ASKED and not quota_of(asking).left:
        raise ConflictError(
            "They have used all their requests since you declined. Ask them instead."
        )
