"""Does what the sentences of `explain` propose, and says whether that was enough."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from scheduling.instance import Instance, Participant, Pin, Place, Request
from scheduling.result import Settings, Status
from scheduling.schedule import Schedule
from scheduling.solve import solve


def places_it(instance: Instance, schedule: Schedule, request: str, fix: str) -> bool:
    """Whether the request fits beside all meetings of the schedule once the fix is done."""
    fixed = fix_of(instance, request, fix)
    slots = {meeting.request: meeting for meeting in schedule.meetings}

    def held(one: Request) -> Request:
        if one.id not in slots:
            return replace(one, mandatory=one.id == request)
        meeting = slots[one.id]
        return replace(one, pinned=Pin(meeting.slot, participants=meeting.participants))

    question = replace(
        fixed,
        requests=tuple(held(one) for one in fixed.requests),
        max_idle_group_difference=None,
    )
    return solve(question, Settings(iterations=1)).status is not Status.INFEASIBLE


def fix_of(instance: Instance, request: str, fix: str) -> Instance:
    """The instance with every change that the sentence names."""
    for part in fix.removesuffix(".").split(" and "):
        said = part[:1].lower() + part[1:]
        for pattern, change in CHANGES.items():
            found = re.fullmatch(pattern, said)
            if found is not None:
                instance = change(instance, request, *found.groups())
                break
        else:
            raise AssertionError(f"nobody knows what to do: {said}")
    return instance


def _participant(instance: Instance, id: str, **more: Any) -> Instance:
    participants: list[Participant] = [
        replace(one, **more) if one.id == id else one for one in instance.participants
    ]
    return replace(instance, participants=tuple(participants))


def _request(instance: Instance, id: str, **more: Any) -> Instance:
    requests = [replace(one, **more) if one.id == id else one for one in instance.requests]
    return replace(instance, requests=tuple(requests))


def _place(instance: Instance, id: str, **more: Any) -> Instance:
    places: list[Place] = [replace(one, **more) if one.id == id else one for one in instance.places]
    return replace(instance, places=tuple(places))


def _free(instance: Instance, request: str, who: str, slot: str) -> Instance:
    away = instance.participants_by_id[who].unavailable
    return _participant(instance, who, unavailable=tuple(one for one in away if one != slot))


def _desk(instance: Instance, request: str, who: str, slot: str) -> Instance:
    return _participant(instance, who, parallel=instance.participants_by_id[who].parallel + 1)


def _limit(field: str) -> Callable[..., Instance]:
    def change(instance: Instance, request: str, who: str, number: str, slot: str = "") -> Instance:
        return _participant(instance, who, **{field: int(number)})

    return change


def _table(instance: Instance, request: str, slot: str) -> Instance:
    """One more table at the first of the request's places, closed in all other slots."""
    allowed = instance.requests_by_id[request].places
    place = next(one for one in instance.places if allowed is None or one.id in allowed)
    others = (one.id for one in instance.slots if one.id != slot)
    closed = dict(place.closed) | {id: (*place.closed.get(id, ()), "new") for id in others}
    return _place(instance, place.id, tables=(*(place.tables or ()), "new"), closed=closed)


def _own_table(instance: Instance, request: str, who: str, slot: str) -> Instance:
    home = instance.participants_by_id[who].home
    assert home is not None
    more = {home.table: instance.desks_at(home.place, home.table) + 1}
    place = instance.places_by_id[home.place]
    return _place(instance, home.place, desks=dict(place.desks) | more)


def _open(instance: Instance, request: str, who: str, slot: str) -> Instance:
    home = instance.participants_by_id[who].home
    assert home is not None
    closed = dict(instance.places_by_id[home.place].closed)
    closed[slot] = tuple(table for table in closed[slot] if table != home.table)
    return _place(instance, home.place, closed=closed)


def _anywhere(instance: Instance, request: str) -> Instance:
    more = replace(instance, places=(*instance.places, Place("new")))
    return _request(more, request, places=("new",))


def _any_order(instance: Instance, request: str) -> Instance:
    for one in instance.requests:
        instance = _request(instance, one.id, after=tuple(x for x in one.after if x != request))
    return _request(instance, request, after=())


def _must(instance: Instance, request: str, slot: str) -> Instance:
    return _request(instance, request, slots=(slot,))


CHANGES: dict[str, Callable[..., Instance]] = {
    r"free `(.*)` at `(.*)`": _free,
    r"give `(.*)` one more desk or a colleague at `(.*)`": _desk,
    r"let `(.*)` have (\d+) meetings in a row around `(.*)`": _limit("max_consecutive"),
    r"let `(.*)` have (\d+) meetings in the block of `(.*)`": _limit("max_per_block"),
    r"raise the limit of `(.*)` to (\d+) meetings": _limit("max_meetings"),
    r"add a table at `(.*)`": _table,
    r"let the table of `(.*)` hold one more meeting at `(.*)`": _own_table,
    r"open the table of `(.*)` at `(.*)`": _open,
    r"allow it a place with a free table": _anywhere,
    r"give up the order in which it must come": _any_order,
    r"it fits at `(.*)`: make it mandatory, or lower the price of waiting": _must,
}
