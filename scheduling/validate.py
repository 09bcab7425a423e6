"""What makes an instance valid: names, references, ranges and the order of time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from scheduling.faults import InstanceError, fault, shown
from scheduling.parts import Goals, Participant, Pin, Place, Request, Slot
from scheduling.schedule import Schedule

LARGEST_NUMBER = 1_000_000_000
LARGEST_TOTAL = 2**53 - 1  # every total stays exact in JSON readers that know only doubles
LARGEST_REACH = 100


@dataclass(frozen=True)
class Names:
    """The parts with their ids, each proved to be used once, and the tables known at each place."""

    slots: tuple[Slot, ...]
    places: tuple[Place, ...]
    participants: tuple[Participant, ...]
    requests: tuple[Request, ...]
    slot_ids: frozenset[str]
    place_ids: frozenset[str]
    participant_ids: frozenset[str]
    request_ids: frozenset[str]
    tables: Mapping[str, frozenset[str]]

    @classmethod
    def of(
        cls,
        slots: tuple[Slot, ...],
        places: tuple[Place, ...],
        participants: tuple[Participant, ...],
        requests: tuple[Request, ...],
    ) -> "Names":
        """Collect the ids; raises InstanceError where one is empty or used twice."""
        return cls(
            slots,
            places,
            participants,
            requests,
            _unique((slot.id for slot in slots), "slots", ".id"),
            _unique((place.id for place in places), "places", ".id"),
            _unique((one.id for one in participants), "participants", ".id"),
            _unique((request.id for request in requests), "requests", ".id"),
            _known_tables(places, participants),
        )


def validate(
    names: Names, max_difference: int | None, goals: Goals, published: Schedule | None
) -> None:
    """Refuse anything that a solver or a judge could stumble over, with an InstanceError."""
    _slots(names.slots)
    for index, place in enumerate(names.places):
        _place(place, names, f"places[{index}]")
    for index, participant in enumerate(names.participants):
        _participant(participant, names, f"participants[{index}]")
    for index, request in enumerate(names.requests):
        _request(request, names, f"requests[{index}]")
    _limit(max_difference, "max_idle_group_difference")
    _goals(goals)
    _published(published, names)
    _total(names, goals, published)


def _slots(slots: tuple[Slot, ...]) -> None:
    for index, slot in enumerate(slots):
        at = f"slots[{index}]"
        _text(slot.block, f"{at}.block")
        for name, time in (("starts_at", slot.starts_at), ("ends_at", slot.ends_at)):
            if time.utcoffset() is None:
                _refuse(f"{at}.{name}", time.isoformat(), "a time with its zone")
        if slot.ends_at <= slot.starts_at:
            _refuse(f"{at}.ends_at", slot.ends_at.isoformat(), "a time after starts_at")
        if index and slot.starts_at < slots[index - 1].ends_at:
            allowed = f"a time not before slots[{index - 1}] ends; slots are in time order"
            _refuse(f"{at}.starts_at", slot.starts_at.isoformat(), allowed)


def _place(place: Place, names: Names, at: str) -> None:
    if place.tables is not None:
        _unique(place.tables, f"{at}.tables")
    tables = names.tables[place.id]
    for slot, closed in place.closed.items():
        where = f"{at}.closed[{shown(slot)}]"
        _known(slot, names.slot_ids, where, "slot")
        _references(closed, tables, where, "table of this place")
    for table, desks in place.desks.items():
        where = f"{at}.desks[{shown(table)}]"
        _known(table, tables, where, "table of this place")
        _whole(desks, where, 1)


def _participant(one: Participant, names: Names, at: str) -> None:
    _references(one.unavailable, names.slot_ids, f"{at}.unavailable", "slot")
    _limit(one.max_meetings, f"{at}.max_meetings")
    _whole(one.min_meetings, f"{at}.min_meetings")
    _limit(one.max_per_block, f"{at}.max_per_block")
    _limit(one.max_consecutive, f"{at}.max_consecutive")
    _whole(one.parallel, f"{at}.parallel", 1)
    if one.home is not None:
        _known(one.home.place, names.place_ids, f"{at}.home.place", "place")
        _text(one.home.table, f"{at}.home.table")


def _request(request: Request, names: Names, at: str) -> None:
    _sides(request.sides, names, f"{at}.sides")
    _whole(request.weight, f"{at}.weight")
    if type(request.mandatory) is not bool:
        _refuse(f"{at}.mandatory", request.mandatory, "true or false")
    _references(request.slots or (), names.slot_ids, f"{at}.slots", "slot")
    _references(request.places or (), names.place_ids, f"{at}.places", "place")
    _references(request.after, names.request_ids, f"{at}.after", "request")
    if request.id in request.after:
        where = f"{at}.after[{request.after.index(request.id)}]"
        _refuse(where, request.id, "the id of another request")
    if request.pinned is not None:
        _pin(request.pinned, request, names, f"{at}.pinned")


def _sides(sides: tuple[tuple[str, ...], ...], names: Names, at: str) -> None:
    if len(sides) != 2:
        _refuse(at, sides, "exactly two lists of participants")
    for index, side in enumerate(sides):
        if not side:
            _refuse(f"{at}[{index}]", side, "at least one participant")
        _references(side, names.participant_ids, f"{at}[{index}]", "participant")
    for index, one in enumerate(sides[1]):
        if one in sides[0]:
            _refuse(f"{at}[1][{index}]", one, "a participant who is not on the other side too")


def _pin(pin: Pin, request: Request, names: Names, at: str) -> None:
    _known(pin.slot, names.slot_ids, f"{at}.slot", "slot")
    if pin.place is not None:
        _known(pin.place, names.place_ids, f"{at}.place", "place")
    if pin.table is not None:
        places = names.place_ids if pin.place is None else (pin.place,)
        tables = frozenset().union(*(names.tables[place] for place in places))
        _known(pin.table, tables, f"{at}.table", "table of its place")
    if pin.participants is not None:
        _pinned_participants(pin.participants, request, f"{at}.participants")


def _pinned_participants(pinned: tuple[str, ...], request: Request, at: str) -> None:
    allowed = "one participant of either side or of each"
    on_sides = [sum(one in pinned for one in side) for side in request.sides]
    if not pinned or max(on_sides) > 1 or sum(on_sides) != len(pinned):
        _refuse(at, pinned, allowed)


def _goals(goals: Goals) -> None:
    _whole(goals.reach, "goals.reach", 0, LARGEST_REACH)
    for name in ("weight", "below_minimum", "idle_slot", "idle_group"):
        _whole(getattr(goals, name), f"goals.{name}")
    for name in ("table_move", "zone_hop", "change"):
        _whole(getattr(goals, name), f"goals.{name}")
    for index, bonus in enumerate(goals.first_meetings):
        _whole(bonus, f"goals.first_meetings[{index}]")
        if index and bonus > goals.first_meetings[index - 1]:
            _refuse(f"goals.first_meetings[{index}]", bonus, "no more than the one before it")


def _published(published: Schedule | None, names: Names) -> None:
    """Place, table and participants may be gone since; the request and its slot may not."""
    meetings = () if published is None else published.meetings
    requests = [meeting.request for meeting in meetings]
    _unique(requests, "published.meetings", ".request")
    for index, meeting in enumerate(meetings):
        at = f"published.meetings[{index}]"
        _known(meeting.request, names.request_ids, f"{at}.request", "request")
        _known(meeting.slot, names.slot_ids, f"{at}.slot", "slot")


def _total(names: Names, goals: Goals, published: Schedule | None) -> None:
    """No schedule's score may leave the whole numbers that every JSON reader keeps exact."""
    people, slots = len(names.participants), len(names.slots)
    per_slot = goals.idle_slot + goals.idle_group + goals.table_move + goals.zone_hop
    largest = (
        goals.weight * sum(request.weight for request in names.requests)
        + sum(goals.first_meetings) * people
        + goals.below_minimum * sum(one.min_meetings for one in names.participants)
        + per_slot * people * slots
        + goals.change * (0 if published is None else len(published.meetings))
    )
    if largest > LARGEST_TOTAL:
        _refuse("goals and weights: the largest score", largest, f"at most {LARGEST_TOTAL}")


def _known_tables(
    places: tuple[Place, ...], participants: tuple[Participant, ...]
) -> dict[str, frozenset[str]]:
    found = {place.id: set(place.tables or ()) for place in places}
    for one in participants:
        if one.home is not None and one.home.place in found:
            found[one.home.place].add(one.home.table)
    return {place: frozenset(tables) for place, tables in found.items()}


def _unique(ids: Iterable[str], at: str, field: str = "") -> frozenset[str]:
    seen: set[str] = set()
    for index, one in enumerate(ids):
        _text(one, f"{at}[{index}]{field}")
        if one in seen:
            _refuse(f"{at}[{index}]{field}", one, "a name not used before in this list")
        seen.add(one)
    return frozenset(seen)


def _references(ids: tuple[str, ...], known: frozenset[str], at: str, kind: str) -> None:
    if known.issuperset(ids) and len(set(ids)) == len(ids):
        return
    for index, one in enumerate(ids):
        _known(one, known, f"{at}[{index}]", kind)
        if one in ids[:index]:
            _refuse(f"{at}[{index}]", one, f"each {kind} once")


def _known(one: str, known: frozenset[str], at: str, kind: str) -> None:
    if one not in known:
        _refuse(at, one, f"the id of a {kind}")


def _text(value: object, at: str) -> None:
    if type(value) is not str or not value:
        _refuse(at, value, "a text that is not empty")
    if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
        _refuse(at, value, "a text without halves of surrogate pairs, which no file can hold")


def _limit(value: int | None, at: str) -> None:
    if value is not None:
        _whole(value, at)


def _whole(value: object, at: str, least: int = 0, most: int = LARGEST_NUMBER) -> None:
    if type(value) is not int or not least <= value <= most:
        _refuse(at, value, f"a whole number from {least} to {most}")


def _refuse(where: str, value: object, allowed: str) -> NoReturn:
    raise InstanceError(fault(where, value, allowed))
