"""Makes instances like a real event's, from a seed: few over-asked hubs, many small companies.

The same arguments give the same instance. Shares and limits are those by which the engine is
measured, so that its figures can be repeated.
"""

import math
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from string import ascii_uppercase

from scheduling.generate_wishes import Pair, largest_number, wishes
from scheduling.instance import Home, Instance, Participant, Pin, Place, Request, Slot

HUB_SHARE = 0.12
STAND_SHARE = 0.6
ONLINE_SHARE = 0.05
PINNED_SHARE = 0.02
TABLES_PER_DEMAND = 0.9
LARGE = 5_000  # from so many people on a company may have ten meetings instead of eight
LONGEST_BLOCK = 12
MOST_SLOTS = LONGEST_BLOCK * len(ascii_uppercase)
SLOT_LENGTH = timedelta(minutes=20)
FIRST_DAY = datetime(2027, 6, 7, tzinfo=UTC)
ONLINE = "online"


class GenerateError(ValueError):
    """No instance of such a size can be made; the text says which number is not allowed."""


def generate(participants: int, requests: int, slots: int, seed: int = 1) -> Instance:
    """An instance of this size; raises GenerateError where there are too few people or slots."""
    hubs = min(max(5, int(participants * HUB_SHARE)), participants // 2)
    _refuse_sizes(participants, requests, slots, largest_number(hubs, participants - hubs))
    rng = Random(seed)  # noqa: S311 - the seed is to give the same event again, not a secret
    event = _Event(rng, hubs, participants, _slots(slots))
    event.ask(requests)
    return Instance(
        name=f"generated-{participants}-{requests}-{slots}-{seed}",
        slots=event.slots,
        places=event.places(),
        participants=event.participants(),
        requests=event.requests(),
    )


def _refuse_sizes(participants: int, requests: int, slots: int, most_requests: int) -> None:
    for name, value, most in (
        ("participants", participants, 1_000_000),
        ("slots", slots, MOST_SLOTS),
        ("requests", requests, max(0, most_requests)),
    ):
        least = 0 if name == "requests" else 1
        if not least <= value <= most:
            raise GenerateError(f"{name} is {value}; allowed: {least} to {most}")


def _slots(number: int) -> tuple[Slot, ...]:
    """Slots of twenty minutes in two half-days a day, as even as can be."""
    blocks = max(2 if number <= LONGEST_BLOCK else 4, math.ceil(number / LONGEST_BLOCK))
    found = []
    for block in range(blocks):
        size = number // blocks + (block < number % blocks)
        starts_at = FIRST_DAY + timedelta(days=block // 2, hours=14 if block % 2 else 9)
        name = ascii_uppercase[block]
        for n in range(size):
            at = starts_at + n * SLOT_LENGTH
            found.append(Slot(f"{name}{n + 1}", at, at + SLOT_LENGTH, name))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Wish:
    pair: Pair
    weight: int
    is_online: bool


class _Event:
    """People by number, hubs first, and what the seed decides about them."""

    def __init__(self, rng: Random, hubs: int, people: int, slots: tuple[Slot, ...]) -> None:
        self.rng = rng
        self.hubs = hubs
        self.people = people
        self.slots = slots
        self.company_cap = 10 if people >= LARGE else 8
        self.halls = [f"hall-{n + 1}" for n in range(2 if people <= 250 else 4)]
        self.stands = {
            hub: rng.choice(self.halls) for hub in range(hubs) if rng.random() < STAND_SHARE
        }
        self.away = [self._away() for _ in range(people)]
        self.wishes: list[_Wish] = []
        self.desks: dict[int, int] = {}
        self.tables = len(self.halls)

    def ask(self, number: int) -> None:
        """Draw the wishes, and desks for the hubs that are asked most."""
        companies = self.people - self.hubs
        pairs = wishes(self.rng, self.hubs, companies, number, self.company_cap)
        self.wishes = [self._wish(pair) for pair in pairs]
        asked = Counter(one for pair in pairs for one in pair)
        self.desks = {hub: self._desks(asked[hub]) for hub in range(self.hubs)}
        self.tables = self._tables()

    def places(self) -> tuple[Place, ...]:
        """Halls with tables for 90 % of the demand that needs one, and online."""
        halls = len(self.halls)
        tables = [str(n + 1) for n in range(self.tables)]
        in_halls = [
            Place(hall, zone=hall, tables=tuple(tables[n::halls]))
            for n, hall in enumerate(self.halls)
        ]
        return (*in_halls, Place(ONLINE, zone=ONLINE))

    def participants(self) -> tuple[Participant, ...]:
        """Hubs h1…, of whom 60 % have a stand, and companies p1… with a limit on meetings."""
        hubs = [
            Participant(
                self._id(hub),
                unavailable=self._unavailable(hub),
                parallel=self.desks[hub],
                home=Home(self.stands[hub], f"stand {hub + 1}") if hub in self.stands else None,
            )
            for hub in range(self.hubs)
        ]
        companies = [
            Participant(self._id(n), self._unavailable(n), max_meetings=self.company_cap)
            for n in range(self.hubs, self.people)
        ]
        return (*hubs, *companies)

    def requests(self) -> tuple[Request, ...]:
        """Requests r1…, of which 2 % are pinned to slots in which they can all take place."""
        pins = self._pins()
        return tuple(
            Request(
                f"r{number + 1}",
                ((self._id(wish.pair[0]),), (self._id(wish.pair[1]),)),
                weight=wish.weight,
                places=(ONLINE,) if wish.is_online else tuple(self.halls),
                pinned=pins.get(number),
            )
            for number, wish in enumerate(self.wishes)
        )

    def _wish(self, pair: Pair) -> _Wish:
        rng = self.rng
        levels = rng.randint(1, 3) + rng.randint(1, 3)
        return _Wish(pair, 10 * levels + rng.randint(0, 40), rng.random() < ONLINE_SHARE)

    def _desks(self, asked: int) -> int:
        """Two or three desks for most hubs that are asked for more than their slots hold."""
        slots = len(self.slots)
        if asked > 2 * slots:
            return 3 if self.rng.random() < 0.6 else 2
        return 2 if asked > 0.8 * slots and self.rng.random() < 0.7 else 1

    def _away(self) -> frozenset[int]:
        """Short absences until 60 to 100 % of the slots are left."""
        slots, least_left = len(self.slots), self.rng.uniform(0.6, 1.0)
        away: frozenset[int] = frozenset()
        for _ in range(20):
            start, length = self.rng.randrange(slots), self.rng.randint(1, 3)
            block = self.slots[start].block
            end = min(start + length, slots)
            more = away.union(n for n in range(start, end) if self.slots[n].block == block)
            if slots - len(more) < least_left * slots:
                break
            away = more
        return away

    def _tables(self) -> int:
        floating = sum(
            not wish.is_online and self.stands.keys().isdisjoint(wish.pair) for wish in self.wishes
        )
        return max(len(self.halls), math.ceil(TABLES_PER_DEMAND * floating / len(self.slots)))

    def _pins(self) -> dict[int, Pin]:
        """Pins that can all hold: nobody twice in a slot, half of the tables left free."""
        pins: dict[int, Pin] = {}
        busy: list[set[int]] = [set() for _ in range(self.people)]
        held = [0] * len(self.slots)
        for number in self.rng.sample(range(len(self.wishes)), len(self.wishes)):
            if len(pins) >= int(PINNED_SHARE * len(self.wishes)):
                break
            one, other = self.wishes[number].pair
            taken = self.away[one] | self.away[other] | busy[one] | busy[other]
            free = [n for n, used in enumerate(held) if n not in taken and used < self.tables // 2]
            if free and max(len(busy[one]), len(busy[other])) < self.company_cap:
                slot = self.rng.choice(free)
                pins[number] = Pin(self.slots[slot].id)
                busy[one].add(slot)
                busy[other].add(slot)
                held[slot] += 1
        return pins

    def _unavailable(self, person: int) -> tuple[str, ...]:
        return tuple(self.slots[slot].id for slot in sorted(self.away[person]))

    def _id(self, person: int) -> str:
        return f"h{person + 1}" if person < self.hubs else f"p{person - self.hubs + 1}"
