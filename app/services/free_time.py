"""Who can still meet when: the free slots of everybody who takes part in meetings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.domain.states import OrganisationKind, RegistrationState
from app.extensions import db
from app.models import Edition, Organisation, Registration, Slot, Unavailability
from app.services.commitments import commitments


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
    """Organisation → the free time of each of its participants; in five queries."""
    people = db.session.execute(
        select(Registration, Organisation.kind)
        .join(Organisation, Registration.organisation_id == Organisation.id)
        .where(
            Registration.edition_id == edition.id,
            Registration.organisation_id.in_(organisations),
            Registration.state == RegistrationState.APPROVED,
            Registration.wants_meetings,
        )
        .order_by(Registration.id)
    ).all()
    slots = {
        slot_id: block_id
        for slot_id, block_id in db.session.execute(
            select(Slot.id, Slot.block_id).where(Slot.edition_id == edition.id)
        )
    }
    taken = _taken(edition, [person.id for person, _ in people])
    found: dict[int, list[FreeTime]] = {}
    for person, kind in people:
        free = {slot: block for slot, block in slots.items() if (person.id, slot) not in taken}
        found.setdefault(person.organisation_id, []).append(_free(edition, person, kind, free))
    return {organisation: tuple(times) for organisation, times in found.items()}


def _free(
    edition: Edition, person: Registration, kind: OrganisationKind, free: Mapping[int, int]
) -> FreeTime:
    is_hub = kind is OrganisationKind.HUB
    usual = None if is_hub else edition.max_meetings
    return FreeTime(
        person.id,
        person.organisation_id,
        free,
        person.parallel_desks,
        edition.hub_max_per_block if is_hub else None,
        usual if person.max_meetings is None else person.max_meetings,
    )


def _taken(edition: Edition, people: Collection[int]) -> frozenset[tuple[int, int]]:
    """(registration, slot) that the person ruled out or is bound in."""
    ruled_out = db.session.execute(
        select(Unavailability.registration_id, Unavailability.slot_id).where(
            Unavailability.registration_id.in_(people)
        )
    )
    return frozenset((person, slot) for person, slot in ruled_out) | frozenset(
        commitments(edition, people)
    )
