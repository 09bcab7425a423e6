"""A draft becomes version n; bookings and calendars survive it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.errors import ConflictError, InvalidInputError
from app.domain.states import EditionState, RequestState, VersionKind
from app.extensions import db
from app.models import (
    Attendance,
    CalendarIdentity,
    Edition,
    Meeting,
    MeetingRequest,
    Occupied,
    Place,
    Registration,
    ScheduleVersion,
    Slot,
)
from app.services import live_schedule
from app.services.publish import Published, publish
from app.services.transaction import writing
from tests.factory import Factory


class Event:
    """An edition with one hub person, three visitors who ask them, slots A1 to A4."""

    def __init__(self, factory: Factory) -> None:
        self.factory = factory
        self.edition: Edition = factory.edition(state=EditionState.BOOKING_CLOSED)
        self.slots: list[Slot] = list(factory.block(self.edition).slots)
        self.tables: list[Place] = list(factory.room(self.edition).places)
        self.hub: Registration = factory.registration(self.edition)
        self.visitors = [factory.registration(self.edition) for _ in range(3)]
        self.requests = [factory.request(one, self.hub) for one in self.visitors]

    def draft(self, *placed: tuple[int, int, int]) -> ScheduleVersion:
        """A draft with (visitor, slot, table) for each meeting."""
        draft = ScheduleVersion(
            edition_id=self.edition.id, kind=VersionKind.DRAFT, created_at=self.factory.now
        )
        for visitor, slot, table in placed:
            draft.meetings.append(
                Meeting(
                    request_id=self.requests[visitor].id,
                    slot_id=self.slots[slot].id,
                    place_id=self.tables[table].id,
                    changed_at=self.factory.now,
                    attendances=[
                        Attendance(registration_id=one.id)
                        for one in (self.visitors[visitor], self.hub)
                    ],
                )
            )
        return self.factory.add(draft)

    def publish(self, now: datetime) -> Published:
        """Publish the draft."""
        return publish(self.edition, by_account_id=None, now=now)

    def live(self) -> list[tuple[int, str]]:
        """(request, slot code) of the live schedule."""
        return [
            (one.request_id, one.slot.code) for one in live_schedule.live_meetings(self.edition.id)
        ]

    def identities(self, visitor: int) -> list[tuple[int, bool]]:
        """(sequence, cancelled?) of the visitor's calendar entries."""
        rows = db.session.scalars(
            select(CalendarIdentity)
            .where(CalendarIdentity.registration_id == self.visitors[visitor].id)
            .order_by(CalendarIdentity.id)
        )
        return [(row.sequence, row.cancelled_at is not None) for row in rows]


def test_the_first_version_fills_the_live_schedule(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Event(factory)
    event.draft((0, 0, 0), (1, 1, 0))
    assert event.publish(now) == Published(1, meetings=2, added=2, changed=0, cancelled=0)
    assert event.live() == [(event.requests[0].id, "A1"), (event.requests[1].id, "A2")]
    # Two meetings · (two people + one table) · four ticks.
    assert db.session.scalar(select(func.count()).select_from(Occupied)) == 24
    assert event.edition.state is EditionState.SCHEDULED


def test_two_meetings_exchange_their_slots(app: Flask, factory: Factory, now: datetime) -> None:
    event = Event(factory)
    event.draft((0, 0, 0), (1, 1, 0), (2, 2, 0))
    event.publish(now)
    event.draft((0, 1, 0), (1, 0, 0), (2, 2, 0))
    later = now + timedelta(hours=1)
    assert event.publish(later) == Published(2, meetings=3, added=0, changed=2, cancelled=0)
    assert event.live() == [
        (event.requests[1].id, "A1"),
        (event.requests[0].id, "A2"),
        (event.requests[2].id, "A3"),
    ]
    # Who moved has sequence 1; who did not has an untouched entry.
    assert [event.identities(number) for number in range(3)] == [
        [(1, False)],
        [(1, False)],
        [(0, False)],
    ]


def test_a_meeting_that_is_left_out_is_cancelled_and_may_come_back(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Event(factory)
    event.draft((0, 0, 0))
    event.publish(now)
    event.draft()
    assert event.publish(now) == Published(2, meetings=0, added=0, changed=0, cancelled=1)
    assert event.live() == []
    event.draft((0, 3, 1))
    event.publish(now)
    assert event.live() == [(event.requests[0].id, "A4")]
    # The cancelled entry stays as it is; the new meeting is a new entry.
    assert event.identities(0) == [(1, True), (0, False)]


def test_a_booking_made_during_the_run_survives(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Event(factory)
    event.draft((0, 0, 0))
    with writing():
        live_schedule.book(
            event.edition,
            event.requests[2],
            event.slots[3],
            event.tables[1],
            [event.visitors[2], event.hub],
            by_account_id=None,
            now=now,
        )
    assert event.publish(now) == Published(1, meetings=2, added=1, changed=0, cancelled=0)
    assert event.live() == [(event.requests[0].id, "A1"), (event.requests[2].id, "A4")]


def test_a_booking_that_collides_stops_the_publication(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Event(factory)
    event.draft((0, 0, 0))
    with writing():
        live_schedule.book(
            event.edition,
            event.requests[2],
            event.slots[0],
            event.tables[1],
            [event.visitors[2], event.hub],
            by_account_id=None,
            now=now,
        )
    with pytest.raises(ConflictError, match=f"{event.hub.name} twice in A1"):
        event.publish(now)
    assert event.live() == [(event.requests[2].id, "A1")]
    assert event.edition.state is EditionState.BOOKING_CLOSED


def test_a_request_taken_back_meanwhile_is_left_out(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Event(factory)
    event.draft((0, 0, 0), (1, 1, 0))
    withdrawn: MeetingRequest = event.requests[0]
    withdrawn.state = RequestState.WITHDRAWN
    factory.add(withdrawn)
    event.publish(now)
    assert event.live() == [(event.requests[1].id, "A2")]


def test_without_a_draft_nothing_is_published(app: Flask, factory: Factory, now: datetime) -> None:
    event = Event(factory)
    with pytest.raises(InvalidInputError, match="run the solver first"):
        event.publish(now)
    assert event.edition.live_change_number == 0
