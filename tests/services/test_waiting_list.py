"""Free places go down the waiting list in its order, are kept for a while, and go on."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import ConflictError
from app.domain.states import OrganisationKind, Part, RegistrationRole, RegistrationState
from app.extensions import db
from app.models import Edition, OutgoingMail, Registration
from app.services import capacity, waiting_list
from app.services.transaction import writing
from app.services.waiting_order import position_of
from tests.factory import Factory
from tests.services.at_once import at_once

HOUR = timedelta(hours=1)


def on_the_list(factory: Factory, edition: Edition, number: int) -> Registration:
    """Somebody who waits since `number` hours before now."""
    return factory.registration(
        edition,
        state=RegistrationState.WAITLISTED,
        waiting_since=factory.now - number * HOUR,
    )


def fill(edition: Edition, now: datetime) -> int:
    with writing():
        return waiting_list.fill_places(edition, now=now)


def mails() -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(OutgoingMail.recipient, OutgoingMail.kind).order_by(OutgoingMail.id)
    )
    return [(to, kind) for to, kind in rows]


def test_places_left_count_who_holds_one_by_part(factory: Factory) -> None:
    edition = factory.edition(registration_capacity=4, part_capacities={"sme": 2, "press": 1})
    factory.registration(edition)  # an SME
    factory.registration(edition, state=RegistrationState.OFFERED)  # another
    factory.registration(edition, state=RegistrationState.WAITLISTED)
    factory.registration(edition, state=RegistrationState.SUBMITTED)
    # Also of an SME, but comes to exhibit, and for the press: 4 - 4 = 0 are left of all.
    factory.registration(edition, wants_stand=True)
    assert capacity.places_left(edition, Part.SME) == 0
    assert capacity.places_left(edition, Part.HUB) == 1  # 4 - 3
    assert capacity.places_left(edition, Part.PRESS) == 1
    factory.registration(edition, role=RegistrationRole.PRESS)
    assert capacity.places_left(edition, Part.PRESS) == 0
    assert capacity.places_left(edition, Part.HUB) == 0
    assert capacity.places_left(factory.edition(), Part.SME) is None
    # Who was let in past the limits leaves nothing owing.
    factory.registration(edition, role=RegistrationRole.PRESS)
    assert capacity.places_left(edition, Part.HUB) == 0


def test_who_waits_longest_is_offered_the_place_and_a_full_part_is_passed_over(
    factory: Factory, now: datetime
) -> None:
    edition = factory.edition(registration_capacity=2, part_capacities={"hub": 0})
    hub = factory.organisation(OrganisationKind.HUB)
    last, first, full = (
        on_the_list(factory, edition, 1),
        on_the_list(factory, edition, 2),
        factory.registration(
            edition, hub, state=RegistrationState.WAITLISTED, waiting_since=now - 3 * HOUR
        ),
    )
    third = on_the_list(factory, edition, 0)
    assert [position_of(one) for one in (full, first, last, third)] == [1, 2, 3, 4]
    assert fill(edition, now) == 2
    assert [one.state.value for one in (full, first, last, third)] == [
        "waitlisted",
        "offered",
        "offered",
        "waitlisted",
    ]
    assert first.offer_expires_at == now + 48 * HOUR
    assert fill(edition, now) == 0
    assert mails() == [(one.email, "registration_offered") for one in (first, last)]


def test_an_offer_is_taken_once_and_in_time(app: Flask, factory: Factory, now: datetime) -> None:
    edition = factory.edition(registration_capacity=1)
    person = on_the_list(factory, edition, 1)
    fill(edition, now)
    key = person.id
    results = at_once(
        app, [lambda: waiting_list.accept_offer(db.session.get_one(Registration, key), now=now)] * 6
    )
    assert results == {"done": 1, "ConflictError": 5}
    db.session.refresh(person)
    assert (person.state, person.waiting_since) == (RegistrationState.APPROVED, None)
    assert [kind for _, kind in mails()] == ["registration_offered", "registration_approved"]


def test_an_offer_that_is_not_taken_goes_to_the_next(factory: Factory, now: datetime) -> None:
    edition = factory.edition(registration_capacity=1, accept_by_hours=2)
    first, second = on_the_list(factory, edition, 2), on_the_list(factory, edition, 1)
    fill(edition, now)
    assert waiting_list.expire_offers(now + 2 * HOUR - timedelta(seconds=1)) == 0
    later = now + 2 * HOUR
    with pytest.raises(ConflictError, match="is over"):
        waiting_list.accept_offer(first, now=later)
    assert waiting_list.expire_offers(later) == 1
    assert waiting_list.expire_offers(later) == 0
    db.session.refresh(first)
    db.session.refresh(second)
    assert (first.state.value, second.state.value) == ("waitlisted", "offered")
    assert position_of(first) == 1  # alone on the list now
    assert mails() == [
        (first.email, "registration_offered"),
        (first.email, "registration_offer_over"),
        (second.email, "registration_offered"),
    ]


def test_nobody_is_offered_a_place_once_the_event_has_begun(
    factory: Factory, now: datetime
) -> None:
    edition = factory.edition(registration_capacity=1)
    on_the_list(factory, edition, 1)
    # 18 May begins in Warsaw at 22:00 UTC of the 17th.
    begins = datetime.fromisoformat("2027-05-17T22:00:00+00:00")
    assert fill(edition, begins) == 0
    assert fill(edition, begins - timedelta(minutes=1)) == 1


def test_who_joins_the_list_stands_last_whatever_the_clock_says(
    factory: Factory, now: datetime
) -> None:
    edition = factory.edition()
    ahead = on_the_list(factory, edition, -1)  # another machine's clock is an hour ahead
    person = factory.registration(edition, state=RegistrationState.SUBMITTED)
    with writing():
        waiting_list.wait(person, now=now)
    assert [position_of(ahead), position_of(person)] == [1, 2]
