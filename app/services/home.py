"""What a person must do now, and where they stand."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.completeness import Completeness
from app.domain.states import EditionState, OrganisationKind, RegistrationState
from app.models import Registration
from app.services import request_rules
from app.services.availability import times_of
from app.services.cancelling import GOING
from app.services.completeness import completeness_of
from app.services.offered_times import has_opened_times
from app.services.own_meetings import OwnMeeting, own_meetings
from app.services.own_places import owns_a_place
from app.services.profiles import profile_of
from app.services.request_lists import lists_of
from app.services.request_quota import Quota, quota_of
from app.services.waiting_order import position_of


class Task(StrEnum):
    """Something on a person's list; the page knows its words and its address."""

    WAIT = "wait"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    WAITLISTED = "waitlisted"
    TAKE_PLACE = "take_place"
    ANSWER = "answer"
    PROFILE = "profile"
    TIMES = "times"
    ASK = "ask"
    OFFER = "offer"


@dataclass(frozen=True)
class Todo:
    """One line of the list; `count` where there is something to count."""

    task: Task
    count: int = 0
    needs_you: bool = True
    until: datetime | None = None


@dataclass(frozen=True)
class Home:
    """A person's page of one edition."""

    name: str
    organisation: str
    kind: OrganisationKind
    registration_state: RegistrationState
    edition_state: EditionState
    starts_on: date
    todos: tuple[Todo, ...]
    to_answer: int
    sent: int
    accepted: int
    quota: Quota
    free_slots: int
    all_slots: int
    wants_meetings: bool
    meetings: tuple[OwnMeeting, ...]
    completeness: Completeness | None


def home_of(registration: Registration) -> Home:
    """The page of one registration."""
    edition = registration.edition
    lists = lists_of(registration)
    cells = [
        slot
        for day in times_of(edition, registration)
        for block in day.blocks
        for slot in block.slots
    ]
    quota = quota_of(registration)
    free = sum(slot.is_free for slot in cells)
    return Home(
        name=registration.name,
        organisation=registration.organisation.name,
        kind=registration.organisation.kind,
        registration_state=registration.state,
        edition_state=edition.state,
        starts_on=edition.starts_on,
        todos=_todos(registration, len(lists.to_answer), quota, free, len(cells)),
        to_answer=len(lists.to_answer),
        sent=len(lists.sent),
        accepted=len(lists.accepted),
        quota=quota,
        free_slots=free,
        all_slots=len(cells),
        wants_meetings=registration.wants_meetings,
        meetings=own_meetings(registration),
        completeness=completeness_of(registration) if registration.state in GOING else None,
    )


def _todos(
    registration: Registration, to_answer: int, quota: Quota, free: int, slots: int
) -> tuple[Todo, ...]:
    """What is to be done, the most pressing first."""
    state, edition = registration.state, registration.edition
    if state is RegistrationState.OFFERED:
        return (Todo(Task.TAKE_PLACE, until=registration.offer_expires_at),)
    if state is RegistrationState.WAITLISTED:
        return (Todo(Task.WAITLISTED, position_of(registration), needs_you=False),)
    if state is RegistrationState.CANCELLED:
        return (Todo(Task.CANCELLED, needs_you=False),)
    if state is RegistrationState.REJECTED:
        return (Todo(Task.REJECTED, needs_you=False),)
    if state is not RegistrationState.APPROVED:
        return (Todo(Task.WAIT, needs_you=False),)
    found = []
    if to_answer and request_rules.may_answer_now(edition):
        found.append(Todo(Task.ANSWER, to_answer))
    if _is_silent(registration):
        found.append(Todo(Task.PROFILE))
    if registration.wants_meetings and slots and not free:
        found.append(Todo(Task.TIMES))
    if slots and edition.state.takes_bookings and _offers_nothing(registration):
        found.append(Todo(Task.OFFER))
    if edition.state.takes_requests and registration.wants_meetings and quota.left:
        found.append(
            Todo(Task.ASK, quota.left, needs_you=not quota.used and not _is_hub(registration))
        )
    return tuple(found)


def _is_silent(registration: Registration) -> bool:
    """Whether the organisation should say what it looks for and does not.

    A hub has the catalogue to speak for it, and who has a stand comes to show.
    """
    organisation = registration.organisation_id
    if (
        _is_hub(registration)
        or not registration.wants_meetings
        or owns_a_place(registration.edition_id, [organisation])
    ):
        return False
    profile = profile_of(registration.edition_id, organisation)
    return profile is None or not (profile.technologies or profile.functions or profile.text)


def _offers_nothing(registration: Registration) -> bool:
    """Whether an exhibitor has opened no time yet at its stand; a hub has its requests."""
    if _is_hub(registration) or not registration.wants_meetings:
        return False
    organisation = registration.organisation_id
    return owns_a_place(registration.edition_id, [organisation]) and not has_opened_times(
        registration.edition_id, organisation
    )


def _is_hub(registration: Registration) -> bool:
    return registration.organisation.kind is OrganisationKind.HUB
