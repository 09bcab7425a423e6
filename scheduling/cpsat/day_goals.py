"""The price of waiting said day by day: everybody has exactly one of the ways to be busy."""

from collections.abc import Iterator, Sequence

from scheduling.cpsat.variables import Literal, Variables
from scheduling.days import Day

Term = tuple[Literal, int]


def waiting(made: Variables, listed: Sequence[Day]) -> Iterator[Term]:
    """What waiting costs on these days; the days must be those of all free options."""
    for day in listed:
        busy = {slot for slot in day.slots if made.hint(made.busy(day.person, slot))}
        ways = [made.new(way.slots == busy) for way in day.ways]
        made.model.add_exactly_one(ways)
        for slot in day.slots:
            free = [one for one, way in zip(ways, day.ways, strict=True) if slot not in way.slots]
            made.model.add_exactly_one([made.busy(day.person, slot), *free])
        for one, way in zip(ways, day.ways, strict=True):
            yield one, -way.price
