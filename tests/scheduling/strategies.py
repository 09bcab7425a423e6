"""Random valid instances, schedules and results for property tests."""

from hypothesis import strategies as st

from scheduling.instance import Goals, Home, Instance, Participant, Pin, Place, Request, Slot
from scheduling.result import Progress, Result, Score, Settings, Status, StoppedBy
from scheduling.schedule import Meeting, Schedule
from tests.scheduling.builders import slots

IDS = st.text(min_size=1, max_size=8)
SMALL = st.integers(0, 9)
LIMIT = st.none() | SMALL


def some_of(ids: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the ids, each once, in any order."""
    if not ids:
        return st.just(())
    return st.lists(st.sampled_from(ids), unique=True).map(tuple)


def ids(least: int, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    """Different ids of any characters."""
    return st.lists(IDS, min_size=least, max_size=most, unique=True).map(tuple)


@st.composite
def places(draw: st.DrawFn, slot_ids: tuple[str, ...]) -> tuple[Place, ...]:
    """Up to two places, with tables or without."""
    found = []
    for id in draw(ids(0, 2)):
        tables = draw(st.none() | ids(0, 3))
        closed = draw(st.dictionaries(st.sampled_from(slot_ids), some_of(tables or ())))
        desks = dict.fromkeys(draw(some_of(tables or ())), draw(st.integers(1, 3)))
        found.append(Place(id, draw(st.text(max_size=3)), tables, closed, desks))
    return tuple(found)


@st.composite
def participants(
    draw: st.DrawFn, slot_ids: tuple[str, ...], place_ids: tuple[str, ...]
) -> tuple[Participant, ...]:
    """Two to five participants with all kinds of limits."""
    home = st.builds(Home, st.sampled_from(place_ids), IDS) if place_ids else st.nothing()
    one = st.builds(
        Participant,
        id=st.just(""),
        unavailable=some_of(slot_ids),
        max_meetings=LIMIT,
        min_meetings=SMALL,
        max_per_block=LIMIT,
        max_consecutive=LIMIT,
        parallel=st.integers(1, 3),
        home=st.none() | home,
    )
    return tuple(
        Participant(id, p.unavailable, p.max_meetings, p.min_meetings, p.max_per_block,
                    p.max_consecutive, p.parallel, p.home)
        for id in draw(ids(2, 5)) for p in [draw(one)]
    )  # fmt: skip


@st.composite
def requests(
    draw: st.DrawFn,
    people: tuple[str, ...],
    slot_ids: tuple[str, ...],
    place_ids: tuple[str, ...],
) -> tuple[Request, ...]:
    """Up to four requests between different people, some pinned to a slot."""
    found = []
    names = draw(ids(0, 4))
    for id in names:
        shuffled = draw(st.permutations(people))
        middle = draw(st.integers(1, len(people) - 1))
        pins = st.builds(
            Pin, st.sampled_from(slot_ids), participants=st.none() | st.just((shuffled[0],))
        )
        found.append(
            Request(
                id,
                (tuple(shuffled[:middle]), tuple(shuffled[middle:])),
                weight=draw(st.integers(0, 10**9)),
                mandatory=draw(st.booleans()),
                slots=draw(st.none() | some_of(slot_ids)),
                places=draw(st.none() | some_of(place_ids)),
                after=draw(some_of(tuple(name for name in names if name != id))),
                pinned=draw(st.none() | pins),
            )
        )
    return tuple(found)


GOALS = st.builds(
    Goals,
    reach=SMALL,
    weight=SMALL,
    first_meetings=st.lists(SMALL).map(lambda bonuses: tuple(sorted(bonuses, reverse=True))),
    below_minimum=SMALL,
    idle_slot=SMALL,
    idle_group=SMALL,
    table_move=SMALL,
    zone_hop=SMALL,
    change=SMALL,
)


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """Small instances in which every field may be anything that is allowed."""
    times: tuple[Slot, ...] = slots(draw(st.sampled_from([{"A": 2}, {"A": 2, "B": 3}])))
    slot_ids = tuple(slot.id for slot in times)
    rooms = draw(places(slot_ids))
    place_ids = tuple(place.id for place in rooms)
    people = draw(participants(slot_ids, place_ids))
    asked = draw(requests(tuple(one.id for one in people), slot_ids, place_ids))
    published = draw(st.none() | schedules(tuple(request.id for request in asked), slot_ids))
    return Instance(
        draw(st.text(max_size=5)), times, rooms, people, asked, draw(LIMIT), draw(GOALS), published
    )


@st.composite
def schedules(draw: st.DrawFn, request_ids: tuple[str, ...], slot_ids: tuple[str, ...]) -> Schedule:
    """A meeting for some of the requests, at places and tables that need not exist."""
    seat = st.none() | IDS
    return Schedule(
        tuple(
            Meeting(id, draw(st.sampled_from(slot_ids)), draw(seat), draw(seat), draw(ids(0, 3)))
            for id in draw(some_of(request_ids))
        )
    )


FINITE = st.floats(0, 1e9)
RESULTS = st.builds(
    Result,
    status=st.sampled_from(Status),
    schedule=st.none() | schedules(("r1", "r2"), ("A1", "A2")),
    score=st.builds(Score, *[st.integers(-(2**40), 2**40)] * 8),
    bound=st.none() | st.integers(),
    gap=st.none() | FINITE,
    conflict=ids(0, 3),
    progress=st.lists(st.builds(Progress, FINITE, IDS, LIMIT, LIMIT), max_size=3).map(tuple),
    seconds=FINITE,
    stopped_by=st.sampled_from(StoppedBy),
    settings=st.builds(Settings, seconds=st.floats(0.1, 1e6), seed=SMALL),
    versions=st.dictionaries(IDS, st.text(max_size=5), max_size=3),
)
