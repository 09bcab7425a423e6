"""How requests work at an edition: an organiser's settings, and what changing them means."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.domain.ask_matrix import PLURALS, may_ask, may_ask_one_of, tidied
from app.domain.errors import InvalidInputError
from app.domain.states import Part, RegistrationState, RequestMode, RequestState, SchedulingMode
from app.domain.words import later
from app.extensions import db
from app.models import Edition, MeetingRequest, Registration
from app.services import audit, edition_lock
from app.services.request_parts import parts_of
from app.services.transaction import writing

FAULTY = later("Nothing is stored yet: see below.")
# Field → the least and the most that makes sense.
NUMBERS: Mapping[str, tuple[int, int]] = {
    "request_quota": (1, 100),
    "hub_request_quota": (0, 200),
    "request_expiry_days": (1, 60),
}
CONFIRM = later(
    "There are requests already. Read below what the change means, and tick that you know."
)


@dataclass(frozen=True)
class MeetingSettings:
    """What an organiser typed; a mode or number that is none comes as None."""

    request_quota: int | None
    hub_request_quota: int | None
    request_expiry_days: int | None
    answers_due_on: date | None
    request_mode: RequestMode | None
    scheduling_mode: SchedulingMode | None
    delegation_allowed: bool
    ask_matrix: Mapping[str, list[str]]
    is_sure: bool = False


@dataclass(frozen=True)
class Standing:
    """The living requests that a change of the modes meets."""

    pending: int
    accepted: int

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self.pending or self.accepted)


@dataclass(frozen=True)
class Trial:
    """Whom somebody who comes as `part` may ask: label, organisations, and whether they may."""

    part: Part
    rows: tuple[tuple[str, int, bool], ...]
    reachable: int


def standing_of(edition: Edition) -> Standing:
    """How many requests wait, and how many are accepted."""
    rows = db.session.execute(
        select(MeetingRequest.state, func.count())
        .where(MeetingRequest.edition_id == edition.id)
        .group_by(MeetingRequest.state)
    )
    numbers = {state: number for state, number in rows}
    return Standing(numbers.get(RequestState.PENDING, 0), numbers.get(RequestState.ACCEPTED, 0))


def change_meeting_settings(
    edition: Edition, wanted: MeetingSettings, *, by: int, now: datetime
) -> None:
    """Store the settings; no request changes by it.

    Raises InvalidInputError with every fault at once, and where a mode changes under living
    requests and the organiser did not say that they know.
    """
    with writing():
        edition_lock.hold(edition)
        faults = _faults(edition, wanted)
        if faults:
            raise InvalidInputError(FAULTY, faults)
        for name in (*NUMBERS, "answers_due_on", "request_mode", "scheduling_mode"):
            setattr(edition, name, getattr(wanted, name))
        edition.delegation_allowed = wanted.delegation_allowed
        edition.ask_matrix = tidied(wanted.ask_matrix)
        audit.note(
            "settings.requests",
            by=by,
            now=now,
            edition_id=edition.id,
            about=("edition", edition.slug),
            details={
                "request_mode": edition.request_mode.value,
                "scheduling_mode": edition.scheduling_mode.value,
            },
        )


def trial(edition: Edition, part: Part) -> Trial:
    """Whom a person of this part may ask by the stored matrix, and how many there are."""
    people = select(Registration.organisation_id).where(
        Registration.edition_id == edition.id, Registration.state == RegistrationState.APPROVED
    )
    organisations = db.session.scalars(people.distinct()).all()
    parts = parts_of(edition.id, organisations)
    counts = Counter(one for own in parts.values() for one in own)
    rows = tuple(
        (PLURALS[other], counts[other], may_ask(edition.ask_matrix, part, other)) for other in Part
    )
    reachable = sum(may_ask_one_of(edition.ask_matrix, part, own) for own in parts.values())
    return Trial(part, rows, reachable)


def _faults(edition: Edition, wanted: MeetingSettings) -> dict[str, str]:
    found = {name: _number_fault(name, getattr(wanted, name)) for name in NUMBERS}
    if wanted.answers_due_on == date.min:
        found["answers_due_on"] = later("Type the date as 2027-05-18, or leave it empty.")
    elif wanted.answers_due_on and wanted.answers_due_on > edition.ends_on:
        found["answers_due_on"] = later("This is after the last day of the event.")
    for name in ("request_mode", "scheduling_mode"):
        found[name] = "" if getattr(wanted, name) else later("Choose one of these.")
    found = {name: text for name, text in found.items() if text}
    if not found and not wanted.is_sure and _changes_modes(edition, wanted):
        return {"is_sure": CONFIRM}
    return found


def _changes_modes(edition: Edition, wanted: MeetingSettings) -> bool:
    is_other = (wanted.request_mode, wanted.scheduling_mode) != (
        edition.request_mode,
        edition.scheduling_mode,
    )
    return is_other and standing_of(edition).any


def _number_fault(name: str, value: int | None) -> str:
    least, most = NUMBERS[name]
    is_good = value is not None and least <= value <= most
    return (
        ""
        if is_good
        else later("Type a whole number from %(least)s to %(most)s.", least=least, most=most)
    )
