"""Reads what the solver's question is made of, in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.states import OpenSlotState, RegistrationState, RequestState
from app.extensions import db
from app.models import (
    Edition,
    Meeting,
    MeetingRequest,
    OpenSlot,
    ProgrammeItem,
    ProgrammePresenter,
    Registration,
    Room,
    Slot,
)
from app.services.live_schedule import live_meetings


@dataclass(frozen=True)
class EditionRows:
    """Everything about one edition that the solver's question is made of.

    `talks` maps a registration to what it presents, `offered` to the slots it keeps open.
    """

    edition: Edition
    slots: Sequence[Slot]
    rooms: Sequence[Room]
    people: Sequence[Registration]
    requests: Sequence[MeetingRequest]
    meetings: Sequence[Meeting]
    talks: Mapping[int, Sequence[ProgrammeItem]]
    offered: Mapping[int, Sequence[int]]

    @property
    def people_of(self) -> Mapping[int, list[Registration]]:
        """Organisation → its participants, in key order."""
        found: dict[int, list[Registration]] = {}
        for person in self.people:
            found.setdefault(person.organisation_id, []).append(person)
        return found


def rows_of(edition: Edition) -> EditionRows:
    """Read it all, in a fixed number of queries."""
    people = db.session.scalars(
        select(Registration)
        .where(
            Registration.edition_id == edition.id,
            Registration.state == RegistrationState.APPROVED,
            Registration.wants_meetings,
        )
        .options(selectinload(Registration.organisation), selectinload(Registration.unavailable))
        .order_by(Registration.id)
    ).all()
    return EditionRows(
        edition=edition,
        slots=_slots_of(edition),
        rooms=_rooms_of(edition),
        people=people,
        requests=_accepted(edition),
        meetings=live_meetings(edition.id),
        talks=_talks(edition),
        offered=_offered(edition),
    )


def _slots_of(edition: Edition) -> Sequence[Slot]:
    return db.session.scalars(
        select(Slot)
        .where(Slot.edition_id == edition.id)
        .options(selectinload(Slot.block))
        .order_by(Slot.starts_at)
    ).all()


def _rooms_of(edition: Edition) -> Sequence[Room]:
    return db.session.scalars(
        select(Room)
        .where(Room.edition_id == edition.id, Room.places.any())
        .options(selectinload(Room.places))
        .order_by(Room.id)
    ).all()


def _accepted(edition: Edition) -> Sequence[MeetingRequest]:
    return db.session.scalars(
        select(MeetingRequest)
        .where(
            MeetingRequest.edition_id == edition.id,
            MeetingRequest.state == RequestState.ACCEPTED,
        )
        .order_by(MeetingRequest.id)
    ).all()


def _talks(edition: Edition) -> Mapping[int, Sequence[ProgrammeItem]]:
    """Registration → the programme items it presents."""
    found: dict[int, list[ProgrammeItem]] = {}
    rows = db.session.execute(
        select(ProgrammePresenter.registration_id, ProgrammeItem)
        .join(ProgrammeItem, ProgrammePresenter.item_id == ProgrammeItem.id)
        .where(ProgrammeItem.edition_id == edition.id)
    )
    for registration_id, item in rows:
        found.setdefault(registration_id, []).append(item)
    return found


def _offered(edition: Edition) -> Mapping[int, Sequence[int]]:
    """Registration → slots it keeps open for instant booking."""
    found: dict[int, list[int]] = {}
    rows = db.session.execute(
        select(OpenSlot.registration_id, OpenSlot.slot_id).where(
            OpenSlot.edition_id == edition.id, OpenSlot.state == OpenSlotState.OPEN
        )
    )
    for registration_id, slot_id in rows:
        found.setdefault(registration_id, []).append(slot_id)
    return found
