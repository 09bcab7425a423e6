"""An instance as the search sees it: every way to hold each request, numbered.

Numbers stand for ids: slot, participant, request and option are positions in their lists.
Everything is in the instance's order, so the same instance always compiles to the same problem.
"""

from dataclasses import dataclass
from typing import NamedTuple

from scheduling.instance import Instance
from scheduling.parts import Participant, Request
from scheduling.spots import Detail, Room, Spots

UNLIMITED = 1_000_000_000


class Option(NamedTuple):
    """One way to hold a request: when, which two, at which spot."""

    request: int
    slot: int
    first: int
    second: int
    spot: int


@dataclass(frozen=True, slots=True)
class Person:
    """A participant's limits as numbers; `available` has bit t set where slot t is theirs to use.

    `rewards[j]` is what the meeting after the j-th brings in points, never rising.
    """

    available: int
    parallel: int
    max_meetings: int
    max_per_block: int
    max_consecutive: int
    rewards: tuple[int, ...]


@dataclass(frozen=True)
class Problem:
    """All that the search knows. `options_of[r]` are the numbers of request r's options.

    `worth[r]` is the price of request r in points, `must[r]` says that it cannot be left out, and
    `keep[r]` is the slot of its published meeting, or -1. `after` holds pairs (earlier, later).
    `base` is the total of the empty schedule: missing minimums and dropped published meetings.
    """

    instance: Instance
    spots: Spots
    blocks: tuple[tuple[int, ...], ...]
    block_of: tuple[int, ...]
    people: tuple[Person, ...]
    options: tuple[Option, ...]
    options_of: tuple[tuple[int, ...], ...]
    worth: tuple[int, ...]
    must: tuple[bool, ...]
    keep: tuple[int, ...]
    after: tuple[tuple[int, int], ...]
    rooms: tuple[tuple[Room, ...], ...]
    base: int


def compile_problem(instance: Instance, detail: Detail) -> Problem:
    """Number everything and write out every option that the rules on one meeting allow."""
    spots = Spots(instance, detail)
    people = tuple(_person(instance, one) for one in instance.participants)
    options, options_of = _options(instance, spots, people)
    keep = _published_slots(instance)
    return Problem(
        instance=instance,
        spots=spots,
        blocks=_blocks(instance),
        block_of=_block_of(instance),
        people=people,
        options=options,
        options_of=options_of,
        worth=tuple(instance.goals.weight * request.weight for request in instance.requests),
        must=tuple(is_bound(request) for request in instance.requests),
        keep=keep,
        after=_after(instance),
        rooms=_rooms(instance, spots, options),
        base=_empty_total(instance, keep),
    )


def is_bound(request: Request) -> bool:
    """Whether a schedule must hold this request: it is mandatory or pinned."""
    return request.mandatory or request.pinned is not None


def pairs_of(request: Request) -> list[tuple[str, str]]:
    """Who could meet whom: one of each side, and those whom a pin names."""
    pin = request.pinned
    named = set(pin.participants or ()) if pin is not None else set()
    sides = [[one for one in side if one in named] or list(side) for side in request.sides]
    return [(first, second) for first in sides[0] for second in sides[1]]


def possible_slots(instance: Instance, request: Request) -> list[int]:
    """The slots that the request and its pin allow, whoever attends."""
    allowed = None if request.slots is None else set(request.slots)
    pinned = None if request.pinned is None else request.pinned.slot
    return [
        position
        for position, slot in enumerate(instance.slots)
        if (allowed is None or slot.id in allowed) and pinned in (None, slot.id)
    ]


def longest_attendance(available: int, block: tuple[int, ...], max_consecutive: int) -> int:
    """Slots of a block that somebody can be busy in, with at most so many of them in a row."""
    busy = row = 0
    for slot in block:
        row = row + 1 if available >> slot & 1 and row < max_consecutive else 0
        busy += row > 0
    return busy


def _person(instance: Instance, one: Participant) -> Person:
    closed = set(one.unavailable)
    available = sum(1 << t for t, slot in enumerate(instance.slots) if slot.id not in closed)
    limits = [one.max_meetings, one.max_per_block, one.max_consecutive]
    meetings, per_block, in_row = (UNLIMITED if limit is None else limit for limit in limits)
    attended = (longest_attendance(available, block, in_row) for block in _blocks(instance))
    most = min(meetings, sum(min(per_block, one.parallel * slots) for slots in attended))
    rewards = _rewards(instance, one)[:most]
    return Person(available, one.parallel, meetings, per_block, in_row, rewards)


def _rewards(instance: Instance, one: Participant) -> tuple[int, ...]:
    bonus = instance.goals.first_meetings
    length = max(len(bonus), one.min_meetings, instance.goals.reach)
    below = instance.goals.below_minimum
    return tuple(
        (bonus[j] if j < len(bonus) else 0) + (below if j < one.min_meetings else 0)
        for j in range(length)
    )


def _options(
    instance: Instance, spots: Spots, people: tuple[Person, ...]
) -> tuple[tuple[Option, ...], tuple[tuple[int, ...], ...]]:
    numbers = {one.id: number for number, one in enumerate(instance.participants)}
    options: list[Option] = []
    options_of = []
    for index, request in enumerate(instance.requests):
        before = len(options)
        slots = possible_slots(instance, request)
        for pair in pairs_of(request):
            first, second = numbers[pair[0]], numbers[pair[1]]
            both = people[first].available & people[second].available
            for slot in slots:
                if both >> slot & 1:
                    found = spots.of(request, pair, instance.slots[slot].id)
                    options.extend(Option(index, slot, first, second, spot) for spot in found)
        options_of.append(tuple(range(before, len(options))))
    return tuple(options), tuple(options_of)


def _blocks(instance: Instance) -> tuple[tuple[int, ...], ...]:
    positions = instance.slot_positions
    return tuple(tuple(positions[slot] for slot in ids) for ids in instance.blocks.values())


def _block_of(instance: Instance) -> tuple[int, ...]:
    names = {name: number for number, name in enumerate(instance.blocks)}
    return tuple(names[slot.block] for slot in instance.slots)


def _published_slots(instance: Instance) -> tuple[int, ...]:
    meetings = () if instance.published is None else instance.published.meetings
    found = {meeting.request: instance.slot_positions[meeting.slot] for meeting in meetings}
    return tuple(found.get(request.id, -1) for request in instance.requests)


def _after(instance: Instance) -> tuple[tuple[int, int], ...]:
    numbers = {request.id: number for number, request in enumerate(instance.requests)}
    return tuple(
        (numbers[earlier], number)
        for number, request in enumerate(instance.requests)
        for earlier in request.after
    )


def _rooms(
    instance: Instance, spots: Spots, options: tuple[Option, ...]
) -> tuple[tuple[Room, ...], ...]:
    used: list[set[int]] = [set() for _ in instance.slots]
    for option in options:
        used[option.slot].add(option.spot)
    return tuple(
        tuple(spots.rooms(slot.id, used[number])) for number, slot in enumerate(instance.slots)
    )


def _empty_total(instance: Instance, keep: tuple[int, ...]) -> int:
    missing = sum(one.min_meetings for one in instance.participants)
    published = sum(slot >= 0 for slot in keep)
    return -instance.goals.below_minimum * missing - instance.goals.change * published
