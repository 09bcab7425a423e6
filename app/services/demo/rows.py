"""A demo edition's plan becomes rows: the edition, its times, places and programme."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.domain.dayplan import slot_code, slot_spans
from app.domain.states import OpenSlotState, PlaceKind
from app.extensions import db
from app.models import (
    Block,
    Edition,
    OpenSlot,
    Organisation,
    Place,
    ProgrammeItem,
    ProgrammePresenter,
    Registration,
    Room,
    Series,
    Slot,
)
from app.services.demo.plan import EditionPlan, ItemPlan, MeetingBlock, StandPlan


def add_edition(plan: EditionPlan, series: Series, *, now: datetime) -> Edition:
    """The edition with its limits, rooms, tables, blocks and slots."""
    edition = Edition(
        series_id=series.id,
        slug=plan.slug,
        name=plan.name,
        description=plan.description,
        who_may_come=plan.who_may_come,
        city=plan.city,
        country=plan.country,
        venue=plan.venue,
        zone=plan.zone,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        registration_closes_on=plan.registration_closes_on,
        controller="The organisers of this demo (fictional)",
        controller_contact="organiser@example.org",
        state=plan.state,
        max_meetings=plan.limits.max_meetings,
        min_meetings=plan.limits.min_meetings,
        hub_max_per_block=plan.limits.hub_max_per_block,
        max_consecutive=plan.limits.max_consecutive,
        request_quota=plan.limits.request_quota,
        hub_request_quota=plan.limits.hub_request_quota,
        # Longer than usual: a demo may lie for some weeks between two looks at it.
        request_expiry_days=30,
        reach=1,
        join_link_template=plan.join_link_template,
        is_replay=plan.is_replay,
        fictional=not plan.is_replay,
        source_note=plan.source_note,
        facts=list(plan.facts),
        created_at=now,
    )
    db.session.add(edition)
    db.session.flush()
    for block in plan.blocks:
        _add_block(edition, block)
    return edition


def add_places(
    plan: EditionPlan, edition: Edition, organisations: Mapping[str, Organisation]
) -> Mapping[str, Room]:
    """Rooms, a table for each hub and some spare ones, and the stands. Returns room by slug."""
    rooms = {}
    for room_plan in plan.rooms:
        room = rooms[room_plan.slug] = Room(
            edition_id=edition.id,
            slug=room_plan.slug,
            name=room_plan.name,
            capacity=room_plan.capacity,
            source_note=room_plan.source_note,
        )
        db.session.add(room)
        db.session.flush()
        owners = [organisations[key] for key in plan.hub_keys]
        for number in range(room_plan.tables):
            owner = owners[number] if number < len(owners) else None
            _add_place(room, PlaceKind.TABLE, str(number + 1), owner, "", room_plan.source_note)
    return rooms


def add_stand(
    stand: StandPlan, edition: Edition, room: Room, exhibitor: Registration, *, now: datetime
) -> None:
    """A stand with its exhibitor and the times that visitors may book at once."""
    place = _add_place(
        room,
        PlaceKind.STAND,
        stand.label,
        exhibitor.organisation,
        stand.shows,
        stand.source_note,
    )
    slots = {slot.code: slot for block in edition.blocks for slot in block.slots}
    for code in stand.open_slots:
        db.session.add(
            OpenSlot(
                edition_id=edition.id,
                registration_id=exhibitor.id,
                slot_id=slots[code].id,
                place_id=place.id,
                state=OpenSlotState.OPEN,
                created_at=now,
            )
        )


def add_item(
    item: ItemPlan,
    edition: Edition,
    room: Room,
    presenters: list[Registration],
    *,
    now: datetime,
) -> None:
    """A programme item with the people who present it."""
    row = ProgrammeItem(
        edition_id=edition.id,
        room_id=room.id,
        uid=f"{edition.slug}.{item.key}@hubmeet",
        kind=item.kind,
        title=item.title,
        description=item.description,
        starts_at=_utc(item.starts, edition.zone),
        ends_at=_utc(item.ends, edition.zone),
        changed_at=now,
        source_note=item.source_note,
    )
    row.presenters = [ProgrammePresenter(registration_id=person.id) for person in presenters]
    db.session.add(row)


def _add_block(edition: Edition, meetings: MeetingBlock) -> None:
    plan = meetings.plan
    block = Block(
        code=meetings.code,
        held_on=plan.held_on,
        starts_local=plan.starts_local,
        ends_local=plan.ends_local,
        slot_minutes=plan.slot_minutes,
        gap_minutes=plan.gap_minutes,
        online=meetings.online,
    )
    edition.blocks.append(block)
    for number, span in enumerate(slot_spans(plan, edition.zone), start=1):
        block.slots.append(
            Slot(
                edition_id=edition.id,
                code=slot_code(meetings.code, number),
                starts_at=span.starts_at,
                ends_at=span.ends_at,
            )
        )
    db.session.flush()


def _utc(local: datetime, zone: str) -> datetime:
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _add_place(
    room: Room,
    kind: PlaceKind,
    label: str,
    owner: Organisation | None,
    shows: str,
    source_note: str,
) -> Place:
    place = Place(
        edition_id=room.edition_id,
        room_id=room.id,
        kind=kind,
        label=label,
        owner_organisation_id=owner.id if owner else None,
        shows=shows,
        source_note=source_note,
    )
    db.session.add(place)
    db.session.flush()
    return place
