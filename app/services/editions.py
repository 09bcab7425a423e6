"""Editions: making one, changing what it says, taking it from phase to phase."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select

from app.domain.agenda import local
from app.domain.errors import ConflictError, ForbiddenError, InvalidInputError
from app.domain.phases import PHASES
from app.domain.presets import GOALS
from app.domain.states import EditionState, StaffRole
from app.domain.viewer import Viewer
from app.domain.words import later
from app.extensions import db
from app.models import Block, Edition, ProgrammeItem, Series, Slot, Staff
from app.services import edition_lock
from app.services.access import organised_series
from app.services.edition_entry import EditionEntry, entry_faults, values_of
from app.services.phase_checks import reason_against
from app.services.slugs import free_slug
from app.services.transaction import writing

FAULTY = later("Nothing is stored yet: see below.")
TAKEN_NAME = later("The series has an edition of this name already: add the year.")
MAX_SERIES_CHARACTERS = 200


@dataclass(frozen=True)
class SeriesChoice:
    """The series of a new edition: one that the organiser owns, or a new one by its name."""

    known_slug: str = ""
    new_name: str = ""


def create_edition(
    series: SeriesChoice, entry: EditionEntry, *, by: Viewer, now: datetime
) -> Edition:
    """A new edition, as a draft; who makes a new series becomes its owner.

    Raises InvalidInputError with every fault at once, ForbiddenError for who organises nothing.
    """
    with writing():
        if StaffRole.OWNER not in by.staff_roles:
            raise ForbiddenError(later("Only who owns a series can make editions."))
        owned = {one.slug: one for one in organised_series(by)}
        found = entry_faults(entry) | _series_faults(series, owned)
        known = owned.get(series.known_slug)
        if known is not None and "name" not in found and _is_taken(known.id, entry.name):
            found["name"] = TAKEN_NAME
        if found:
            raise InvalidInputError(FAULTY, found)
        chosen = known or _new_series(series.new_name, by, now=now)
        edition = Edition(
            series_id=chosen.id,
            slug=free_slug(Edition, entry.name),
            created_at=now,
            state=EditionState.DRAFT,
        )
        _set(edition, entry)
        db.session.add(edition)
    return edition


def change_edition(edition: Edition, entry: EditionEntry) -> None:
    """Change what the edition says; raises InvalidInputError with every fault at once."""
    with writing():
        found = entry_faults(entry) or _clashes(edition, entry)
        if found:
            raise InvalidInputError(FAULTY, found)
        _set(edition, entry)


def change_state(edition: Edition, target: EditionState) -> None:
    """Take the edition to another phase.

    Raises ConflictError, saying why, where the step is not allowed or not sensible yet.
    """
    with writing():
        edition_lock.hold(edition)
        if not edition.state.may_become(target):
            raise ConflictError(
                later(
                    "From “%(label)s” there is no step to “%(label_2)s”.",
                    label=PHASES[edition.state].label,
                    label_2=PHASES[target].label,
                )
            )
        reason = reason_against(edition, target)
        if reason:
            raise ConflictError(reason)
        edition.state = target


def _series_faults(series: SeriesChoice, owned: dict[str, Series]) -> dict[str, str]:
    if series.known_slug:
        return (
            {} if series.known_slug in owned else {"series": later("Choose a series of the list.")}
        )
    name = " ".join(series.new_name.split())
    if not name:
        return {"series_name": later("Choose a series, or name a new one.")}
    if len(name) > MAX_SERIES_CHARACTERS:
        return {
            "series_name": later(
                "A name has at most %(most)s characters.", most=MAX_SERIES_CHARACTERS
            )
        }
    if name.casefold() in {one.name.casefold() for one in owned.values()}:
        return {"series_name": later("You have a series of this name: choose it above.")}
    return {}


def _new_series(name: str, by: Viewer, *, now: datetime) -> Series:
    name = " ".join(name.split())
    series = Series(name=name, slug=free_slug(Series, name), created_at=now)
    db.session.add(series)
    db.session.flush()
    db.session.add(Staff(account_id=by.account_id, series_id=series.id, role=StaffRole.OWNER))
    return series


def _set(edition: Edition, entry: EditionEntry) -> None:
    for name, value in values_of(entry).items():
        setattr(edition, name, value)
    if entry.preset is not None:
        goals = GOALS[entry.preset]
        edition.reach, edition.idle_slot_price = goals.reach, goals.idle_slot_price


def _is_taken(series_id: int, name: str, *, but: int | None = None) -> bool:
    """Whether another edition of the series is called so: nobody could tell the two apart."""
    names = db.session.execute(
        select(Edition.id, Edition.name).where(Edition.series_id == series_id)
    )
    wanted = " ".join(name.split()).casefold()
    return any(known.casefold() == wanted for edition_id, known in names if edition_id != but)


def _clashes(edition: Edition, entry: EditionEntry) -> dict[str, str]:
    """What another edition is called, or what this one holds and its zone or dates would break."""
    found = {}
    if _is_taken(edition.series_id, entry.name, but=edition.id):
        found["name"] = TAKEN_NAME
    if entry.zone != edition.zone and _has_times(edition):
        found["zone"] = later(
            "The time zone is fixed once there are meeting times or programme items: "
            "remove them first."
        )
    first, last = _days_in_use(edition)
    if first and entry.starts_on and entry.starts_on > first:
        found["starts_on"] = later("Something takes place on %(day)s already.", day=first)
    if last and entry.ends_on and entry.ends_on < last:
        found["ends_on"] = later("Something takes place on %(day)s still.", day=last)
    return found


def _has_times(edition: Edition) -> bool:
    slots = exists().where(Slot.edition_id == edition.id)
    items = exists().where(ProgrammeItem.edition_id == edition.id)
    return bool(db.session.scalar(select(slots | items)))


def _days_in_use(edition: Edition) -> tuple[date | None, date | None]:
    """The first and the last day with a block or a programme item."""
    first, last = db.session.execute(
        select(func.min(Block.held_on), func.max(Block.held_on)).where(
            Block.edition_id == edition.id
        )
    ).one()
    starts = db.session.scalars(
        select(ProgrammeItem.starts_at).where(ProgrammeItem.edition_id == edition.id)
    )
    days = [day for day in (first, last) if day is not None]
    days += [local(at, edition.zone).date() for at in starts]
    return (min(days), max(days)) if days else (None, None)
