"""What stands in the way of a request that a schedule leaves out, slot by slot."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scheduling.compile import pairs_of, possible_slots
from scheduling.draft import Draft
from scheduling.spots import Where, homes_of, places_of


class Kind(StrEnum):
    """What can stand in the way of a meeting in one slot."""

    ABSENT = "absent"
    LIMIT = "limit"
    BLOCK_LIMIT = "block limit"
    ROW = "row"
    BUSY = "busy"
    TABLE = "table"  # no free table among those that the request may use
    OWN_TABLE = "own table"  # the owner's table is full
    CLOSED = "closed"  # the owner's table is closed
    PLACE = "place"  # the request may be held nowhere
    ORDER = "order"


SEATS = frozenset({Kind.TABLE, Kind.OWN_TABLE, Kind.CLOSED, Kind.PLACE})


@dataclass(frozen=True)
class Obstacle:
    """One thing in the way; `person` is a number, or -1 where it is no person's.

    `needed` is the limit that would do, where a limit is in the way.
    """

    kind: Kind
    person: int = -1
    needed: int = 0


@dataclass(frozen=True)
class Chance:
    """A slot and a pair for a request, with all that stands in their way."""

    slot: int
    first: int
    second: int
    obstacles: tuple[Obstacle, ...]

    @property
    def kinds(self) -> frozenset[Kind]:
        """All that is in the way, each kind once."""
        return frozenset(one.kind for one in self.obstacles)

    def blocks_side(self, side: int) -> bool:
        """Whether the person of this side (0 or 1) is taken or has reached a limit."""
        person = (self.first, self.second)[side]
        return any(one.person == person and one.kind not in SEATS for one in self.obstacles)


def chances(draft: Draft, request: int) -> Iterator[Chance]:
    """Every slot and pair that the request allows, whether or not both could come."""
    instance = draft.problem.instance
    asked = instance.requests[request]
    numbers = {one.id: number for number, one in enumerate(instance.participants)}
    for pair in pairs_of(asked):
        first, second = numbers[pair[0]], numbers[pair[1]]
        for slot in possible_slots(instance, asked):
            found = _Obstacles(draft, request, slot, first, second)
            yield Chance(slot, first, second, (*found.of_people(), *found.of_seats()))


@dataclass(frozen=True)
class _Obstacles:
    draft: Draft
    request: int
    slot: int
    first: int
    second: int

    def of_people(self) -> Iterator[Obstacle]:
        for person in (self.first, self.second):
            yield from self._of_time(person)
            yield from self._of_limits(person)

    def of_seats(self) -> Iterator[Obstacle]:
        """Table and order."""
        draft, instance = self.draft, self.draft.problem.instance
        asked, slot = instance.requests[self.request], instance.slots[self.slot].id
        pair = (instance.participants[self.first].id, instance.participants[self.second].id)
        spots = draft.problem.spots.of(asked, pair, slot)
        if all(draft.full_rooms(self.slot, spot) for spot in spots):
            yield from self._of_full_seats(pair, closed=not spots)
        if draft.is_out_of_order(self.request, self.slot):
            yield Obstacle(Kind.ORDER)

    def _of_time(self, person: int) -> Iterator[Obstacle]:
        limits = self.draft.problem.people[person]
        row = self.draft.row_with(person, self.slot)
        if not limits.available >> self.slot & 1:
            yield Obstacle(Kind.ABSENT, person)
        elif not self.draft.has_desk(person, self.slot):
            yield Obstacle(Kind.BUSY, person)
        elif row > limits.max_consecutive:
            yield Obstacle(Kind.ROW, person, row)

    def _of_limits(self, person: int) -> Iterator[Obstacle]:
        limits = self.draft.problem.people[person]
        in_block = self.draft.in_block[person][self.draft.problem.block_of[self.slot]]
        if self.draft.count[person] >= limits.max_meetings:
            yield Obstacle(Kind.LIMIT, person, self.draft.count[person] + 1)
        if in_block >= limits.max_per_block:
            yield Obstacle(Kind.BLOCK_LIMIT, person, in_block + 1)

    def _of_full_seats(self, pair: tuple[str, str], *, closed: bool) -> Iterator[Obstacle]:
        instance = self.draft.problem.instance
        places = places_of(instance, instance.requests[self.request])
        homes = homes_of(instance, pair, places)
        if not places:
            yield Obstacle(Kind.PLACE)
        elif not homes:
            yield Obstacle(Kind.TABLE)
        elif not any(self._grows_with_its_owner(where) for where in homes):
            owner = self.first if pair[0] in instance.owners[homes[0]] else self.second
            yield Obstacle(Kind.CLOSED if closed else Kind.OWN_TABLE, owner)

    def _grows_with_its_owner(self, where: Where) -> bool:
        """Whether the desk that a busy owner lacks anyway would be one more at this table."""
        problem, (place, table) = self.draft.problem, where
        instance = problem.instance
        slot = instance.slots[self.slot].id
        if not problem.spots.capacity(where, slot) or table in instance.places_by_id[place].desks:
            return False
        return any(
            instance.participants[person].id in instance.owners[where]
            and not self.draft.has_desk(person, self.slot)
            for person in (self.first, self.second)
        )
