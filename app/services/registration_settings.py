"""How an edition takes registrations: limits, approval, the waiting list, the last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.errors import InvalidInputError
from app.domain.states import Part
from app.domain.words import later
from app.models import Edition
from app.services import audit, edition_lock
from app.services.transaction import writing
from app.services.waiting_list import fill_places

MOST_PLACES = 100_000
MOST_HOURS = 24 * 30
# What a form gives for a number or a day that cannot be read.
UNREADABLE_NUMBER, UNREADABLE_DAY = -1, date.min


@dataclass(frozen=True)
class RegistrationSettings:
    """The settings as typed; None means no limit, and no last day."""

    capacity: int | None
    part_capacities: Mapping[Part, int | None]
    approval_required: bool
    waiting_list: bool
    accept_by_hours: int | None
    closes_on: date | None


def settings_of(edition: Edition) -> RegistrationSettings:
    """The settings as they are."""
    return RegistrationSettings(
        edition.registration_capacity,
        {part: edition.part_capacities.get(part.value) for part in Part},
        edition.approval_required,
        edition.waiting_list,
        edition.accept_by_hours,
        edition.registration_closes_on,
    )


def change_settings(
    edition: Edition, wanted: RegistrationSettings, *, by: int, now: datetime
) -> int:
    """Store the settings; places that this frees go down the waiting list at once.

    Gives how many were offered a place. Nobody who is in is put out by a lower limit. Raises
    InvalidInputError with every fault at once.
    """
    with writing():
        edition_lock.hold(edition)
        found = faults(edition, wanted)
        if found:
            raise InvalidInputError(later("Nothing is stored yet: see below."), found)
        edition.registration_capacity = wanted.capacity
        edition.part_capacities = {
            part.value: limit for part, limit in wanted.part_capacities.items() if limit is not None
        }
        edition.approval_required = wanted.approval_required
        edition.waiting_list = wanted.waiting_list
        edition.accept_by_hours = wanted.accept_by_hours or edition.accept_by_hours
        edition.registration_closes_on = wanted.closes_on
        audit.note(
            "registration_settings.change",
            by=by,
            now=now,
            edition_id=edition.id,
            about=("edition", edition.slug),
            details={"capacity": -1 if wanted.capacity is None else wanted.capacity},
        )
        return fill_places(edition, now=now)


def faults(edition: Edition, wanted: RegistrationSettings) -> dict[str, str]:
    """Every fault by field."""
    number = later(
        "Type a whole number from 0 to %(most)s, or nothing for no limit.", most=MOST_PLACES
    )
    found = {}
    if not _is_limit(wanted.capacity):
        found["capacity"] = number
    for part, limit in wanted.part_capacities.items():
        if not _is_limit(limit):
            found[f"capacity_{part}"] = number
    hours = wanted.accept_by_hours
    if hours is None or not 1 <= hours <= MOST_HOURS:
        found["accept_by_hours"] = later(
            "Type a whole number of hours from 1 to %(most)s.", most=MOST_HOURS
        )
    if wanted.closes_on == UNREADABLE_DAY:
        found["closes_on"] = later("Choose a day, or none.")
    elif wanted.closes_on is not None and wanted.closes_on > edition.ends_on:
        found["closes_on"] = later("That is after the event.")
    return found


def _is_limit(number: int | None) -> bool:
    return number is None or 0 <= number <= MOST_PLACES
