"""An exhibitor's team: who sits where, which times it offers, what cannot be as wished."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import NotFoundError
from app.domain.states import OpenSlotState, RegistrationState
from app.extensions import db
from app.models import OpenSlot, Registration
from app.services import availability, offered_times, open_slots
from app.services.offered_times import TeamChange, offer
from app.services.team import CellState, team_of
from tests.factory import Factory
from tests.services.gathering import Gathering


def cells(person: Registration) -> list[tuple[str, str]]:
    """State and words of the person's own slots."""
    member = next(one for one in team_of(person).members if one.public_id == person.public_id)
    return [(cell.state.value, cell.about) for cell in member.cells]


def wish(person: Registration, *codes: str) -> frozenset[tuple[str, str]]:
    return frozenset((person.public_id, code) for code in codes)


def test_the_ticked_times_are_offered_at_the_persons_own_place(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor("S7")
    assert offer(host, wish(host, "A1", "A3"), now=now) == TeamChange(2, 0, ())
    rows = db.session.scalars(select(OpenSlot).order_by(OpenSlot.slot_id)).all()
    assert [(row.slot.code, row.place.label, row.state) for row in rows] == [
        ("A1", "S7", OpenSlotState.OPEN),
        ("A3", "S7", OpenSlotState.OPEN),
    ]
    # The same again changes nothing; then A3 goes and A4 comes.
    assert offer(host, wish(host, "A1", "A3"), now=now) == TeamChange(0, 0, ())
    assert offer(host, wish(host, "A1", "A4"), now=now) == TeamChange(1, 1, ())
    assert [state for state, _ in cells(host)] == ["offered", "free", "free", "offered"]
    # A3 is offered anew: the same row opens again.
    assert offer(host, wish(host, "A1", "A3", "A4"), now=now) == TeamChange(1, 0, ())
    assert len(db.session.scalars(select(OpenSlot)).all()) == 3


def test_a_stand_holds_as_many_offers_at_a_time_as_it_has_desks(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    one, two, three = event.exhibitor("S1", people=3, desks=2)
    wanted = wish(one, "A1") | wish(two, "A1") | wish(three, "A1", "A2")
    assert offer(one, wanted, now=now) == TeamChange(
        3, 0, (f"Tue 10:00, {three.name}: place S1 holds 2 at a time",)
    )
    assert [state for state, _ in cells(three)] == ["free", "offered", "free", "free"]
    # One of them gives A1 up, and the third has room.
    assert offer(one, wish(two, "A1") | wish(three, "A1", "A2"), now=now) == TeamChange(1, 1, ())


def test_what_fills_a_time_is_said_and_cannot_be_offered(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor()
    event.talk(host, 0, "Robots")
    availability.change(host, frozenset({"A1", "A3", "A4"}), wants_meetings=True)
    offered = event.offer(host, 2)
    visitor = event.company()
    open_slots.book_open_slot(visitor, offered.public_id, now=now)
    assert cells(host) == [
        ("blocked", "presents “Robots”"),
        ("blocked", "not available"),
        ("booked", f"{visitor.name}, {visitor.organisation.name}"),
        ("free", ""),
    ]
    change = offer(host, wish(host, "A1", "A2", "A4"), now=now)
    assert change == TeamChange(
        1,
        0,
        (
            f"Tue 10:00, {host.name}: presents “Robots”",
            f"Tue 10:25, {host.name}: not available",
        ),
    )
    # The booked time was not ticked, and stays booked all the same.
    assert offered.state is OpenSlotState.BOOKED


def test_a_meeting_of_the_schedule_blocks_a_time(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    (host,), (other,) = event.exhibitor("S1"), event.exhibitor("S2")
    open_slots.book_open_slot(host, event.offer(other, 1).public_id, now=now)
    assert cells(host)[1] == (CellState.BLOCKED.value, f"meets {other.organisation.name}")


def test_a_time_that_is_booked_meanwhile_is_kept_and_named(
    app: Flask, factory: Factory, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor()
    offered = event.offer(host, 0)
    before = team_of(host)
    open_slots.book_open_slot(event.company(), offered.public_id, now=now)
    # The team's page was read before the booking: the conditional update sees the booking.
    monkeypatch.setattr(offered_times, "team_of", lambda _person: before)
    assert offer(host, frozenset(), now=now) == TeamChange(
        0, 0, (f"Tue 10:00, {host.name}: it has just been booked",)
    )
    assert offered.state is OpenSlotState.BOOKED


def test_a_time_that_has_passed_is_not_offered(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor()
    change = offer(host, wish(host, "A1", "A2"), now=event.slots[0].starts_at)
    assert change == TeamChange(1, 0, (f"Tue 10:00, {host.name}: that time has passed",))


def test_a_colleague_offers_times_for_the_whole_team_only(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    host, colleague = event.exhibitor("S1", people=2, desks=2)
    (stranger,) = event.exhibitor("S2")
    wanted = wish(host, "A1") | wish(stranger, "A1")
    assert offer(colleague, wanted, now=now).opened == 1
    assert [state for state, _ in cells(stranger)] == ["free", "free", "free", "free"]


def test_without_a_place_or_an_approval_there_is_nothing_to_offer(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    with pytest.raises(NotFoundError, match="no table or stand"):
        offer(event.company(), frozenset(), now=now)
    host, waiting = event.exhibitor(people=2)
    waiting.state = RegistrationState.SUBMITTED
    db.session.commit()
    with pytest.raises(NotFoundError, match="approve you"):
        offer(waiting, wish(host, "A1"), now=now)
    members = team_of(host).members
    assert [(one.name, one.place, one.state) for one in members] == [
        (host.name, "S1", RegistrationState.APPROVED),
        (waiting.name, "", RegistrationState.SUBMITTED),
    ]


def test_people_share_the_places_of_their_organisation_in_turn(
    app: Flask, factory: Factory
) -> None:
    event = Gathering(factory)
    people = event.exhibitor("S1", people=3)
    factory.table(event.room, "9", owner_organisation_id=people[0].organisation_id)
    # The stand goes before the table, then it begins anew.
    assert [member.place for member in team_of(people[0]).members] == ["S1", "9", "S1"]
