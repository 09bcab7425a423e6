"""Who can still meet when: the free slots of everybody who takes part in meetings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, Select, func, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from app.domain.states import (
    MeetingState,
    OpenSlotState,
    OrganisationKind,
    RegistrationState,
    VersionKind,
)
from app.extensions import db
from app.models import (
    Attendance,
    Edition,
    Meeting,
    OpenSlot,
    Organisation,
    ProgrammeItem,
    ProgrammePresenter,
    Registration,
    ScheduleVersion,
    Slot,
    Unavailability,
)


@dataclass(frozen=True)
class FreeTime:
    """One participant's free slots, as (slot's key → block's key); `limit` caps each block."""

    registration_id: int
    organisation_id: int
    blocks: Mapping[int, int]
    desks: int
    limit_per_block: int | None
    limit: int | None

    @property
    def openings(self) -> int:
        """How many more meetings fit in, by the limits that the solver holds too."""
        by_block: dict[int, int] = {}
        for block in self.blocks.values():
            by_block[block] = by_block.get(block, 0) + self.desks
        most = self.limit_per_block
        total = sum(n if most is None else min(n, most) for n in by_block.values())
        return total if self.limit is None else min(total, self.limit)


def free_times(
    edition: Edition, organisations: Collection[int]
) -> Mapping[int, tuple[FreeTime, ...]]:
    """Organisation → the free time of each of its participants; in three queries."""
    people = db.session.execute(
        select(
            Registration.id,
            Registration.organisation_id,
            Registration.parallel_desks,
            Registration.max_meetings,
            Organisation.kind,
        )
        .join(Organisation, Registration.organisation_id == Organisation.id)
        .where(_meeting_people(edition.id), Registration.organisation_id.in_(organisations))
        .order_by(Registration.id)
    ).all()
    slots = {
        slot_id: block_id
        for slot_id, block_id in db.session.execute(
            select(Slot.id, Slot.block_id).where(Slot.edition_id == edition.id)
        )
    }
    ids = select(Registration.id).where(
        Registration.edition_id == edition.id, Registration.organisation_id.in_(organisations)
    )
    taken: dict[int, set[int]] = {}
    for person, slot in db.session.execute(_taken(edition.id, ids)):
        taken.setdefault(person, set()).add(slot)
    found: dict[int, list[FreeTime]] = {}
    for person, organisation, desks, own_limit, kind in people:
        is_hub = kind is OrganisationKind.HUB
        usual = None if is_hub else edition.max_meetings
        busy = taken.get(person, set())
        found.setdefault(organisation, []).append(
            FreeTime(
                person,
                organisation,
                {slot: block for slot, block in slots.items() if slot not in busy},
                desks,
                edition.hub_max_per_block if is_hub else None,
                usual if own_limit is None else own_limit,
            )
        )
    return {organisation: tuple(times) for organisation, times in found.items()}


def organisations_free_with(person: Registration) -> frozenset[int]:
    """The organisations of which somebody has a free slot in common with `person`; one query."""
    edition_id = person.edition_id
    everybody = select(Registration.id).where(Registration.edition_id == edition_id)
    bound = _taken(edition_id, everybody).cte("bound")
    busy_me = select(bound.c.slot).where(bound.c.person == person.id)
    my_slots = select(Slot.id).where(Slot.edition_id == edition_id, Slot.id.not_in(busy_me))
    busy = (
        select(bound.c.person, func.count(bound.c.slot.distinct()).label("number"))
        .where(bound.c.slot.in_(my_slots))
        .group_by(bound.c.person)
        .subquery()
    )
    how_many = select(func.count()).select_from(my_slots.subquery()).scalar_subquery()
    found = db.session.scalars(
        select(Registration.organisation_id)
        .outerjoin(busy, busy.c.person == Registration.id)
        .where(
            _meeting_people(edition_id),
            func.coalesce(busy.c.number, 0) < how_many,
        )
        .distinct()
    )
    return frozenset(found)


def _meeting_people(edition_id: int) -> ColumnElement[bool]:
    return (
        (Registration.edition_id == edition_id)
        & (Registration.state == RegistrationState.APPROVED)
        & Registration.wants_meetings
    )


def _taken(edition_id: int, people: Select[int]) -> CompoundSelect[int, int]:
    """(registration, slot) that the person ruled out, or is bound in by whatever."""
    ruled_out = select(
        Unavailability.registration_id.label("person"), Unavailability.slot_id.label("slot")
    ).where(Unavailability.registration_id.in_(people))
    talks = (
        select(ProgrammePresenter.registration_id, Slot.id)
        .join(ProgrammeItem, ProgrammePresenter.item_id == ProgrammeItem.id)
        .join(
            Slot,
            (Slot.edition_id == ProgrammeItem.edition_id)
            & (Slot.starts_at < ProgrammeItem.ends_at)
            & (Slot.ends_at > ProgrammeItem.starts_at),
        )
        .where(
            ProgrammeItem.edition_id == edition_id, ProgrammePresenter.registration_id.in_(people)
        )
    )
    offers = select(OpenSlot.registration_id, OpenSlot.slot_id).where(
        OpenSlot.edition_id == edition_id,
        OpenSlot.registration_id.in_(people),
        OpenSlot.state == OpenSlotState.OPEN,
    )
    meetings = (
        select(Attendance.registration_id, Meeting.slot_id)
        .join(Meeting, Attendance.meeting_id == Meeting.id)
        .join(ScheduleVersion, Meeting.version_id == ScheduleVersion.id)
        .where(
            ScheduleVersion.edition_id == edition_id,
            ScheduleVersion.kind == VersionKind.LIVE,
            Meeting.state == MeetingState.PLANNED,
            Attendance.registration_id.in_(people),
        )
    )
    return union_all(ruled_out, talks, offers, meetings)
