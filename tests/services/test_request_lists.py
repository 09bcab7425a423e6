"""One person's requests by what is to be done with them."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from app.domain.states import Level, RegistrationState
from app.extensions import db
from app.services import open_slots
from app.services.request_lists import RequestLists, lists_of, views_of
from tests.factory import Factory
from tests.services.gathering import Gathering


def test_requests_are_sorted_by_what_is_to_be_done(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    hub = event.hub("Basque DIH")
    people = [event.company() for _ in range(6)]
    for person, state in zip(
        people, ["pending", "accepted", "declined", "withdrawn", "expired", "void"], strict=True
    ):
        event.ask(person, hub, state=state)
    other = event.company()
    event.ask(hub, other)
    lists = lists_of(hub)
    found = [
        [view.organisation for view in group]
        for group in (lists.to_answer, lists.sent, lists.accepted)
    ]
    assert found == [
        [people[0].organisation.name],
        [other.organisation.name],
        [people[1].organisation.name],
    ]
    assert sorted(view.state.value for view in lists.over) == [
        "declined",
        "expired",
        "void",
        "withdrawn",
    ]
    assert [view.organisation for view in views_of(hub, other.organisation_id)] == [
        other.organisation.name
    ]


def test_each_side_sees_the_other_and_its_own_level(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    hub, company = event.hub("Basque DIH"), event.company()
    event.ask(company, hub, topic="Robots", from_level=Level.TOP, match_score=77)
    (mine,), (theirs,) = views_of(company), views_of(hub)
    assert (mine.organisation, mine.person, mine.is_incoming, mine.is_own) == (
        "Basque DIH",
        "",  # whoever of them
        False,
        True,
    )
    assert (mine.own_level, mine.level, mine.match_score) == (Level.TOP, Level.LIKE, 77)
    assert (theirs.person, theirs.is_incoming, theirs.level, theirs.own_level) == (
        company.name,
        True,
        Level.TOP,
        Level.LIKE,
    )


def test_a_colleagues_request_is_seen_as_such(app: Flask, factory: Factory) -> None:
    event = Gathering(factory)
    hub, company = event.hub(), event.company()
    colleague = factory.registration(event.edition, company.organisation)
    factory.request(company, hub, state="pending")
    (seen,) = views_of(colleague)
    assert (seen.colleague, seen.is_own, seen.person) == (company.name, False, hub.name)


def test_who_is_not_approved_sees_no_request_of_the_organisation(
    app: Flask, factory: Factory
) -> None:
    event = Gathering(factory)
    hub, company = event.hub(), event.company()
    joiner = factory.registration(
        event.edition, hub.organisation, state=RegistrationState.SUBMITTED
    )
    event.ask(company, hub)
    assert lists_of(joiner) == RequestLists()


def test_top_wishes_come_first_then_the_better_match_then_the_older(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    hub = event.hub()
    asked: dict[str, dict[str, Any]] = {
        "older": {"match_score": 50, "created_at": now - timedelta(days=1)},
        "newer": {"match_score": 50},
        "better": {"match_score": 60},
        "top": {"match_score": 10, "from_level": Level.TOP},
    }
    for topic, values in reversed(asked.items()):
        event.ask(event.company(), hub, topic=topic, **values)
    topics = [view.topic for view in lists_of(hub).to_answer]
    assert topics == ["top", "better", "older", "newer"]


def test_a_booked_meeting_shows_when_and_where(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor("S3")
    visitor = event.company()
    offered = event.offer(host, 1)
    open_slots.book_open_slot(visitor, offered.public_id, now=now)
    (view,) = lists_of(visitor).accepted
    assert view.meeting is not None
    assert (view.meeting.starts_at, view.meeting.room, view.meeting.table) == (
        event.slots[1].starts_at,
        "Hall",
        "S3",
    )
    assert view.meeting.booking == offered.public_id
    open_slots.cancel_booking(visitor, offered.public_id, now=now)
    (over,) = lists_of(visitor).over
    assert over.meeting is None
    db.session.commit()
