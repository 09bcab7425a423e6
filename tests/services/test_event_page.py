"""What the front page and an edition's own page show."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import Connection, event

from app.domain.states import EditionState, OrganisationKind, PlaceKind
from app.extensions import db
from app.models import Edition, Profile
from app.services.coming_editions import coming_editions, takes_registrations
from app.services.event_page import event_page
from app.services.exhibition import stands
from tests.factory import Factory

TODAY = date(2027, 3, 1)


def add_hubs(factory: Factory, edition: Edition, count: int, **technologies: int) -> None:
    for _ in range(count):
        hub = factory.organisation(OrganisationKind.HUB)
        factory.add(
            Profile(edition_id=edition.id, organisation_id=hub.id, technologies=technologies)
        )


def test_the_next_edition_comes_first_and_the_last_one_heads_the_earlier(factory: Factory) -> None:
    for slug, year in (("later", 2029), ("next", 2028), ("first", 2018), ("last", 2026)):
        day = date(year, 5, 1)
        factory.edition(slug=slug, starts_on=day, ends_on=day)

    found = coming_editions(TODAY)

    assert [card.slug for card in found.coming] == ["next", "later"]
    assert [card.slug for card in found.earlier] == ["last", "first"]


def test_an_edition_comes_until_its_last_day_is_over(factory: Factory) -> None:
    factory.edition(slug="today", starts_on=date(2027, 2, 28), ends_on=TODAY)

    assert [card.slug for card in coming_editions(TODAY).coming] == ["today"]


@pytest.mark.parametrize("state", [EditionState.DRAFT, EditionState.ARCHIVED])
def test_drafts_and_archives_are_nobodys(factory: Factory, state: EditionState) -> None:
    factory.edition(state=state)

    found = coming_editions(TODAY)

    assert (found.coming, found.earlier) == ((), ())


@pytest.mark.parametrize(
    ("closes_on", "state", "expected"),
    [
        (None, EditionState.REGISTRATION_OPEN, True),
        (date(2027, 3, 1), EditionState.BOOKING_OPEN, True),
        (date(2027, 2, 28), EditionState.BOOKING_OPEN, False),
        (None, EditionState.BOOKING_CLOSED, False),
    ],
)
def test_people_may_register_through_the_last_day(
    factory: Factory, closes_on: date | None, state: EditionState, expected: bool
) -> None:
    edition = factory.edition(registration_closes_on=closes_on, state=state)

    assert takes_registrations(edition, TODAY) is expected


def test_today_is_that_of_the_editions_zone(factory: Factory) -> None:
    edition = factory.edition(registration_closes_on=TODAY)

    # 22:59 UTC is 23:59 in Warsaw; a minute later the next day begins there
    before = event_page(edition, datetime(2027, 3, 1, 22, 59, tzinfo=UTC))
    after = event_page(edition, datetime(2027, 3, 1, 23, 0, tzinfo=UTC))

    assert (before.takes_registrations, before.days_left) == (True, 0)
    assert (after.takes_registrations, after.days_left) == (False, -1)


def test_meetings_are_told_in_slots_tables_and_minutes(factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    factory.block(edition, slots=7)
    factory.block(edition, slots=6, code="B", day=19)
    factory.room(edition, tables=3)

    meetings = event_page(edition, now).meetings

    assert (meetings.slots, meetings.tables, meetings.minutes) == (13, 3, (20,))


def test_some_hubs_are_shown_others_each_day(factory: Factory) -> None:
    edition = factory.edition()
    add_hubs(factory, edition, 12, robotics=3)
    add_hubs(factory, edition, 3)  # these say nothing

    today = event_page(edition, datetime(2027, 3, 1, tzinfo=UTC))
    tomorrow = event_page(edition, datetime(2027, 3, 2, tzinfo=UTC))

    assert (len(today.hubs), today.hub_count) == (6, 15)
    # 12 hubs in steps of 12 / 6 = 2, beginning one further the next day: no hub twice
    assert {hub.slug for hub in today.hubs} & {hub.slug for hub in tomorrow.hubs} == set()
    assert all(hub.strengths for hub in (*today.hubs, *tomorrow.hubs))


def test_stands_and_companies_tables_are_the_exhibition(factory: Factory) -> None:
    edition = factory.edition()
    room = factory.room(edition, tables=1, name="Foyer")
    company = factory.organisation(name="Egile", country="ES")
    hub = factory.organisation(OrganisationKind.HUB)
    factory.table(room, "E1", kind=PlaceKind.STAND, owner_organisation_id=company.id, shows="A")
    factory.table(room, "E2", kind=PlaceKind.STAND)  # free
    factory.table(room, "8", owner_organisation_id=company.id)
    factory.table(room, "9", owner_organisation_id=hub.id)

    found = stands(edition)

    assert [(stand.label, stand.room, stand.organisation) for stand in found] == [
        ("E1", "Foyer", "Egile"),
        ("8", "Foyer", "Egile"),
    ]


def test_more_hubs_take_no_more_queries(app: Flask, factory: Factory, now: datetime) -> None:
    edition = factory.edition()
    factory.block(edition)
    add_hubs(factory, edition, 2, robotics=5)
    few = _queries(edition, now)
    add_hubs(factory, edition, 10, robotics=5)
    for number in range(5):
        owner = factory.organisation()
        factory.table(
            factory.room(edition, tables=0, name=f"Room {number}"),
            "1",
            kind=PlaceKind.STAND,
            owner_organisation_id=owner.id,
        )

    assert _queries(edition, now) == few


def _queries(edition: Edition, now: datetime) -> int:
    db.session.expunge_all()
    db.session.add(edition)
    seen: list[str] = []

    def note(_c: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    event_page(edition, now)
    event.remove(db.engine, "before_cursor_execute", note)
    return len([statement for statement in seen if statement.startswith("SELECT")])
