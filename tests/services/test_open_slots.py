"""Booking a time at a stand at once, and giving it back."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from app.domain.states import (
    CalendarChoice,
    EditionState,
    OpenSlotState,
    RegistrationState,
    RequestOrigin,
    RequestState,
)
from app.extensions import db
from app.models import Meeting, MeetingRequest, Occupied, OpenSlot, OutgoingMail, Registration
from app.services import availability, open_slots
from app.services.build_instance import build_instance
from app.services.open_slot_times import offers_for
from app.services.open_slots import JustTakenError
from app.services.own_meetings import own_meetings
from tests.factory import Factory
from tests.services.gathering import Gathering


def book(visitor: Registration, slot: OpenSlot, now: datetime, topic: str = "") -> Meeting:
    return open_slots.book_open_slot(visitor, slot.public_id, topic=topic, now=now)


def test_a_booked_time_is_a_meeting_at_once_and_a_pin_for_the_solver(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor("S1")
    visitor = event.company()
    offered = event.offer(host, 2)
    meeting = book(visitor, offered, now, "A robot arm")
    request = meeting.request
    assert (request.state, request.origin, request.topic, request.to_registration_id) == (
        RequestState.ACCEPTED,
        RequestOrigin.BOOKED,
        "A robot arm",
        host.id,
    )
    assert (offered.state, offered.request_id) == (OpenSlotState.BOOKED, request.id)
    (pinned,) = build_instance(event.edition).requests
    assert pinned.pinned is not None
    assert (pinned.pinned.slot, pinned.pinned.table, pinned.pinned.participants) == (
        "A3",
        "S1",
        (visitor.public_id, host.public_id),
    )
    (mine,) = own_meetings(visitor)
    assert (mine.partner, mine.place, mine.booking) == (host.name, "S1", offered.public_id)


def test_an_open_time_is_left_alone_by_the_solver(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor()
    event.offer(host, 2)
    (person,) = build_instance(event.edition).participants
    assert person.unavailable == ("A3",)


def test_who_comes_too_late_hears_of_the_nearest_free_times(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor("S1")
    (other,) = event.exhibitor("S2")
    gone, late, early = event.offer(host, 1), event.offer(host, 3), event.offer(host, 0)
    event.offer(other, 1)
    book(event.company(), gone, now)
    with pytest.raises(JustTakenError) as caught:
        book(event.company(), gone, now)
    # A2 is gone; A1 is 25 minutes away, A4 50. Another exhibitor's A2 is no answer to it.
    assert [time.public_id for time in caught.value.alternatives] == [
        early.public_id,
        late.public_id,
    ]
    assert caught.value.message == (
        "That time has just been taken. Still free: Tue 10:00, Tue 11:15."
    )


def test_where_the_exhibitor_has_no_other_time_others_are_named(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    (host,), (other,) = event.exhibitor("S1"), event.exhibitor("S2")
    gone, near = event.offer(host, 1), event.offer(other, 2)
    book(event.company(), gone, now)
    with pytest.raises(JustTakenError) as caught:
        book(event.company(), gone, now)
    assert [time.public_id for time in caught.value.alternatives] == [near.public_id]


def test_a_closed_time_is_gone_and_said_so(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor()
    offered = event.offer(host, 0)
    offered.state = OpenSlotState.CLOSED
    db.session.commit()
    with pytest.raises(JustTakenError, match=r"^That time has just been taken\.$"):
        book(event.company(), offered, now)


@pytest.mark.parametrize(
    ("state", "may_book"),
    [
        (EditionState.REGISTRATION_OPEN, False),
        (EditionState.BOOKING_OPEN, True),
        (EditionState.SCHEDULED, True),
        (EditionState.FINAL, False),
    ],
)
def test_times_are_booked_while_the_edition_takes_bookings(
    app: Flask, factory: Factory, now: datetime, state: EditionState, may_book: bool
) -> None:
    event = Gathering(factory, state=state)
    (host,) = event.exhibitor()
    offered = event.offer(host, 0)
    if may_book:
        assert book(event.company(), offered, now)
    else:
        with pytest.raises(ForbiddenError, match="cannot be booked now"):
            book(event.company(), offered, now)


def test_who_may_not_book(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    host, colleague = event.exhibitor(people=2)
    offered = event.offer(host, 0)
    waiting, quiet = event.company(), event.company()
    waiting.state = RegistrationState.SUBMITTED
    quiet.wants_meetings = False
    db.session.commit()
    for person, words in (
        (waiting, "approved your registration"),
        (quiet, "want no meetings"),
        (colleague, "own organisation"),
    ):
        with pytest.raises(ForbiddenError, match=words):
            book(person, offered, now)
    with pytest.raises(NotFoundError):
        open_slots.book_open_slot(event.company(), "nosuchtime", now=now)
    with pytest.raises(NotFoundError):  # another edition's time
        book(Gathering(factory).company(), offered, now)


def test_nobody_books_beyond_the_most_meetings(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory, max_meetings=1)
    (host,), (other,) = event.exhibitor("S1"), event.exhibitor("S2")
    visitor = event.company()
    book(visitor, event.offer(host, 0), now)
    second = event.offer(other, 1)
    with pytest.raises(ForbiddenError, match="You have 1 meetings, which is the most"):
        book(visitor, second, now)
    visitor.max_meetings = 2  # their own limit goes before the edition's
    db.session.commit()
    assert book(visitor, second, now)


def test_a_time_that_does_not_suit_is_refused_with_the_reason(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    (host,), (other,) = event.exhibitor("S1"), event.exhibitor("S2")
    visitor = event.company()
    event.talk(visitor, 0, "Bending")
    availability.change(visitor, frozenset({"A1", "A3", "A4"}), wants_meetings=True)
    book(visitor, event.offer(host, 2), now)
    for slot, words in (
        (0, "You present “Bending” then."),
        (1, "You marked this time as not free."),
        (2, f"You meet {host.organisation.name} then."),
    ):
        offered = event.offer(other, slot)
        with pytest.raises(ConflictError) as caught:
            book(visitor, offered, now)
        assert caught.value.message == words
    shown = [time.why_not for offer in offers_for(visitor) for time in offer.times]
    assert shown == [
        "You present “Bending” then.",
        "You marked this time as not free.",
        f"You meet {host.organisation.name} then.",
    ]


def test_a_time_that_has_passed_or_lost_its_person_is_refused(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor()
    offered = event.offer(host, 0)
    visitor = event.company()
    with pytest.raises(ConflictError, match="This time has passed"):
        book(visitor, offered, event.slots[0].starts_at)
    host.state = RegistrationState.CANCELLED
    db.session.commit()
    with pytest.raises(ConflictError, match="does not take part any more"):
        book(visitor, offered, now)
    assert offers_for(visitor) == ()


def test_the_topic_is_optional_and_short(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor()
    with pytest.raises(InvalidInputError):
        book(event.company(), event.offer(host, 0), now, "x" * 201)


def test_a_request_that_was_sent_becomes_the_booking(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor()
    visitor = event.company()
    asked = event.ask(visitor, host, topic="Welding")
    meeting = book(visitor, event.offer(host, 0), now)
    assert (meeting.request_id, meeting.request.state, meeting.request.topic) == (
        asked.id,
        RequestState.ACCEPTED,
        "Welding",
    )


def test_one_meeting_for_two_organisations(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor()
    visitor = event.company()
    colleague = factory.registration(event.edition, visitor.organisation)
    book(visitor, event.offer(host, 0), now)
    for person, slot in ((visitor, 1), (colleague, 2)):
        offered = event.offer(host, slot)
        with pytest.raises(ConflictError, match="have a living request already"):
            book(person, offered, now)
        assert offered.state is OpenSlotState.OPEN


def test_a_table_without_a_free_desk_cannot_be_booked_twice(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    one, two = event.exhibitor(people=2, desks=1)
    first, second = event.offer(one, 0), event.offer(two, 0)
    book(event.company(), first, now)
    with pytest.raises(JustTakenError):
        book(event.company(), second, now)
    assert second.state is OpenSlotState.OPEN


def test_a_visitor_gives_the_time_back_for_others(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor()
    visitor, other = event.company(), event.company()
    offered = event.offer(host, 0)
    meeting = book(visitor, offered, now)
    assert open_slots.cancel_booking(visitor, offered.public_id, now=now) == host.organisation.name
    assert (offered.state, offered.request_id) == (OpenSlotState.OPEN, None)
    assert meeting.request.state is RequestState.WITHDRAWN
    assert db.session.scalar(select(func.count()).select_from(Occupied)) == 0
    assert own_meetings(visitor) == ()
    assert book(other, offered, now)


def test_an_exhibitor_cancels_and_the_time_is_closed(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    host, colleague = event.exhibitor(people=2)
    visitor = event.company()
    offered = event.offer(host, 0)
    meeting = book(visitor, offered, now)
    name = open_slots.cancel_booking(colleague, offered.public_id, now=now)
    assert name == visitor.organisation.name
    assert offered.state is OpenSlotState.CLOSED
    assert meeting.request.state is RequestState.DECLINED


def test_only_its_two_sides_cancel_a_booking(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    host, waiting = event.exhibitor(people=2)
    waiting.state = RegistrationState.SUBMITTED
    db.session.commit()
    visitor = event.company()
    offered = event.offer(host, 0)
    with pytest.raises(NotFoundError):  # not booked
        open_slots.cancel_booking(visitor, offered.public_id, now=now)
    book(visitor, offered, now)
    for person in (event.company(), waiting):
        with pytest.raises(NotFoundError):
            open_slots.cancel_booking(person, offered.public_id, now=now)
    event.edition.state = EditionState.FINAL
    db.session.commit()
    with pytest.raises(ForbiddenError, match="ask the organisers"):
        open_slots.cancel_booking(visitor, offered.public_id, now=now)
    assert db.session.scalar(select(MeetingRequest.state)) is RequestState.ACCEPTED


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_who_takes_the_feed_is_told_by_letter_of_a_cancelled_booking(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    (host,), visitor = event.exhibitor(), event.company()
    host.calendar_choice = CalendarChoice.FEED
    db.session.commit()
    offered = event.offer(host, 0)
    book(visitor, offered, now)
    open_slots.cancel_booking(visitor, offered.public_id, now=now)
    told = select(OutgoingMail.registration_id).where(
        OutgoingMail.kind == "request.meeting-cancelled"
    )
    assert db.session.scalars(told).all() == [host.id]


def test_a_name_is_shown_only_where_its_person_agreed(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    host, quiet = event.exhibitor(people=2, desks=2)
    event.list_in_directory(host)
    event.offer(host, 0)
    event.offer(quiet, 1)
    visitor = event.company()
    (offer,) = offers_for(visitor)
    assert [time.person for time in offer.times] == [host.name, ""]
    assert offer.shows == "A robot arm"
    visitor.state = RegistrationState.SUBMITTED
    db.session.commit()
    assert [time.person for time in offers_for(visitor)[0].times] == ["", ""]
    assert offers_for(visitor, "somebody-else") == ()
