"""Blocks become slots, and stay while something is planned in them."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.states import OpenSlotState, VersionKind
from app.extensions import db
from app.models import Block, Meeting, OpenSlot, ScheduleVersion, Slot, Unavailability
from app.services.blocks import BlockEntry, add_block, blocks_of, remove_block
from tests.factory import Factory
from tests.services.published import PublishedEvent

DAY = date(2027, 5, 18)


def typed(**values: Any) -> BlockEntry:
    known: dict[str, Any] = {
        "held_on": DAY,
        "starts_local": time(10),
        "ends_local": time(11, 10),
        "slot_minutes": 20,
        "gap_minutes": 5,
    }
    return BlockEntry(**(known | values))


def test_a_block_is_cut_into_slots(factory: Factory) -> None:
    edition = factory.edition()
    add_block(edition, typed())
    # 10:00 in Warsaw in May is 08:00 UTC; 20 minutes every 25 until 09:10: three slots.
    slots = db.session.scalars(select(Slot).order_by(Slot.starts_at)).all()
    assert [(one.code, one.starts_at, one.ends_at) for one in slots] == [
        ("A1", _at(8, 0), _at(8, 20)),
        ("A2", _at(8, 25), _at(8, 45)),
        ("A3", _at(8, 50), _at(9, 10)),
    ]
    (block,) = blocks_of(edition)
    assert (block.code, block.starts_at, block.ends_at) == ("A", _at(8, 0), _at(9, 10))
    assert (len(block.slots), block.in_use, block.online) == (3, "", False)


def test_blocks_get_letters_and_stand_in_time_order(factory: Factory) -> None:
    edition = factory.edition()
    add_block(edition, typed(starts_local=time(14), ends_local=time(15)))
    add_block(edition, typed(online=True))
    assert [(one.code, one.online) for one in blocks_of(edition)] == [("B", True), ("A", False)]
    remove_block(edition, "A")
    add_block(edition, typed(held_on=date(2027, 5, 19)))
    assert [one.code for one in blocks_of(edition)] == ["B", "A"]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (time(10), time(11)),
        (time(9, 30), time(10, 5)),
        (time(11), time(11, 30)),
        (time(9), time(12)),
    ],
)
def test_blocks_do_not_overlap(factory: Factory, start: time, end: time) -> None:
    edition = factory.edition()
    add_block(edition, typed())
    with pytest.raises(InvalidInputError) as caught:
        add_block(edition, typed(starts_local=start, ends_local=end))
    text = "Block A is at this time already: blocks do not overlap."
    assert caught.value.fields == {"starts_local": text}
    assert db.session.scalar(select(func.count(Block.id))) == 1


def test_blocks_may_touch(factory: Factory) -> None:
    edition = factory.edition()
    add_block(edition, typed())
    add_block(edition, typed(starts_local=time(11, 10), ends_local=time(12)))
    add_block(edition, typed(starts_local=time(9, 40), ends_local=time(10)))
    assert len(blocks_of(edition)) == 3


def test_all_faults_come_at_once_and_nothing_is_stored(factory: Factory) -> None:
    edition = factory.edition()
    entry = BlockEntry(None, None, time(11, 3), None, None)
    with pytest.raises(InvalidInputError) as caught:
        add_block(edition, entry)
    assert caught.value.fields == {
        "held_on": "Choose one of the days of the edition.",
        "starts_local": "Type a time as 09:30.",
        "ends_local": "Choose a time on full five minutes, as 10:05.",
        "slot_minutes": "Choose 5, 10, 15 … 240 minutes.",
        "gap_minutes": "Choose 0, 5, 10 … 60 minutes.",
    }
    assert blocks_of(edition) == ()


@pytest.mark.parametrize("day", [date(2027, 5, 17), date(2027, 5, 20), date.min])
def test_a_block_is_on_a_day_of_the_edition(factory: Factory, day: date) -> None:
    with pytest.raises(InvalidInputError) as caught:
        add_block(factory.edition(), typed(held_on=day))
    assert list(caught.value.fields) == ["held_on"]


def test_in_the_night_when_clocks_go_back_there_are_seven_hours(factory: Factory) -> None:
    day = date(2027, 10, 31)
    edition = factory.edition(starts_on=day, ends_on=day, zone="Europe/Athens")
    entry = typed(held_on=day, starts_local=time(0), ends_local=time(6), gap_minutes=0)
    add_block(edition, entry)
    assert len(blocks_of(edition)[0].slots) == 21  # 7 hours of 3 slots


def test_a_time_that_the_clocks_skip_is_refused(factory: Factory) -> None:
    day = date(2027, 3, 28)
    edition = factory.edition(starts_on=day, ends_on=day, zone="Europe/Athens")
    with pytest.raises(InvalidInputError) as caught:
        add_block(edition, typed(held_on=day, starts_local=time(3, 30), ends_local=time(6)))
    assert list(caught.value.fields) == ["starts_local"]


def test_removing_a_block_takes_its_slots_and_what_people_said_of_them(factory: Factory) -> None:
    edition = factory.edition()
    block = factory.block(edition, slots=2)
    other = factory.block(edition, slots=2, code="B", day=19)
    person = factory.registration(edition)
    hall = factory.room(edition)
    for slot in (block.slots[0], other.slots[0]):
        factory.add(Unavailability(registration_id=person.id, slot_id=slot.id))
    closed = OpenSlot(
        edition_id=edition.id,
        registration_id=person.id,
        slot_id=block.slots[1].id,
        place_id=hall.places[0].id,
        state=OpenSlotState.CLOSED,
        created_at=factory.now,
    )
    factory.add(closed)
    remove_block(edition, "A")
    assert [one.code for one in blocks_of(edition)] == ["B"]
    assert db.session.scalars(select(Slot.code).order_by(Slot.code)).all() == ["B1", "B2"]
    assert db.session.scalars(select(Unavailability.slot_id)).all() == [other.slots[0].id]


def test_a_block_with_meetings_stays(factory: Factory, now: datetime) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), (1, 1, 1), now=now)
    with pytest.raises(ConflictError, match="Block A stays, because it holds 2 meetings"):
        remove_block(event.edition, "A")
    assert blocks_of(event.edition)[0].in_use.startswith(
        "Block A stays, because it holds 2 meetings"
    )
    assert len(blocks_of(event.edition)[0].slots) == 4


def test_a_block_with_open_slots_stays(factory: Factory) -> None:
    event = PublishedEvent(factory)
    factory.add(
        OpenSlot(
            edition_id=event.edition.id,
            registration_id=event.hub.id,
            slot_id=event.slots[0].id,
            place_id=event.places[2].id,
            created_at=factory.now,
        )
    )
    with pytest.raises(ConflictError, match="Block A stays, because it holds 1 open slot"):
        remove_block(event.edition, "A")


def test_a_draft_holds_a_block_and_a_discarded_one_does_not(factory: Factory) -> None:
    event = PublishedEvent(factory)
    draft = ScheduleVersion(
        edition_id=event.edition.id, kind=VersionKind.DRAFT, created_at=factory.now
    )
    draft.meetings.append(
        Meeting(request_id=event.requests[0].id, slot_id=event.slots[0].id, changed_at=factory.now)
    )
    factory.add(draft)
    with pytest.raises(ConflictError, match="it holds 1 meeting of the draft"):
        remove_block(event.edition, "A")
    draft.kind = VersionKind.DISCARDED
    db.session.commit()
    remove_block(event.edition, "A")
    assert blocks_of(event.edition) == ()


def test_a_block_that_is_not_there(factory: Factory) -> None:
    with pytest.raises(NotFoundError):
        remove_block(factory.edition(), "A")


def _at(hour: int, minute: int) -> datetime:
    return datetime(2027, 5, 18, hour, minute, tzinfo=UTC)
