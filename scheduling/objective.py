"""What a schedule is worth: every goal is one function, and the total is the sum of them all.

Each goal gives its signed contribution in points. The names in a schedule must be those of the
instance (`check` says whether they are); whether its rules are kept does not matter here.
"""

from collections.abc import Iterator

from scheduling.attendance import Attendance, Busy
from scheduling.instance import Instance
from scheduling.result import Counts, Score
from scheduling.schedule import Meeting, Schedule


def score(instance: Instance, schedule: Schedule) -> Score:
    """The signed contribution of every goal."""
    seen = Attendance.of(instance, schedule.meetings)
    return Score(
        weight=weight(seen),
        first_meetings=first_meetings(seen),
        below_minimum=below_minimum(seen),
        idle_slot=idle_slot(seen),
        idle_group=idle_group(seen),
        table_move=table_move(seen),
        zone_hop=zone_hop(seen),
        change=change(seen),
    )


def counts(instance: Instance, schedule: Schedule) -> Counts:
    """The schedule in plain numbers; `reached_bound` stays empty, since only a solver knows it."""
    seen = Attendance.of(instance, schedule.meetings)
    numbers = seen.numbers()
    return Counts(
        requests=len(instance.requests),
        scheduled=len(schedule.meetings),
        idle_slots=idle_slots(seen),
        idle_groups=sum(seen.idle_groups().values()),
        participants_without_meeting=numbers.count(0),
        below_minimum=missing_meetings(seen),
        changed=changed(seen),
        reached=tuple(at_least(numbers, k + 1) for k in range(instance.goals.reach)),
    )


def reached(instance: Instance, schedule: Schedule, k: int) -> int:
    """How many participants have at least k meetings."""
    return at_least(Attendance.of(instance, schedule.meetings).numbers(), k)


def weight(seen: Attendance) -> int:
    """Requests that are scheduled count by their weight."""
    requests = seen.instance.requests_by_id
    total = sum(requests[meeting.request].weight for meeting in seen.meetings)
    return seen.instance.goals.weight * total


def first_meetings(seen: Attendance) -> int:
    """Everyone's first, second, third … meeting earns a bonus."""
    bonuses = seen.instance.goals.first_meetings
    upto = [sum(bonuses[:number]) for number in range(len(bonuses) + 1)]
    return sum(upto[min(number, len(bonuses))] for number in seen.numbers())


def below_minimum(seen: Attendance) -> int:
    """Every meeting missing to somebody's wanted minimum costs."""
    return -seen.instance.goals.below_minimum * missing_meetings(seen)


def idle_slot(seen: Attendance) -> int:
    """Every slot that somebody waits through between two meetings costs."""
    return -seen.instance.goals.idle_slot * idle_slots(seen)


def idle_group(seen: Attendance) -> int:
    """Every interruption of somebody's row of meetings costs, however long it is."""
    return -seen.instance.goals.idle_group * sum(seen.idle_groups().values())


def table_move(seen: Attendance) -> int:
    """Every change of table between two back-to-back meetings costs."""
    return -seen.instance.goals.table_move * table_moves(seen)


def zone_hop(seen: Attendance) -> int:
    """Every change of zone between two back-to-back meetings costs."""
    return -seen.instance.goals.zone_hop * zone_hops(seen)


def change(seen: Attendance) -> int:
    """Every published meeting that is dropped or put in another slot costs."""
    return -seen.instance.goals.change * changed(seen)


def missing_meetings(seen: Attendance) -> int:
    """Meetings missing to the wanted minimum, over all participants."""
    wanted = (one.min_meetings for one in seen.instance.participants)
    return sum(max(0, least - has) for least, has in zip(wanted, seen.numbers(), strict=True))


def idle_slots(seen: Attendance) -> int:
    """Available free slots between a participant's first and last meeting of a block, over all."""
    people, blocks = seen.instance.participants_by_id, seen.instance.blocks
    found = 0
    for participant, block, busy in seen.each():
        free = set(range(min(busy), max(busy))).difference(busy)
        unavailable = people[participant].unavailable
        found += sum(blocks[block][rank] not in unavailable for rank in free)
    return found


def table_moves(seen: Attendance) -> int:
    """Pairs of back-to-back meetings of a participant at different tables.

    Only named tables count: going to or from an online meeting is no move. Somebody with several
    desks moves where none of the next slot's tables is one of those before.
    """
    return sum(_tables(one).isdisjoint(_tables(next_)) for one, next_ in _back_to_back(seen))


def zone_hops(seen: Attendance) -> int:
    """Pairs of back-to-back meetings of a participant at tables in different zones."""
    zone = {place.id: place.zone for place in seen.instance.places}
    return sum(
        {zone[place] for place, _ in _tables(one)}.isdisjoint(zone[p] for p, _ in _tables(next_))
        for one, next_ in _back_to_back(seen)
    )


def changed(seen: Attendance) -> int:
    """Published meetings in another slot or dropped; a new table or representative is none."""
    published = seen.instance.published
    slots = {meeting.request: meeting.slot for meeting in seen.meetings}
    before = () if published is None else published.meetings
    return sum(slots.get(meeting.request) != meeting.slot for meeting in before)


def at_least(numbers: list[int], k: int) -> int:
    """How many of the numbers are k or more."""
    return sum(number >= k for number in numbers)


def _back_to_back(seen: Attendance) -> Iterator[tuple[list[Meeting], list[Meeting]]]:
    """What a participant does in two adjacent slots, wherever they sit at a named table in both."""
    for _, _, busy in seen.each():
        for rank, meetings in busy.items():
            if _tables(meetings) and _tables(_after(busy, rank)):
                yield meetings, _after(busy, rank)


def _after(busy: Busy, rank: int) -> list[Meeting]:
    return busy.get(rank + 1, [])


def _tables(meetings: list[Meeting]) -> set[tuple[str, str]]:
    return {(one.place, one.table) for one in meetings if one.place and one.table}
