"""The independent judge: every hard rule as one function over any schedule, whoever made it.

A rule takes what the schedule makes of everybody's day and yields a message and the requests it is
about for every place where the rule is broken. It knows nothing of any solver. The rules about
places and tables are in `check_tables`.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from scheduling.attendance import Attendance, flat, runs
from scheduling.check_tables import (
    Broken,
    allowed_places,
    closed_tables,
    own_table,
    seated,
    table_desks,
)
from scheduling.faults import one_line
from scheduling.instance import Instance
from scheduling.schedule import Meeting, Schedule


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: the rule's name, one line on what is wrong, the requests it is about."""

    rule: str
    message: str
    requests: tuple[str, ...]


def check(instance: Instance, schedule: Schedule) -> tuple[Violation, ...]:
    """Every rule that the schedule breaks; empty where it keeps them all.

    A meeting with a name unknown to the instance is reported as such and otherwise left aside.
    """
    unknown = [(meeting, unknown_names(instance, meeting)) for meeting in schedule.meetings]
    found = [
        Violation("known_names", one_line(f"{meeting.request}: {fault}"), (meeting.request,))
        for meeting, faults in unknown
        for fault in faults
    ]
    seen = Attendance.of(instance, tuple(meeting for meeting, faults in unknown if not faults))
    for rule in RULES:
        for message, requests in rule(seen):
            found.append(Violation(rule.__name__, one_line(message), requests))
    return tuple(found)


def unknown_names(instance: Instance, meeting: Meeting) -> list[str]:
    """A meeting names only requests, slots, places and participants of the event."""
    faults = []
    if meeting.request not in instance.requests_by_id:
        faults.append("there is no such request")
    if meeting.slot not in instance.slot_positions:
        faults.append(f"there is no slot {meeting.slot}")
    if meeting.place is not None and meeting.place not in instance.places_by_id:
        faults.append(f"there is no place {meeting.place}")
    unknown = [one for one in meeting.participants if one not in instance.participants_by_id]
    return faults + [f"there is no participant {one}" for one in unknown]


def once(seen: Attendance) -> Broken:
    """A request is scheduled once at most."""
    for request, number in Counter(meeting.request for meeting in seen.meetings).items():
        if number > 1:
            yield f"{request} is scheduled {number} times", (request,)


def one_of_each_side(seen: Attendance) -> Broken:
    """Exactly one participant of each side attends."""
    for meeting in seen.meetings:
        sides = seen.instance.requests_by_id[meeting.request].sides
        present = [sum(one in side for one in meeting.participants) for side in sides]
        if present != [1, 1] or len(meeting.participants) != 2:
            who = " and ".join(meeting.participants) or "nobody"
            yield (
                f"{meeting.request} is attended by {who}, not one of each side",
                (meeting.request,),
            )


def parallel_desks(seen: Attendance) -> Broken:
    """Nobody has more meetings at a time than desks."""
    for participant, block, busy in seen.each():
        desks = seen.instance.participants_by_id[participant].parallel
        for rank, meetings in busy.items():
            if len(meetings) > desks:
                slot = seen.instance.blocks[block][rank]
                said = f"{participant} has {len(meetings)} meetings in {slot}, more than {desks}"
                yield said, _requests(meetings)


def unavailable(seen: Attendance) -> Broken:
    """Nobody meets while they are unavailable."""
    for meeting in seen.meetings:
        for one in meeting.participants:
            if meeting.slot in seen.instance.participants_by_id[one].unavailable:
                said = f"{meeting.request}: {one} is unavailable in {meeting.slot}"
                yield said, (meeting.request,)


def max_meetings(seen: Attendance) -> Broken:
    """Nobody has more meetings than their maximum."""
    for one in seen.instance.participants:
        meetings = seen.of_participant(one.id)
        if one.max_meetings is not None and len(meetings) > one.max_meetings:
            said = f"{one.id} has {len(meetings)} meetings, more than {one.max_meetings}"
            yield said, _requests(meetings)


def max_per_block(seen: Attendance) -> Broken:
    """Nobody has more meetings in a block than their maximum for a block."""
    for participant, block, busy in seen.each():
        most = seen.instance.participants_by_id[participant].max_per_block
        meetings = flat(busy)
        if most is not None and len(meetings) > most:
            said = f"{participant} has {len(meetings)} meetings in block {block}, more than {most}"
            yield said, _requests(meetings)


def max_consecutive(seen: Attendance) -> Broken:
    """Nobody is busy in more adjacent slots of a block than their maximum in a row."""
    for participant, block, busy in seen.each():
        most = seen.instance.participants_by_id[participant].max_consecutive
        for run in runs(busy):
            if most is not None and len(run) > most:
                slot = seen.instance.blocks[block][run[0]]
                said = f"{participant} meets in {len(run)} slots in a row from {slot}"
                meetings = [meeting for rank in run for meeting in busy[rank]]
                yield f"{said}, more than {most}", _requests(meetings)


def allowed_slots(seen: Attendance) -> Broken:
    """A request is scheduled in one of its slots."""
    for meeting in seen.meetings:
        slots = seen.instance.requests_by_id[meeting.request].slots
        if slots is not None and meeting.slot not in slots:
            yield f"{meeting.request} may not be in {meeting.slot}", (meeting.request,)


def pinned(seen: Attendance) -> Broken:
    """A pinned meeting stays where it is pinned."""
    meetings = {meeting.request: meeting for meeting in seen.meetings}
    for request in seen.instance.requests:
        pin, meeting = request.pinned, meetings.get(request.id)
        if pin is None:
            continue
        if meeting is None:
            yield f"{request.id} is pinned to {pin.slot} but not scheduled", (request.id,)
        elif not (
            meeting.slot == pin.slot
            and pin.place in (None, meeting.place)
            and pin.table in (None, meeting.table)
            and set(pin.participants or ()) <= set(meeting.participants)
        ):
            yield f"{request.id} is not as it is pinned", (request.id,)


def order(seen: Attendance) -> Broken:
    """A request that comes after another is in a later slot, where both are scheduled."""
    positions = seen.instance.slot_positions
    starts = {meeting.request: positions[meeting.slot] for meeting in seen.meetings}
    for request in seen.instance.requests:
        for earlier in request.after if request.id in starts else ():
            if starts.get(earlier, -1) >= starts[request.id]:
                yield f"{request.id} is not after {earlier}", (request.id, earlier)


def mandatory(seen: Attendance) -> Broken:
    """A mandatory request is scheduled."""
    scheduled = {meeting.request for meeting in seen.meetings}
    for request in seen.instance.requests:
        if request.mandatory and request.id not in scheduled:
            yield f"{request.id} is mandatory but not scheduled", (request.id,)


def idle_group_difference(seen: Attendance) -> Broken:
    """Nobody has more groups of idle slots than somebody else, beyond the allowed difference."""
    allowed = seen.instance.max_idle_group_difference
    groups = seen.idle_groups()
    if allowed is None or not groups:
        return
    most, fewest = max(groups, key=groups.__getitem__), min(groups, key=groups.__getitem__)
    if groups[most] - groups[fewest] > allowed:
        said = f"{most} has {groups[most]} groups of idle slots, {fewest} has {groups[fewest]}"
        requests = _requests(seen.of_participant(most) + seen.of_participant(fewest))
        yield f"{said}, more than {allowed} apart", requests


RULES: tuple[Callable[[Attendance], Broken], ...] = (
    once,
    one_of_each_side,
    seated,
    parallel_desks,
    unavailable,
    max_meetings,
    max_per_block,
    max_consecutive,
    table_desks,
    closed_tables,
    own_table,
    allowed_slots,
    allowed_places,
    pinned,
    order,
    mandatory,
    idle_group_difference,
)


def _requests(meetings: list[Meeting]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(meeting.request for meeting in meetings))
