"""The demo edition Warsaw 2018, read from its file."""

from datetime import datetime

import yaml

from app.domain.dayplan import BlockPlan
from app.domain.states import EditionState, ProgrammeKind
from app.services.demo.fields import Raw, plain
from app.services.demo.plan import (
    EditionPlan,
    ItemPlan,
    LimitsPlan,
    MeetingBlock,
    RoomPlan,
    StandPlan,
)
from app.services.demo.sources import source_words
from app.services.demo.warsaw_people import FILE, organisations


def warsaw() -> EditionPlan:
    """The plan of Warsaw 2018."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    edition, meetings, demo = raw["edition"], raw["matchmaking"], raw["demo"]
    return EditionPlan(
        slug=edition["id"],
        name=f"{edition['title']}, Warsaw {edition['year']}",
        description=edition["purpose"]["text"],
        who_may_come=demo["who_may_come"],
        city=plain(edition["city"]),
        country=edition["country"],
        venue=plain(edition["venue"]),
        zone=edition["timezone"],
        starts_on=plain(edition["starts_on"]),
        ends_on=plain(edition["ends_on"]),
        registration_closes_on=meetings["timeline"]["requests_close"],
        state=EditionState.BOOKING_CLOSED,
        is_replay=True,
        facts=tuple(demo["facts"]),
        source_note=demo["source_note"],
        join_link_template="",
        limits=_limits(meetings),
        rooms=tuple(_room(room, meetings) for room in raw["rooms"]),
        blocks=tuple(_block(block, meetings, raw["sessions"]) for block in meetings["blocks"]),
        items=tuple(_item(session) for session in raw["sessions"]),
        organisations=tuple(organisations(raw)),
        stands=tuple(_stand(stand, demo) for stand in raw["exhibition"]["stands"]),
        known_pairs=frozenset(frozenset(pair) for pair in meetings["known_pairs"]),
        undecided_percent=0,
    )


def _limits(meetings: Raw) -> LimitsPlan:
    return LimitsPlan(
        max_meetings=meetings["max_meetings_per_sme"],
        min_meetings=meetings["min_meetings_per_sme"],
        hub_max_per_block=meetings["max_meetings_per_hub_delegate_per_block"],
        max_consecutive=meetings["max_consecutive_meetings"],
        request_quota=meetings["request_quota"]["sme"],
        hub_request_quota=meetings["request_quota"]["hub"],
    )


def _room(room: Raw, meetings: Raw) -> RoomPlan:
    return RoomPlan(
        slug=room["id"],
        name=room["name"],
        capacity=room.get("capacity"),
        tables=meetings["tables"] if room["id"] == "match" else 0,
        source_note=f"Name and size: {source_words(room['src'])}.",
    )


def _block(block: Raw, meetings: Raw, sessions: list[Raw]) -> MeetingBlock:
    session = next(one for one in sessions if one["id"] == block["session"])
    starts = datetime.fromisoformat(block["first_start"])
    plan = BlockPlan(
        held_on=starts.date(),
        starts_local=starts.time(),
        ends_local=datetime.fromisoformat(session["end"]).time(),
        slot_minutes=meetings["meeting_minutes"],
        gap_minutes=meetings["changeover_minutes"],
    )
    return MeetingBlock(block["id"], plan)


def _item(session: Raw) -> ItemPlan:
    theme = f"Theme: {source_words(session['src'])}. " if session["src"] == "article" else ""
    note = f" ({session['note']})" if "note" in session else ""
    return ItemPlan(
        key=session["id"],
        kind=ProgrammeKind(session["kind"]),
        title=session["title"],
        starts=datetime.fromisoformat(session["start"]),
        ends=datetime.fromisoformat(session["end"]),
        room=session["room"],
        description=session.get("description", ""),
        presents=tuple(session.get("presents", ())),
        source_note=f"{theme}Time and room: {source_words('assumed')}.{note}",
    )


def _stand(stand: Raw, demo: Raw) -> StandPlan:
    return StandPlan(
        label=stand["code"],
        room="expo",
        exhibitor=stand["exhibitor"],
        shows=stand["shows"],
        open_slots=tuple(demo["open_slots"].get(stand["code"], ())),
        source_note="That the company exhibits: the article. Stand and times: assumed.",
    )
