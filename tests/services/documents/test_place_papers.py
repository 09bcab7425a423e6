"""Rows become papers about places."""

from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event as hook

from app.domain.paper.hall import DoorSheet, Standing, StandSheet, TablePlan, TableSign
from app.domain.states import MeetingState, PlaceKind
from app.exports.documents import document_html
from app.extensions import db
from app.models import Edition, Unavailability
from app.services import live_schedule
from app.services.documents import KINDS
from app.services.documents.wanted import Wanted
from tests.factory import Factory
from tests.services.published import PublishedEvent

DAY = date(2027, 5, 18)


@pytest.fixture
def engine_name() -> str:
    """Nothing here is particular to a database."""
    return "sqlite"


@pytest.fixture
def event(app: Flask, factory: Factory, now: datetime) -> PublishedEvent:
    """The hub owns the stand, meets at a table, there and online, and has an hour left."""
    made = PublishedEvent(factory)
    made.places[2].owner_organisation_id = made.hub.organisation_id
    db.session.commit()
    made.publish((0, 0, 2), (1, 1, 2), (2, 3, None), now=now)
    return made


def papers(kind: str, edition: Edition, now: datetime, **wanted: Any) -> list[Any]:
    """The data of each, which can be printed."""
    found = KINDS[kind].documents(edition, Wanted(**wanted), now=now)
    assert all(document_html(one).startswith("<!doctype html>") for one in found)
    assert len({one.file_name for one in found}) == len(found)
    return [one.data for one in found]


def test_a_sign_for_every_place_and_day(event: PublishedEvent, now: datetime) -> None:
    signs: list[TableSign] = papers("table_sign", event.edition, now)
    assert [(one.seat.label, one.day, len(one.sittings)) for one in signs] == [
        ("1", DAY, 0),
        ("2", DAY, 0),
        ("S1", DAY, 2),
    ]
    first = signs[2].sittings[0]
    assert signs[2].seat.owner == "Hub of Łódź"
    assert (first.host.organisation, first.visitor.name) == ("Hub of Łódź", "Visitor 0")
    assert (signs[2].imprint.version, signs[2].imprint.language) == (1, "en")


def test_a_cancelled_meeting_stands_on_no_paper(event: PublishedEvent, now: datetime) -> None:
    first = live_schedule.live_meetings(event.edition.id)[0]
    first.state = MeetingState.CANCELLED
    db.session.commit()
    assert len(papers("table_sign", event.edition, now)[2].sittings) == 1
    assert len(papers("door_sheet", event.edition, now)) == 1
    assert papers("table_plan", event.edition, now)[0].taken == 1


def test_only_the_wanted_rooms_and_places(event: PublishedEvent, now: datetime) -> None:
    event.factory.room(event.edition, name="Attic", tables=1)
    assert len(papers("table_sign", event.edition, now)) == 4
    assert len(papers("table_plan", event.edition, now)) == 2
    attic = frozenset({event.room.id})
    assert len(papers("table_sign", event.edition, now, rooms=attic)) == 3
    assert len(papers("table_plan", event.edition, now, rooms=attic)) == 1
    table = frozenset({event.places[1].id})
    (sign,) = papers("table_sign", event.edition, now, places=table)
    assert sign.seat.label == "2"


def test_a_stand_s_sheet_tells_free_times_from_those_without_anybody(
    event: PublishedEvent, now: datetime
) -> None:
    (sheet,) = papers("stand_sheet", event.edition, now)
    assert isinstance(sheet, StandSheet)
    # A1 and A2 are at the stand, A3 is free, at A4 the hub's only person meets online.
    assert [one.standing for one in sheet.times] == [
        Standing.MEETING,
        Standing.MEETING,
        Standing.FREE,
        Standing.AWAY,
    ]
    assert sheet.times[2].free == 1
    event.hub.unavailable.append(Unavailability(slot_id=event.slots[2].id))
    db.session.commit()
    (sheet,) = papers("stand_sheet", event.edition, now)
    assert sheet.times[2].standing is Standing.AWAY


def test_a_stand_with_more_desks_says_how_many_are_left(
    event: PublishedEvent, now: datetime
) -> None:
    event.places[2].desks = 3
    event.hub.parallel_desks = 2
    db.session.commit()
    (sheet,) = papers("stand_sheet", event.edition, now)
    # The person can hold 2 meetings at a time: beside each booked one is one left, and 2 at A3.
    assert [(one.standing, one.free) for one in sheet.times] == [
        (Standing.MEETING, 0),
        (Standing.FREE, 1),
        (Standing.MEETING, 0),
        (Standing.FREE, 1),
        (Standing.FREE, 2),
        (Standing.FREE, 1),
    ]


def test_who_presents_is_not_at_the_stand(event: PublishedEvent, now: datetime) -> None:
    event.talk.starts_at = event.slots[2].starts_at
    event.talk.ends_at = event.slots[2].ends_at
    db.session.commit()
    (sheet,) = papers("stand_sheet", event.edition, now)
    assert sheet.times[2].standing is Standing.AWAY


def test_a_stand_s_sheet_is_printed_again_when_its_people_s_meetings_changed(
    event: PublishedEvent, now: datetime
) -> None:
    other = event.factory.organisation(name="Other hub")
    event.factory.table(event.room, "S2", kind=PlaceKind.STAND, owner_organisation_id=other.id)
    assert len(papers("stand_sheet", event.edition, now)) == 2
    (sheet,) = papers("stand_sheet", event.edition, now, changed_since=now)
    assert sheet.seat.label == "S1"
    (own,) = papers("stand_sheet", event.edition, now, organisations=frozenset({other.id}))
    assert own.seat.label == "S2"


def test_a_door_sheet_for_each_time_with_somebody(event: PublishedEvent, now: datetime) -> None:
    sheets: list[DoorSheet] = papers("door_sheet", event.edition, now)
    assert [one.starts_at for one in sheets] == [one.starts_at for one in event.slots[:2]]
    assert [(one.guest.name, one.partner.name) for one in sheets[0].arrivals] == [
        ("Visitor 0", "Zofia Łódzka"),
        ("Zofia Łódzka", "Visitor 0"),
    ]
    assert sheets[0].arrivals[0].seat.label == "S1"


def test_a_plan_holds_every_place_and_time_of_a_room(event: PublishedEvent, now: datetime) -> None:
    (plan,) = papers("table_plan", event.edition, now)
    assert isinstance(plan, TablePlan)
    assert [one.label for one in plan.seats] == ["1", "2", "S1"]
    assert [row.taken for row in plan.rows] == [1, 1, 0, 0]
    assert [plan.taken_at(column) for column in range(3)] == [0, 0, 2]
    assert (plan.taken, plan.free) == (2, 10)  # 3 places × 4 times


@pytest.mark.parametrize("kind", ["table_sign", "stand_sheet", "door_sheet", "table_plan"])
def test_the_number_of_queries_does_not_grow(
    kind: str, event: PublishedEvent, now: datetime
) -> None:
    few = _queries(kind, event.edition, now)
    more = event.factory.room(event.edition, name="Attic", tables=3)
    for place in more.places:
        place.owner_organisation_id = event.factory.organisation().id
    db.session.commit()
    assert _queries(kind, event.edition, now) == few
    assert few <= 20


def _queries(kind: str, edition: Edition, now: datetime) -> int:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    db.session.expire_all()
    assert edition.slug
    hook.listen(db.engine, "before_cursor_execute", note)
    papers(kind, edition, now)
    hook.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
