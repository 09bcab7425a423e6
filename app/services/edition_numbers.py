"""The key numbers of an edition."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from app.domain.states import (
    MeetingState,
    PlaceKind,
    RegistrationState,
    RequestState,
    VersionKind,
)
from app.extensions import db
from app.models import (
    Block,
    Edition,
    Meeting,
    MeetingRequest,
    Place,
    ProgrammeItem,
    Registration,
    ScheduleVersion,
    Slot,
)


@dataclass(frozen=True)
class Numbers:
    """What the edition has so far; `capacity` is meetings that fit in all slots at all places."""

    slots: int
    places: int
    capacity: int
    hubs: int
    exhibitors: int
    programme_items: int
    people: int
    waiting: int
    waitlisted: int
    pending: int
    accepted: int
    draft_meetings: int
    live_meetings: int
    version: int | None
    has_draft: bool


def numbers_of(edition: Edition, hubs: Collection[object]) -> Numbers:
    """Count it all, in a fixed number of queries; `hubs` are those that take part."""
    slots = _slots(edition)
    desks = desks_of(edition)
    people = _by(select(Registration.state, func.count()), Registration, edition)
    requests = _by(select(MeetingRequest.state, func.count()), MeetingRequest, edition)
    kinds = _by(select(Place.kind, func.count()), Place, edition)
    versions = _versions(edition)
    return Numbers(
        slots=sum(slots.values()),
        places=len(desks),
        capacity=slots[False] * sum(desks),
        hubs=len(hubs),
        exhibitors=kinds[PlaceKind.STAND],
        programme_items=_programme_items(edition),
        people=people[RegistrationState.APPROVED],
        waiting=people[RegistrationState.SUBMITTED],
        waitlisted=people[RegistrationState.WAITLISTED],
        pending=requests[RequestState.PENDING],
        accepted=requests[RequestState.ACCEPTED],
        draft_meetings=versions.get(VersionKind.DRAFT, 0),
        live_meetings=versions.get(VersionKind.LIVE, 0),
        version=_latest_version(edition),
        has_draft=VersionKind.DRAFT in versions,
    )


def _by(chosen: Select[Any, Any], model: Any, edition: Edition) -> Counter[Any]:
    """What → how many, of the edition's rows."""
    column = chosen.selected_columns[0]
    rows = db.session.execute(chosen.where(model.edition_id == edition.id).group_by(column))
    return Counter({what: number for what, number in rows})


def _slots(edition: Edition) -> Counter[bool]:
    """Online or not → slots."""
    rows = db.session.execute(
        select(Block.online, func.count(Slot.id))
        .join(Slot, Slot.block_id == Block.id)
        .where(Block.edition_id == edition.id)
        .group_by(Block.online)
    )
    return Counter({online: number for online, number in rows})


def _programme_items(edition: Edition) -> int:
    items = select(func.count(ProgrammeItem.id)).where(ProgrammeItem.edition_id == edition.id)
    return db.session.scalar(items) or 0


def _latest_version(edition: Edition) -> int | None:
    numbers = select(func.max(ScheduleVersion.number))
    return db.session.scalar(numbers.where(ScheduleVersion.edition_id == edition.id))


def desks_of(edition: Edition) -> list[int]:
    """How many meetings at a time each table or stand holds."""
    return list(
        db.session.scalars(
            select(Place.desks).where(
                Place.edition_id == edition.id, Place.kind != PlaceKind.ONLINE
            )
        )
    )


def _versions(edition: Edition) -> dict[VersionKind, int]:
    """Draft and live → planned meetings; a kind that does not exist is not in it."""
    rows = db.session.execute(
        select(ScheduleVersion.kind, func.count(Meeting.id))
        .outerjoin(
            Meeting,
            (Meeting.version_id == ScheduleVersion.id) & (Meeting.state == MeetingState.PLANNED),
        )
        .where(
            ScheduleVersion.edition_id == edition.id,
            ScheduleVersion.kind.in_([VersionKind.DRAFT, VersionKind.LIVE]),
        )
        .group_by(ScheduleVersion.kind)
    )
    return {kind: number for kind, number in rows}
