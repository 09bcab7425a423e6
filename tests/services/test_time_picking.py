"""The two sides choose a time: common, within all limits, with a table, and booked once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from app.domain.states import CalendarChoice, EditionState, RequestState, SchedulingMode
from app.extensions import db
from app.models import Meeting, MeetingRequest, OutgoingMail, Registration
from app.services import availability, meeting_requests, request_answers, time_picking
from app.services.booked_requests import live_meetings_of
from app.services.common_times import common_times
from app.services.time_picking import TimeTakenError
from tests.factory import Factory
from tests.services.at_once import at_once
from tests.services.gathering import Gathering
from tests.services.published import PublishedEvent

on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


def ask(asking: Registration, asked: Registration, now: datetime) -> MeetingRequest:
    return meeting_requests.ask(asking, asked.organisation, topic="Robots", now=now)


def codes(request: MeetingRequest, now: datetime) -> list[str]:
    return [time.code for time in common_times(request, now=now)]


def by_acceptor(factory: Factory, **values: object) -> Gathering:
    return Gathering(factory, scheduling_mode=SchedulingMode.ACCEPTOR, **values)


def test_who_accepts_chooses_a_common_time_and_it_is_booked(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = by_acceptor(factory)
    company, hub = event.company(), event.hub()
    availability.change(company, frozenset({"A2", "A3"}), wants_meetings=True)
    made = ask(company, hub, now)
    assert codes(made, now) == ["A2", "A3"]
    with pytest.raises(InvalidInputError) as caught:
        request_answers.accept(hub, made.public_id, now=now)
    assert list(caught.value.fields) == ["slot"]
    with pytest.raises(TimeTakenError) as taken:
        request_answers.accept(hub, made.public_id, slot="A1", now=now)
    assert [time.code for time in taken.value.alternatives] == ["A2", "A3"]
    assert db.session.get_one(MeetingRequest, made.id).state is RequestState.PENDING
    request_answers.accept(hub, made.public_id, slot="A3", now=now)
    (meeting,) = db.session.scalars(select(Meeting)).all()
    people = {one.registration_id for one in meeting.attendances}
    assert (meeting.slot.code, meeting.pinned, people) == ("A3", True, {company.id, hub.id})
    with pytest.raises(ConflictError, match="on the schedule"):
        request_answers.undo(hub, made.public_id, now=now)
    time_picking.cancel(company, made.public_id, now=now)
    assert db.session.get_one(MeetingRequest, made.id).state is RequestState.ACCEPTED
    assert codes(made, now) == ["A2", "A3"]


@on_sqlite
def test_without_a_common_time_one_accepts_without(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = by_acceptor(factory)
    company, hub = event.company(), event.hub()
    availability.change(company, frozenset({"A1"}), wants_meetings=True)
    availability.change(hub, frozenset({"A2"}), wants_meetings=True)
    made = ask(company, hub, now)
    done = request_answers.accept(hub, made.public_id, now=now)
    assert (done.state, codes(made, now)) == (RequestState.ACCEPTED, [])


@on_sqlite
def test_limits_and_tables_leave_times_out(app: Flask, factory: Factory, now: datetime) -> None:
    event = by_acceptor(factory, max_consecutive=1, max_meetings=2)
    hub, company = event.hub(), event.company()
    made = ask(company, hub, now)

    def book(slot: str, *pair: Registration) -> None:
        one, other = pair or (event.company(), event.hub())
        other_request = ask(one, other, now)
        request_answers.accept(other, other_request.public_id, slot=slot, now=now)

    book("A2", event.company(), hub)
    assert codes(made, now) == ["A4"]  # not A1 or A3: two in a row
    book("A4")
    assert codes(made, now) == ["A4"]  # one of two tables is left
    book("A4")
    assert codes(made, now) == []
    event.edition.max_consecutive = None
    db.session.commit()
    assert codes(made, now) == ["A1", "A3"]
    event.edition.hub_max_per_block = 1
    db.session.commit()
    assert codes(made, now) == []
    event.edition.hub_max_per_block = None
    db.session.commit()
    for slot in ("A1", "A3"):
        book(slot, company, event.hub())
    assert codes(made, now) == []  # the company has its two meetings


def test_of_two_who_take_the_last_time_one_is_told(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = by_acceptor(factory)
    hub = event.hub()
    availability.change(hub, frozenset({"A1"}), wants_meetings=True)
    names = [ask(event.company(), hub, now).public_id for _ in range(3)]
    hub_id = hub.id

    def accepts(name: str) -> Callable[[], object]:
        return lambda: request_answers.accept(
            db.session.get_one(Registration, hub_id), name, slot="A1", now=now
        )

    results = at_once(app, [accepts(name) for name in names])
    assert results == {"done": 1, "TimeTakenError": 2}
    assert db.session.scalar(select(func.count()).select_from(Meeting)) == 1


@on_sqlite
@pytest.mark.parametrize(
    ("mode", "state", "is_possible"),
    [
        (SchedulingMode.SOLVER_FIRST, EditionState.BOOKING_OPEN, False),
        (SchedulingMode.SOLVER_FIRST, EditionState.SCHEDULED, True),
        (SchedulingMode.SOLVER_FIRST, EditionState.FINAL, False),
        (SchedulingMode.SOLVER_ONLY, EditionState.SCHEDULED, False),
        (SchedulingMode.ACCEPTOR, EditionState.BOOKING_OPEN, True),
        (SchedulingMode.ACCEPTOR, EditionState.FINAL, False),
    ],
)
def test_when_the_two_sides_choose_themselves(
    app: Flask,
    factory: Factory,
    now: datetime,
    mode: SchedulingMode,
    state: EditionState,
    is_possible: bool,
) -> None:
    event = Gathering(factory, scheduling_mode=mode, state=state)
    company, hub = event.company(), event.hub()
    made = event.ask(company, hub, state=RequestState.ACCEPTED)
    assert bool(time_picking.times_to_pick(made, now=now)) is is_possible
    if is_possible:
        assert time_picking.pick(company, made.public_id, "A1", now=now).slot.code == "A1"
    else:
        with pytest.raises(ForbiddenError, match="the schedule gives"):
            time_picking.pick(company, made.public_id, "A1", now=now)


@on_sqlite
def test_who_attends_cancels_a_meeting_of_the_schedule_and_the_request_ends(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = PublishedEvent(factory)
    event.visitors[1].calendar_choice = CalendarChoice.FEED
    event.publish((0, 0, 0), (1, 1, 1), (2, 2, 0), now=now)
    first, second, third = (one.public_id for one in event.requests)
    colleague = factory.registration(event.edition, event.hub.organisation)
    with pytest.raises(ForbiddenError, match="takes part in this meeting"):
        time_picking.cancel(colleague, first, now=now)
    with pytest.raises(NotFoundError):
        time_picking.cancel(event.visitors[1], first, now=now)
    with pytest.raises(ForbiddenError):  # it begins at this very moment
        time_picking.cancel(event.hub, third, now=event.slots[2].starts_at)
    # The asked side declines, the asking side withdraws: no later version brings it back.
    assert time_picking.cancel(event.hub, second, now=now).state is RequestState.DECLINED
    assert time_picking.cancel(event.visitors[0], first, now=now).state is RequestState.WITHDRAWN
    with pytest.raises(ConflictError):
        time_picking.cancel(event.hub, first, now=now)
    assert not live_meetings_of(event.requests[0])
    assert live_meetings_of(event.requests[2])
    # Who takes the feed alone is told by a letter; the other calendars hear of it by invites.
    mails = db.session.execute(select(OutgoingMail.kind, OutgoingMail.registration_id)).all()
    assert ("request.meeting-cancelled", event.visitors[1].id) in {tuple(one) for one in mails}
    assert "request.meeting-cancelled" not in {
        kind for kind, person in mails if person != event.visitors[1].id
    }
