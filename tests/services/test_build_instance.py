"""Rows become the solver's question."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.domain.errors import InvalidInputError
from app.domain.states import (
    Level,
    OrganisationKind,
    PlaceKind,
    ProgrammeKind,
    RegistrationState,
    RequestState,
)
from app.models import OpenSlot, Place, ProgrammeItem, ProgrammePresenter, Unavailability
from app.services import live_schedule
from app.services.build_instance import build_instance, requests_without_people
from app.services.transaction import writing
from scheduling.instance import Home, Pin
from tests.factory import Factory


def test_an_edition_becomes_a_question(app: Flask, factory: Factory) -> None:
    edition = factory.edition(hub_max_per_block=6, min_meetings=2, max_consecutive=4)
    factory.block(edition, slots=2)
    room = factory.room(edition, tables=2)
    hub = factory.organisation(OrganisationKind.HUB)
    factory.table(room, "H1", owner_organisation_id=hub.id, desks=2)
    first, second = (factory.registration(edition, hub) for _ in range(2))
    visitor = factory.registration(edition)
    wish = factory.request(visitor, hub, from_level=Level.TOP, match_score=80)

    made = build_instance(edition)

    assert made.name == edition.slug
    assert [(slot.id, slot.block) for slot in made.slots] == [("A1", "A"), ("A2", "A")]
    hall, online = made.places
    assert (hall.id, hall.tables) == ("hall", ("1", "2", "H1"))
    assert dict(hall.desks) == {"1": 1, "2": 1, "H1": 2}
    assert (online.id, online.tables) == ("online", None)
    of_hub = made.participants_by_id[first.public_id]
    assert (of_hub.max_meetings, of_hub.max_per_block, of_hub.min_meetings) == (None, 6, 0)
    assert of_hub.home == Home(place="hall", table="H1")
    of_sme = made.participants_by_id[visitor.public_id]
    # The edition wants two meetings for everybody; with one wish, one is all that can be missed.
    assert (of_sme.max_meetings, of_sme.max_per_block, of_sme.min_meetings) == (5, None, 1)
    assert of_sme.max_consecutive == 4
    (request,) = made.requests
    assert request.id == wish.public_id
    assert request.sides == ((visitor.public_id,), (first.public_id, second.public_id))
    # top 3 + like 1 = 4, times 10, + 0.4 · 80 = 72.
    assert request.weight == 72
    assert request.places == ("hall",)


def test_only_accepted_requests_of_approved_people_are_asked(app: Flask, factory: Factory) -> None:
    edition = factory.edition()
    factory.block(edition)
    factory.room(edition)
    hub, visitor = factory.registration(edition), factory.registration(edition)
    waiting = factory.registration(edition, state=RegistrationState.SUBMITTED)
    factory.request(visitor, hub, state=RequestState.PENDING)
    unmet = factory.request(waiting, hub)
    made = build_instance(edition)
    assert made.requests == ()
    assert {one.id for one in made.participants} == {hub.public_id, visitor.public_id}
    assert requests_without_people(edition) == [unmet]


def test_talks_refusals_and_open_slots_are_not_available(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition = factory.edition()
    block = factory.block(edition, slots=4)
    place = factory.room(edition).places[0]
    person = factory.registration(edition)
    a1, a2, a3, a4 = block.slots
    factory.add(Unavailability(registration_id=person.id, slot_id=a1.id))
    # The talk ends five minutes into A2 and begins after A1: only A2 is hit.
    talk = factory.add(
        ProgrammeItem(
            edition_id=edition.id,
            uid="talk",
            kind=ProgrammeKind.TALK,
            title="Talk",
            starts_at=a1.ends_at,
            ends_at=a2.starts_at + timedelta(minutes=5),
            changed_at=now,
        )
    )
    factory.add(ProgrammePresenter(item_id=talk.id, registration_id=person.id))
    factory.add(
        OpenSlot(
            edition_id=edition.id,
            registration_id=person.id,
            slot_id=a4.id,
            place_id=place.id,
            created_at=now,
        )
    )
    (participant,) = build_instance(edition).participants
    assert participant.unavailable == ("A1", "A2", "A4")
    assert a3.code == "A3"


def test_a_stand_is_home_before_a_table(app: Flask, factory: Factory) -> None:
    edition = factory.edition()
    factory.block(edition)
    exhibitor = factory.registration(edition)
    owner = exhibitor.organisation_id
    factory.table(factory.room(edition), "7", owner_organisation_id=owner)
    foyer = factory.room(edition, name="Foyer", tables=0)
    factory.table(foyer, "E1", kind=PlaceKind.STAND, owner_organisation_id=owner)
    (participant,) = build_instance(edition).participants
    assert participant.home == Home(place="foyer", table="E1")


def test_a_booking_is_pinned_and_a_published_meeting_has_a_price(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition = factory.edition()
    slots = factory.block(edition).slots
    table: Place = factory.room(edition).places[0]
    hub = factory.registration(edition)
    booker, asker = factory.registration(edition), factory.registration(edition)
    booked, asked = factory.request(booker, hub), factory.request(asker, hub)
    with writing():
        live_schedule.book(
            edition, booked, slots[1], table, [booker, hub], by_account_id=None, now=now
        )
        live = live_schedule.live_version(edition, now=now)
        live_schedule.place_meeting(
            live, asked.id, slots[0], table, [hub, asker], pinned=False, now=now
        )
    made = build_instance(edition)
    assert made.requests_by_id[booked.public_id].pinned == Pin(
        slot="A2", place="hall", table="1", participants=(booker.public_id, hub.public_id)
    )
    assert made.published is not None
    (known,) = made.published.meetings
    assert (known.request, known.participants) == (
        asked.public_id,
        (asker.public_id, hub.public_id),
    )
    assert made.goals.change == 10


def test_online_requests_need_no_table(app: Flask, factory: Factory) -> None:
    edition = factory.edition()
    factory.block(edition, slots=1)
    online = factory.block(edition, slots=1, code="B", day=19)
    online.online = True
    factory.add(online)
    factory.room(edition, tables=1)
    hub, near, far = (factory.registration(edition) for _ in range(3))
    factory.request(near, hub)
    factory.request(far, hub, online=True)
    made = build_instance(edition)
    assert [(one.slots, one.places) for one in made.requests] == [
        (("A1",), ("hall",)),
        (("B1",), ("online",)),
    ]
    assert dict(made.places[0].closed) == {"B1": ("1",)}


def test_an_edition_without_slots_is_no_question(app: Flask, factory: Factory) -> None:
    with pytest.raises(InvalidInputError, match="no slots yet"):
        build_instance(factory.edition())
