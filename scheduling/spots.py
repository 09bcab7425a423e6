"""Where a meeting may be held: the spots of a pair, and how many meetings a slot has room for.

Meetings that may use the same tables are counted, not seated: `tables.py` seats them afterwards.
The limits given here are Hall's condition, so a slot that keeps them can always be seated.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from scheduling.instance import Instance
from scheduling.parts import Pin, Request

MOST_UNIONS = 32
Where = tuple[str, str]  # (place id, table)


class Detail(StrEnum):
    """How finely spots are told apart: finer where a move between tables or zones has a price."""

    COUNT = "count"  # one spot for all the tables that a request may use
    PLACE = "place"  # one spot per place
    TABLE = "table"  # one spot per table


@dataclass(frozen=True, slots=True)
class Spot:
    """One table, or (table None) any free one of these places, or a place without limit."""

    places: tuple[str, ...] = ()
    table: str | None = None
    limited: bool = True


@dataclass(frozen=True, slots=True)
class Room:
    """In one slot the meetings at these spots (numbers in `Spots.spots`) are at most `limit`."""

    spots: frozenset[int]
    limit: int


@dataclass
class Spots:
    """All spots of an instance, numbered in the order in which they are met."""

    instance: Instance
    detail: Detail = Detail.COUNT
    spots: list[Spot] = field(default_factory=list)
    numbers: dict[Spot, int] = field(default_factory=dict)
    capacities: dict[Where, int] = field(default_factory=dict)

    def of(self, request: Request, pair: tuple[str, str], slot: str) -> tuple[int, ...]:
        """The spots where this pair could hold this request in this slot."""
        if not self.instance.places:
            return () if request.places == () else (self._number(Spot(limited=False)),)
        places = places_of(self.instance, request)
        homes = homes_of(self.instance, pair, places)
        if homes:
            found = self._at_homes(homes, request.pinned, slot)
        else:
            found = self._at_pool(places, request.pinned, slot)
        return tuple(self._number(spot) for spot in found)

    def rooms(self, slot: str, used: Iterable[int]) -> Iterator[Room]:
        """The limits of one slot over the spots that somebody could use in it."""
        numbers = sorted(used)
        for number in numbers:
            spot = self.spots[number]
            if spot.table is not None:
                limit = self.capacity((spot.places[0], spot.table), slot)
                yield Room(frozenset((number,)), limit)
        families = {frozenset(self.spots[n].places) for n in numbers if self._pool(n)}
        for union in _unions(families):
            inside = frozenset(n for n in numbers if self._inside(self.spots[n], union))
            yield Room(inside, sum(self.pool_capacity(place, slot) for place in union))

    def capacity(self, where: Where, slot: str) -> int:
        """Meetings that fit at this table in this slot; 0 where it is closed."""
        place, table = where
        if table in self.instance.places_by_id[place].closed.get(slot, ()):
            return 0
        return self.instance.desks_at(place, table)

    def pool_capacity(self, place: str, slot: str) -> int:
        """Meetings that fit in this slot at the tables of this place that are nobody's home."""
        if (place, slot) not in self.capacities:
            tables = pool_tables(self.instance, place)
            total = sum(self.capacity((place, table), slot) for table in tables)
            self.capacities[place, slot] = total
        return self.capacities[place, slot]

    def _number(self, spot: Spot) -> int:
        if spot not in self.numbers:
            self.numbers[spot] = len(self.spots)
            self.spots.append(spot)
        return self.numbers[spot]

    def _pool(self, number: int) -> bool:
        return self.spots[number].limited and self.spots[number].table is None

    def _inside(self, spot: Spot, union: frozenset[str]) -> bool:
        """Whether a meeting at this spot can only sit at the pool tables of these places."""
        if not spot.limited or not union.issuperset(spot.places):
            return False
        return spot.table is None or (spot.places[0], spot.table) not in self.instance.owners

    def _at_homes(self, homes: list[Where], pin: Pin | None, slot: str) -> list[Spot]:
        """One home is enough where it can never be full, and where nobody asks which one it is."""
        opened = [at for at in homes if self.capacity(at, slot) and _pin_allows(pin, *at)]
        if self.detail is Detail.COUNT:
            opened = [at for at in opened if self._never_full(at)][:1] or opened
        return [Spot((place,), table) for place, table in opened]

    def _never_full(self, where: Where) -> bool:
        people = (self.instance.participants_by_id[one] for one in self.instance.owners[where])
        return self.instance.desks_at(*where) >= sum(one.parallel for one in people)

    def _at_pool(self, places: tuple[str, ...], pin: Pin | None, slot: str) -> list[Spot]:
        if pin is not None and pin.place is not None:
            places = tuple(place for place in places if place == pin.place)
        if self.detail is Detail.TABLE or (pin is not None and pin.table is not None):
            return [spot for place in places for spot in self._tables(place, pin, slot)]
        unlimited = [p for p in places if self.instance.places_by_id[p].tables is None]
        limited = [p for p in places if p not in unlimited and self.pool_capacity(p, slot)]
        if self.detail is Detail.PLACE:
            return [Spot((p,), limited=p in limited) for p in unlimited + limited]
        if unlimited:
            return [Spot((unlimited[0],), limited=False)]
        return [Spot(tuple(limited))] if limited else []

    def _tables(self, place: str, pin: Pin | None, slot: str) -> Iterator[Spot]:
        """The open pool tables of one place that the pin allows, each a spot of its own."""
        pinned = pin is not None and pin.table is not None
        if self.instance.places_by_id[place].tables is None and not pinned:
            yield Spot((place,), limited=False)
        for table in pool_tables(self.instance, place):
            if self.capacity((place, table), slot) and _pin_allows(pin, place, table):
                yield Spot((place,), table)


def pool_tables(instance: Instance, place: str) -> tuple[str, ...]:
    """The tables of a place that are nobody's home."""
    tables = instance.places_by_id[place].tables or ()
    return tuple(table for table in tables if (place, table) not in instance.owners)


def homes_of(instance: Instance, pair: tuple[str, str], places: Iterable[str]) -> list[Where]:
    """The homes of the two who meet, as far as the request's places allow them."""
    homes = [instance.participants_by_id[one].home for one in pair]
    found = [(home.place, home.table) for home in homes if home is not None]
    allowed = set(places)
    return [where for where in dict.fromkeys(found) if where[0] in allowed]


def needed_detail(instance: Instance) -> Detail:
    """How finely an exact search must tell the spots of this instance apart."""
    if instance.goals.table_move:
        return Detail.TABLE
    if instance.goals.zone_hop:
        return Detail.PLACE
    return counting_detail(instance)


def counting_detail(instance: Instance) -> Detail:
    """COUNT, unless requests are confined to so many sets of places that Hall's family explodes."""
    families = {frozenset(places_of(instance, request)) for request in instance.requests}
    pins = {request.pinned.place for request in instance.requests if request.pinned is not None}
    families |= {frozenset((place,)) for place in pins if place is not None}
    return Detail.COUNT if len(_unions(families, MOST_UNIONS)) <= MOST_UNIONS else Detail.PLACE


def places_of(instance: Instance, request: Request) -> tuple[str, ...]:
    """The places that the request allows, in the instance's order."""
    every = tuple(place.id for place in instance.places)
    return every if request.places is None else tuple(p for p in every if p in request.places)


def _pin_allows(pin: Pin | None, place: str, table: str) -> bool:
    return pin is None or (pin.place in (None, place) and pin.table in (None, table))


def _unions(families: set[frozenset[str]], enough: int | None = None) -> list[frozenset[str]]:
    """Every union of these sets of places that hangs together, in a fixed order.

    Sets without a place in common need no union: their limits add up by themselves. With
    `enough` the count stops somewhere above it.
    """
    found: set[frozenset[str]] = set()
    for together in _hanging_together(sorted(families, key=sorted)):
        unions: set[frozenset[str]] = set()
        for family in together:
            unions |= {family} | {family | other for other in unions}
            if enough is not None and len(unions) > enough:
                return sorted(unions, key=sorted)
        found |= unions
    return sorted(found, key=sorted)


def _hanging_together(families: list[frozenset[str]]) -> list[list[frozenset[str]]]:
    """The sets in groups; sets of different groups have no place in common."""
    groups: list[list[frozenset[str]]] = []
    for family in families:
        touched = [group for group in groups if any(family & other for other in group)]
        merged = [family, *(other for group in touched for other in group)]
        groups = [group for group in groups if group not in touched] + [merged]
    return groups
