"""The question to the solver: slots, places, participants, requests and goals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scheduling.faults import InstanceError
from scheduling.parts import Goals, Home, Participant, Pin, Place, Request, Slot
from scheduling.schedule import Schedule
from scheduling.validate import Names, validate

__all__ = [
    "Goals",
    "Home",
    "Instance",
    "InstanceError",
    "Participant",
    "Pin",
    "Place",
    "Request",
    "Slot",
]


@dataclass(frozen=True)
class Instance:
    """One event to schedule. An Instance that exists is valid.

    Slots are in time order and do not overlap. Without places there is no table limit and a
    schedule names none. Raises InstanceError naming index and value: `requests[3].sides[0][1]`.
    """

    name: str = ""
    slots: tuple[Slot, ...] = ()
    places: tuple[Place, ...] = ()
    participants: tuple[Participant, ...] = ()
    requests: tuple[Request, ...] = ()
    max_idle_group_difference: int | None = None
    goals: Goals = field(default_factory=Goals)
    published: Schedule | None = None

    def __post_init__(self) -> None:
        names = Names.of(self.slots, self.places, self.participants, self.requests)
        validate(names, self.max_idle_group_difference, self.goals, self.published)

    @cached_property
    def slot_positions(self) -> Mapping[str, int]:
        """Slot id → its position in time order, from 0."""
        return {slot.id: position for position, slot in enumerate(self.slots)}

    @cached_property
    def blocks(self) -> Mapping[str, tuple[str, ...]]:
        """Block → its slot ids in time order; neighbours in it are adjacent slots."""
        found: dict[str, list[str]] = {}
        for slot in self.slots:
            found.setdefault(slot.block, []).append(slot.id)
        return {block: tuple(ids) for block, ids in found.items()}

    @cached_property
    def places_by_id(self) -> Mapping[str, Place]:
        """Place id → place."""
        return {place.id: place for place in self.places}

    @cached_property
    def participants_by_id(self) -> Mapping[str, Participant]:
        """Participant id → participant."""
        return {participant.id: participant for participant in self.participants}

    @cached_property
    def requests_by_id(self) -> Mapping[str, Request]:
        """Request id → request."""
        return {request.id: request for request in self.requests}

    @cached_property
    def owners(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """(place, table) named in anybody's home → the ids of its owners."""
        found: dict[tuple[str, str], list[str]] = {}
        for one in self.participants:
            if one.home is not None:
                found.setdefault((one.home.place, one.home.table), []).append(one.id)
        return {where: tuple(ids) for where, ids in found.items()}

    def desks_at(self, place: str, table: str) -> int:
        """Meetings that fit at this table at a time, whether or not it is closed."""
        said = self.places_by_id[place].desks.get(table)
        if said is not None:
            return said
        owners = self.owners.get((place, table), ())
        return sum(self.participants_by_id[owner].parallel for owner in owners) or 1
