"""When a person can meet; what is fixed stays and is named."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.errors import InvalidInputError
from app.extensions import db
from app.models import Meeting, Occupied, Registration
from app.services import availability, live_schedule
from app.services.availability import SlotTime, times_of
from app.services.commitments import Commitment, CommitmentKind
from app.services.transaction import writing
from tests.factory import Factory
from tests.services.gathering import Gathering

ALL = frozenset({"A1", "A2", "A3", "A4"})


def slots(person: Registration) -> list[SlotTime]:
    days = times_of(person.edition, person)
    return [slot for day in days for block in day.blocks for slot in block.slots]


def free(person: Registration) -> list[str]:
    return [slot.code for slot in slots(person) if slot.is_free]


def meet(event: Gathering, visitor: Registration, host: Registration, slot: int) -> Meeting:
    request = event.factory.request(visitor, host)
    with writing():
        return live_schedule.book(
            event.edition,
            request,
            event.slots[slot],
            event.room.places[0],
            [visitor, host],
            by_account_id=None,
            now=event.factory.now,
        )


def test_a_person_is_free_unless_they_say_otherwise(app: Flask, factory: Factory) -> None:
    person = Gathering(factory).company()
    assert free(person) == ["A1", "A2", "A3", "A4"]
    change = availability.change(person, frozenset({"A2", "A4"}), wants_meetings=True)
    assert (change.free, change.busy, change.kept) == (2, 2, ())
    assert free(person) == ["A2", "A4"]
    availability.change(person, frozenset({"A1", "A4"}), wants_meetings=True)
    assert free(person) == ["A1", "A4"]


def test_without_a_person_all_times_are_free(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    factory.block(event.edition, slots=1, code="B", day=19)
    days = times_of(event.edition)
    assert [(day.held_on.day, [block.code for block in day.blocks]) for day in days] == [
        (18, ["A"]),
        (19, ["B"]),
    ]
    assert availability.moments_of(days)[0] == event.slots[0].starts_at


def test_no_time_at_all_is_refused_where_it_is_typed(app: Flask, factory: Factory) -> None:
    person = Gathering(factory).company()
    with pytest.raises(InvalidInputError) as caught:
        availability.change(person, frozenset(), wants_meetings=True)
    assert list(caught.value.fields) == ["free"]
    assert free(person) == ["A1", "A2", "A3", "A4"]
    availability.change(person, frozenset(), wants_meetings=False)
    assert (free(person), person.wants_meetings) == ([], False)


def test_a_slot_with_a_meeting_stays_and_the_meeting_too(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    person, hub = event.company(), event.hub("Basque DIH")
    meet(event, person, hub, 1)
    change = availability.change(person, frozenset({"A4"}), wants_meetings=True)
    # Of four slots A1 and A3 become busy; A2 holds the meeting.
    assert (change.free, change.busy, [slot.code for slot in change.kept]) == (2, 2, ["A2"])
    assert change.kept[0].commitment == Commitment(CommitmentKind.MEETING, "Basque DIH")
    assert free(person) == ["A2", "A4"]
    assert db.session.scalar(select(func.count()).select_from(Occupied)) == 12  # 3 holders × 4


def test_an_offered_slot_stays_until_it_is_closed(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    (person,) = event.exhibitor()
    event.offer(person, 0)
    change = availability.change(person, ALL - {"A1"}, wants_meetings=True)
    assert [slot.code for slot in change.kept] == ["A1"]
    assert slots(person)[0].commitment == Commitment(CommitmentKind.OFFER, "")


def test_a_talk_is_shown_and_hinders_nothing(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    person = event.company()
    event.talk(person, 2, "Bending by robot")
    assert [slot.commitment for slot in slots(person)] == [
        None,
        None,
        Commitment(CommitmentKind.TALK, "Bending by robot"),
        None,
    ]
    assert availability.change(person, frozenset({"A1"}), wants_meetings=True).kept == ()


def test_a_cancelled_meeting_holds_nothing(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    person, hub = event.company(), event.hub()
    meeting = meet(event, person, hub, 0)
    with writing():
        live_schedule.cancel(event.edition, meeting, by_account_id=None, now=now)
    assert availability.change(person, ALL - {"A1"}, wants_meetings=True).kept == ()


def test_an_edition_without_times_refuses_nobody(app: Flask, factory: Factory) -> None:
    person = factory.registration(factory.edition())
    assert availability.change(person, frozenset(), wants_meetings=True).free == 0
