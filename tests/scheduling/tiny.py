"""Random instances so small that all their schedules can be gone through."""

from hypothesis import strategies as st

from scheduling.instance import Goals, Home, Instance, Participant, Pin, Place, Request, Slot
from scheduling.schedule import Meeting, Schedule
from tests.scheduling.brute_force import number_of_schedules
from tests.scheduling.builders import slots
from tests.scheduling.strategies import some_of

MOST_SCHEDULES = 2_000
PRICE = st.sampled_from([0, 0, 1, 5])
GOALS = st.builds(
    Goals,
    reach=st.sampled_from([0, 0, 1, 2]),
    weight=st.sampled_from([1, 1, 0, 3]),
    first_meetings=st.sampled_from([(), (3,), (5, 2)]),
    below_minimum=PRICE,
    idle_slot=PRICE,
    idle_group=PRICE,
    table_move=PRICE,
    zone_hop=PRICE,
    change=PRICE,
)
PLACES = (
    (),
    (Place("hall", zone="hall", tables=("1",)),),
    (Place("hall", zone="hall", tables=("1", "2"), closed={"A2": ("1",)}),),
    (Place("hall", zone="hall", tables=("1",), desks={"1": 2}), Place("online", zone="online")),
    (Place("hall", zone="hall", tables=("1",)), Place("loft", zone="loft", tables=("1",))),
    (Place("hall", zone="hall", tables=("1",), closed={"A1": ("1",)}, desks={"1": 1}),),
)


@st.composite
def tiny_instances(draw: st.DrawFn) -> Instance:
    """Instances with every rule and goal, and at most 2,000 schedules."""
    times = slots(draw(st.sampled_from([{"A": 3}, {"A": 2, "B": 2}, {"A": 4}])))
    slot_ids = tuple(slot.id for slot in times)
    places = draw(st.sampled_from(PLACES))
    people = tuple(draw(_participant(f"p{n}", slot_ids, places)) for n in range(1, 5))
    requests = draw(_requests(times, places))
    return Instance(
        slots=times,
        places=places,
        participants=people,
        requests=requests,
        max_idle_group_difference=draw(st.sampled_from([None, None, 0, 1])),
        goals=draw(GOALS),
        published=draw(st.none() | _published(requests, slot_ids)),
    )


TINY = tiny_instances().filter(lambda one: number_of_schedules(one) <= MOST_SCHEDULES)


@st.composite
def _participant(
    draw: st.DrawFn, id: str, slot_ids: tuple[str, ...], places: tuple[Place, ...]
) -> Participant:
    tables = [Home(place.id, table) for place in places for table in ("1", "own")]
    homes = st.none() | st.sampled_from(tables) if tables else st.none()
    return Participant(
        id,
        unavailable=draw(st.just(()) | some_of(slot_ids)),
        max_meetings=draw(st.sampled_from([None, None, 1, 2])),
        min_meetings=draw(st.sampled_from([0, 0, 1, 2])),
        max_per_block=draw(st.sampled_from([None, None, 1, 2])),
        max_consecutive=draw(st.sampled_from([None, None, 1, 2])),
        parallel=draw(st.sampled_from([1, 1, 2])),
        home=draw(homes),
    )


@st.composite
def _requests(
    draw: st.DrawFn, times: tuple[Slot, ...], places: tuple[Place, ...]
) -> tuple[Request, ...]:
    names = tuple(f"r{n}" for n in range(1, draw(st.integers(0, 4)) + 1))
    return tuple(draw(_request(name, names, times, places)) for name in names)


@st.composite
def _request(
    draw: st.DrawFn,
    id: str,
    names: tuple[str, ...],
    times: tuple[Slot, ...],
    places: tuple[Place, ...],
) -> Request:
    slot_ids = tuple(slot.id for slot in times)
    place_ids = tuple(place.id for place in places)
    people = draw(st.permutations(("p1", "p2", "p3", "p4")))
    other = draw(st.sampled_from([1, 1, 2]))
    pins = st.builds(
        Pin,
        st.sampled_from(slot_ids),
        place=st.none() | st.sampled_from(place_ids) if place_ids else st.none(),
        participants=st.none() | st.just((people[1],)),
    )
    others = tuple(name for name in names if name != id)
    return Request(
        id,
        ((people[0],), tuple(people[1 : 1 + other])),
        weight=draw(st.integers(0, 9)),
        mandatory=draw(st.sampled_from([False, False, False, True])),
        slots=draw(st.none() | some_of(slot_ids)),
        places=draw(st.none() | some_of(place_ids)),
        after=draw(st.just(()) | some_of(others)),
        pinned=draw(st.sampled_from([True, False, False, False]).flatmap(
            lambda wanted: pins if wanted else st.none()
        )),
    )  # fmt: skip


@st.composite
def _published(
    draw: st.DrawFn, requests: tuple[Request, ...], slot_ids: tuple[str, ...]
) -> Schedule:
    chosen = draw(some_of(tuple(request.id for request in requests)))
    slot = st.sampled_from(slot_ids)
    return Schedule(tuple(Meeting(id, draw(slot), None, None, ()) for id in chosen))
