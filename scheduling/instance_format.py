"""Instances as text: the format hubmeet.instance/1."""

from dataclasses import asdict
from datetime import UTC, datetime

from scheduling.instance import Goals, Home, Instance, Participant, Pin, Place, Request, Slot
from scheduling.json_reading import Node, or_null, read_json
from scheduling.json_writing import lay_out
from scheduling.schedule_format import read_schedule, schedule_document

INSTANCE_FORMAT = "hubmeet.instance/1"
DEFAULT_GOALS = Goals()


def instance_to_text(instance: Instance) -> str:
    """The instance as JSON with every key written out, a slot, place, person or request a line."""
    published = instance.published
    return lay_out(
        {
            "format": INSTANCE_FORMAT,
            "name": instance.name,
            "slots": [_slot_document(slot) for slot in instance.slots],
            "places": [asdict(place) for place in instance.places],
            "participants": [_participant_document(one) for one in instance.participants],
            "requests": [_request_document(request) for request in instance.requests],
            "max_idle_group_difference": instance.max_idle_group_difference,
            "goals": asdict(instance.goals),
            "published": None if published is None else schedule_document(published),
        }
    )


def instance_from_text(text: str, source: str = "instance") -> Instance:
    """Read an instance; raises FormatError saying where, which value and what is allowed."""
    return read_json(text, source, _instance)


def _slot_document(slot: Slot) -> dict[str, object]:
    return {
        "id": slot.id,
        "starts_at": _time_document(slot.starts_at),
        "ends_at": _time_document(slot.ends_at),
        "block": slot.block,
    }


def _time_document(time: datetime) -> str:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _participant_document(one: Participant) -> dict[str, object]:
    return {
        "id": one.id,
        "unavailable": one.unavailable,
        "max_meetings": one.max_meetings,
        "min_meetings": one.min_meetings,
        "max_per_block": one.max_per_block,
        "max_consecutive": one.max_consecutive,
        "parallel": one.parallel,
        "home": None if one.home is None else asdict(one.home),
    }


def _request_document(request: Request) -> dict[str, object]:
    return {
        "id": request.id,
        "sides": request.sides,
        "weight": request.weight,
        "mandatory": request.mandatory,
        "slots": request.slots,
        "places": request.places,
        "after": request.after,
        "pinned": None if request.pinned is None else asdict(request.pinned),
    }


def _instance(node: Node) -> Instance:
    parts = ("name", "slots", "places", "participants", "requests")
    rest = ("max_idle_group_difference", "goals", "published")
    fields = node.fields((), ("format", *parts, *rest))
    fields.take("format", lambda name: name.choice(INSTANCE_FORMAT), INSTANCE_FORMAT)
    return Instance(
        name=fields.take("name", Node.text, ""),
        slots=fields.take("slots", lambda slots: slots.items(_slot), ()),
        places=fields.take("places", lambda places: places.items(_place), ()),
        participants=fields.take("participants", lambda people: people.items(_participant), ()),
        requests=fields.take("requests", lambda requests: requests.items(_request), ()),
        max_idle_group_difference=fields.take("max_idle_group_difference", _whole_or_null, None),
        goals=fields.take("goals", _goals, DEFAULT_GOALS),
        published=fields.take("published", or_null(read_schedule), None),
    )


def _slot(node: Node) -> Slot:
    fields = node.fields(("id", "starts_at", "ends_at", "block"))
    return Slot(
        id=fields.need("id", Node.text),
        starts_at=fields.need("starts_at", Node.time),
        ends_at=fields.need("ends_at", Node.time),
        block=fields.need("block", Node.text),
    )


def _place(node: Node) -> Place:
    fields = node.fields(("id",), ("zone", "tables", "closed", "desks"))
    return Place(
        id=fields.need("id", Node.text),
        zone=fields.take("zone", Node.text, ""),
        tables=fields.take("tables", _texts_or_null, None),
        closed=fields.take("closed", lambda closed: closed.entries(Node.texts), {}),
        desks=fields.take("desks", lambda desks: desks.entries(Node.whole), {}),
    )


def _participant(node: Node) -> Participant:
    limits = ("max_meetings", "min_meetings", "max_per_block", "max_consecutive")
    fields = node.fields(("id",), ("unavailable", *limits, "parallel", "home"))
    return Participant(
        id=fields.need("id", Node.text),
        unavailable=fields.take("unavailable", Node.texts, ()),
        max_meetings=fields.take("max_meetings", _whole_or_null, None),
        min_meetings=fields.take("min_meetings", Node.whole, 0),
        max_per_block=fields.take("max_per_block", _whole_or_null, None),
        max_consecutive=fields.take("max_consecutive", _whole_or_null, None),
        parallel=fields.take("parallel", Node.whole, 1),
        home=fields.take("home", or_null(_home), None),
    )


def _home(node: Node) -> Home:
    fields = node.fields(("place", "table"))
    return Home(fields.need("place", Node.text), fields.need("table", Node.text))


def _request(node: Node) -> Request:
    optional = ("weight", "mandatory", "slots", "places", "after", "pinned")
    fields = node.fields(("id", "sides"), optional)
    return Request(
        id=fields.need("id", Node.text),
        sides=fields.need("sides", _sides),
        weight=fields.take("weight", Node.whole, 1),
        mandatory=fields.take("mandatory", Node.flag, False),
        slots=fields.take("slots", _texts_or_null, None),
        places=fields.take("places", _texts_or_null, None),
        after=fields.take("after", Node.texts, ()),
        pinned=fields.take("pinned", _pin_or_null, None),
    )


def _sides(node: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    sides = node.items(Node.texts)
    if len(sides) != 2:
        node.refuse("exactly two lists of participants")
    return sides[0], sides[1]


def _pin(node: Node) -> Pin:
    fields = node.fields(("slot",), ("place", "table", "participants"))
    return Pin(
        slot=fields.need("slot", Node.text),
        place=fields.take("place", _text_or_null, None),
        table=fields.take("table", _text_or_null, None),
        participants=fields.take("participants", _texts_or_null, None),
    )


def _goals(node: Node) -> Goals:
    prices = ("weight", "below_minimum", "idle_slot", "idle_group")
    fields = node.fields(
        (), ("reach", "first_meetings", *prices, "table_move", "zone_hop", "change")
    )
    return Goals(
        reach=fields.take("reach", Node.whole, DEFAULT_GOALS.reach),
        weight=fields.take("weight", Node.whole, DEFAULT_GOALS.weight),
        first_meetings=fields.take(
            "first_meetings", lambda list_: list_.items(Node.whole), DEFAULT_GOALS.first_meetings
        ),
        below_minimum=fields.take("below_minimum", Node.whole, DEFAULT_GOALS.below_minimum),
        idle_slot=fields.take("idle_slot", Node.whole, DEFAULT_GOALS.idle_slot),
        idle_group=fields.take("idle_group", Node.whole, DEFAULT_GOALS.idle_group),
        table_move=fields.take("table_move", Node.whole, DEFAULT_GOALS.table_move),
        zone_hop=fields.take("zone_hop", Node.whole, DEFAULT_GOALS.zone_hop),
        change=fields.take("change", Node.whole, DEFAULT_GOALS.change),
    )


_text_or_null = or_null(Node.text)
_texts_or_null = or_null(Node.texts)
_whole_or_null = or_null(Node.whole)
_pin_or_null = or_null(_pin)
