"""The demo's open edition, read from its file and dated from the day of loading."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import yaml

from app.domain.dayplan import BlockPlan
from app.domain.states import EditionState, OrganisationKind, ProgrammeKind
from app.services.demo.fields import Raw
from app.services.demo.plan import (
    EditionPlan,
    ItemPlan,
    LimitsPlan,
    MeetingBlock,
    OrganisationPlan,
    RoomPlan,
    StandPlan,
)
from app.services.demo.warsaw_people import fictional_companies, fictional_company
from app.services.hub_file import HubRow, bundled_hubs
from app.services.reference_data import DATA

FILE = DATA / "next_edition.yaml"
TUESDAY = 1
INVENTED = "Invented for this demo."


def next_edition(today: date) -> EditionPlan:
    """The plan of the edition that comes some weeks after `today`."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    edition, meetings = raw["edition"], raw["meetings"]
    first_day = first_tuesday(today + timedelta(weeks=edition["weeks_ahead"]))
    return EditionPlan(
        slug=f"dih-{first_day.year}-{edition['city'].lower()}",
        name=f"{edition['title']}, {edition['city']} {first_day.year}",
        description=edition["description"].strip(),
        who_may_come=edition["who_may_come"].strip(),
        city=edition["city"],
        country=edition["country"],
        venue=edition["venue"],
        zone=edition["timezone"],
        starts_on=first_day,
        ends_on=first_day + timedelta(days=1),
        registration_closes_on=first_day
        - timedelta(days=edition["registration_closes_days_before"]),
        state=EditionState.BOOKING_OPEN,
        is_replay=False,
        facts=tuple(edition["facts"]),
        source_note=edition["source_note"].strip(),
        join_link_template=edition["join_link_template"],
        limits=_limits(meetings),
        rooms=tuple(_room(room, raw) for room in raw["rooms"]),
        blocks=tuple(_block(block, meetings, first_day) for block in meetings["blocks"]),
        items=tuple(_item(session, first_day) for session in raw["sessions"]),
        organisations=tuple(_organisations(raw)),
        stands=tuple(_stand(exhibitor) for exhibitor in raw["exhibitors"]),
        known_pairs=frozenset(),
        undecided_percent=40,
    )


def first_tuesday(day: date) -> date:
    """The first Tuesday that is not before `day`."""
    return day + timedelta(days=(TUESDAY - day.weekday()) % 7)


def _limits(meetings: Raw) -> LimitsPlan:
    return LimitsPlan(
        max_meetings=meetings["max_meetings"],
        min_meetings=meetings["min_meetings"],
        hub_max_per_block=meetings["hub_max_per_block"],
        max_consecutive=meetings["max_consecutive"],
        request_quota=meetings["request_quota"],
        hub_request_quota=meetings["hub_request_quota"],
    )


def _room(room: Raw, raw: Raw) -> RoomPlan:
    tables = len(raw["hubs"]) + raw["meetings"]["spare_tables"] if room["id"] == "match" else 0
    return RoomPlan(room["id"], room["name"], room["capacity"], tables, INVENTED)


def _block(block: Raw, meetings: Raw, first_day: date) -> MeetingBlock:
    plan = BlockPlan(
        held_on=first_day + timedelta(days=block["day"] - 1),
        starts_local=time.fromisoformat(block["start"]),
        ends_local=time.fromisoformat(block["end"]),
        slot_minutes=meetings["slot_minutes"],
        gap_minutes=meetings["gap_minutes"],
    )
    return MeetingBlock(block["code"], plan, online=block.get("online", False))


def _item(session: Raw, first_day: date) -> ItemPlan:
    day = first_day + timedelta(days=session["day"] - 1)
    return ItemPlan(
        key=session["id"],
        kind=ProgrammeKind(session["kind"]),
        title=session["title"],
        starts=datetime.combine(day, time.fromisoformat(session["start"])),
        ends=datetime.combine(day, time.fromisoformat(session["end"])),
        room=session["room"],
        description=session.get("description", ""),
        presents=tuple(session.get("presents", ())),
        source_note=INVENTED,
    )


def _organisations(raw: Raw) -> Iterator[OrganisationPlan]:
    catalogue = {hub.hub_id: hub for hub in bundled_hubs()}
    for hub in raw["hubs"]:
        yield _hub(hub, catalogue[hub["id"]])
    new = [fictional_company(company) for company in raw["fictional_smes"]]
    yield from (_company(company, raw) for company in (*fictional_companies(), *new))
    yield from (_exhibitor(one) for one in raw["exhibitors"])


def _company(company: OrganisationPlan, raw: Raw) -> OrganisationPlan:
    """Who still waits for approval has asked nobody yet."""
    if company.key in raw["awaiting_approval"]:
        return replace(company, approved=False, asks=0)
    return replace(company, asks=raw["asking_fewer"].get(company.key))


def _hub(hub: Raw, row: HubRow) -> OrganisationPlan:
    return OrganisationPlan(
        key=row.hub_id,
        name=row.name,
        short_name=hub.get("short_name", ""),
        kind=OrganisationKind.HUB,
        country=row.country,
        catalogue_id=row.hub_id,
        languages=row.languages,
        delegates=hub.get("delegates", 1),
    )


def _exhibitor(exhibitor: Raw) -> OrganisationPlan:
    return OrganisationPlan(
        key=exhibitor["id"],
        name=exhibitor["name"],
        short_name=exhibitor["name"].partition(" - ")[0],
        kind=OrganisationKind.SME,
        country=exhibitor["country"],
        size_class=exhibitor["size"],
        nuts2=exhibitor["nuts2"],
        fictional=True,
        source_note="A fictional company, invented for this demo.",
        languages=tuple(exhibitor["languages"]),
    )


def _stand(exhibitor: Raw) -> StandPlan:
    return StandPlan(
        label=exhibitor["stand"],
        room="expo",
        exhibitor=exhibitor["id"],
        shows=exhibitor["shows"],
        open_slots=tuple(exhibitor["open_slots"]),
        source_note=INVENTED,
    )
