"""What a person must do now."""

from datetime import datetime

import pytest
from flask import Flask

from app.domain.states import EditionState, OpenSlotState, RegistrationState
from app.extensions import db
from app.services import availability, open_slots
from app.services.home import Task, Todo, home_of
from app.services.own_meetings import by_day, own_meetings
from tests.factory import Factory
from tests.services.gathering import Gathering


@pytest.mark.parametrize(
    ("state", "todos"),
    [
        (RegistrationState.SUBMITTED, (Todo(Task.WAIT, needs_you=False),)),
        (RegistrationState.WAITLISTED, (Todo(Task.WAITLISTED, 1, needs_you=False),)),
        (RegistrationState.OFFERED, (Todo(Task.TAKE_PLACE),)),
        (RegistrationState.REJECTED, (Todo(Task.REJECTED, needs_you=False),)),
        (RegistrationState.CANCELLED, (Todo(Task.CANCELLED, needs_you=False),)),
    ],
)
def test_who_is_not_approved_waits(
    app: Flask, factory: Factory, state: RegistrationState, todos: tuple[Todo, ...]
) -> None:
    person = Gathering(factory).company()
    person.state = state
    db.session.commit()
    assert home_of(person).todos == todos


def test_an_approved_company_is_told_all_that_is_missing(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    person = event.company()
    availability.change(person, frozenset(), wants_meetings=False)
    person.wants_meetings = True
    db.session.commit()
    event.ask(event.hub(), person)
    home = home_of(person)
    assert home.todos == (
        Todo(Task.ANSWER, 1),
        Todo(Task.PROFILE),
        Todo(Task.TIMES),
        Todo(Task.ASK, 8),
    )
    assert (home.to_answer, home.sent, home.accepted) == (1, 0, 0)
    assert (home.free_slots, home.all_slots) == (0, 4)


def test_who_shows_something_need_not_say_what_it_looks_for(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    assert home_of(event.company()).todos == (Todo(Task.PROFILE), Todo(Task.ASK, 8))
    assert home_of(event.exhibitor()[0]).todos == (Todo(Task.OFFER), Todo(Task.ASK, 8))
    without = event.company()
    without.wants_meetings = False
    assert home_of(without).todos == ()


def test_an_exhibitor_is_told_to_offer_times_until_the_team_has(
    app: Flask, factory: Factory
) -> None:
    event = Gathering(factory)
    first, second = event.exhibitor(people=2)
    assert Todo(Task.OFFER) in home_of(second).todos
    opened = event.offer(first, 0)
    assert home_of(second).todos == (Todo(Task.ASK, 8),)
    opened.state = OpenSlotState.CLOSED
    event.edition.state = EditionState.REGISTRATION_OPEN
    db.session.commit()
    assert home_of(second).todos == ()
    event.edition.state = EditionState.BOOKING_CLOSED
    db.session.commit()
    assert home_of(second).todos == (Todo(Task.OFFER),)


def test_a_company_that_has_asked_is_only_reminded(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    person = event.company(text="Robots")
    event.ask(person, event.hub())
    assert home_of(person).todos == (Todo(Task.ASK, 7, needs_you=False),)


def test_a_hub_need_not_ask(app: Flask, factory: Factory) -> None:
    hub = Gathering(factory).hub()
    assert home_of(hub).todos == (Todo(Task.ASK, 12, needs_you=False),)


def test_when_all_is_scheduled_there_is_nothing_to_do(app: Flask, factory: Factory) -> None:
    event = Gathering(factory, state=EditionState.FINAL)
    person = event.company(text="Robots")
    event.ask(event.hub(), person)
    assert home_of(person).todos == ()


def test_meetings_are_listed_by_day(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor("S1")
    visitor = event.company(text="Robots")
    open_slots.book_open_slot(visitor, event.offer(host, 1).public_id, topic="Arms", now=now)
    (day,) = by_day(own_meetings(visitor), event.edition.zone)
    assert (day.date.isoformat(), [meeting.topic for meeting in day.meetings]) == (
        "2027-05-18",
        ["Arms"],
    )
    assert home_of(visitor).meetings == day.meetings
