"""Demand in figures, who is stuck where, and how much could be held."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from app.domain.states import RequestState
from app.services.demand import demand
from app.services.demand_figures import demand_figures
from app.services.forecast import Remedy, forecast
from app.services.segments import Segment, stuck_people
from tests.factory import Factory
from tests.services.gathering import Gathering

DAY = timedelta(days=1)


@pytest.fixture
def scene(factory: Factory) -> Gathering:
    return Gathering(factory)


def test_requests_are_counted_by_day_age_and_answer(
    app: Flask, scene: Gathering, factory: Factory, now: datetime
) -> None:
    hub = scene.hub("Silent hub")
    for state, age in (
        (RequestState.ACCEPTED, 4 * DAY),
        (RequestState.DECLINED, 4 * DAY),
        (RequestState.ACCEPTED, 2 * DAY),
        (RequestState.WITHDRAWN, 2 * DAY),
        (RequestState.PENDING, 5 * DAY),
        (RequestState.PENDING, 3 * DAY),
        (RequestState.PENDING, DAY - timedelta(hours=1)),
    ):
        factory.request(scene.company(), hub, state=state, created_at=now - age)
    found = demand_figures(scene.edition, now=now)
    # Three answers of seven requests, two of them a yes: 42 and 66 of a hundred.
    assert (found.sent, found.answered_percent, found.accepted_percent) == (7, 42, 66)
    # NOW is Monday 1 March 2027, 10:00 in Warsaw; 23 hours before it was Sunday 11:00.
    assert found.days == (
        (date(2027, 2, 24), 1),
        (date(2027, 2, 25), 2),
        (date(2027, 2, 26), 1),
        (date(2027, 2, 27), 2),
        (date(2027, 2, 28), 1),
    )
    assert found.ages == (1, 0, 1, 1)
    assert found.silent == (("Silent hub", 2),)


def test_people_are_found_where_they_are_stuck(
    app: Flask, scene: Gathering, factory: Factory, now: datetime
) -> None:
    full = {"text": "We build robots.", "technologies": {"robotics": 3}}
    hub = scene.hub("Silent hub", **full, services={"training": 3})
    asks, lonely = scene.company(**full, functions={"advice": 3}), scene.company()
    liked = scene.company(**full, functions={"advice": 3})
    factory.request(asks, hub, state=RequestState.PENDING, created_at=now - 3 * DAY)
    factory.request(liked, hub, created_at=now)
    factory.registration(scene.edition, hub.organisation, wants_meetings=False)
    found = stuck_people(scene.edition, now=now)
    ids = {segment: [one.id for one in found.people[segment]] for segment in Segment}
    assert ids == {
        Segment.SILENT: [hub.id],
        Segment.NO_REQUEST: [lonely.id],
        Segment.NONE_ACCEPTED: [asks.id],
        Segment.NO_TIME: [],
        Segment.NO_PROFILE: [lonely.id],
    }


def test_a_forecast_says_what_would_help(app: Flask, scene: Gathering, factory: Factory) -> None:
    hub = scene.hub("Asked hub")
    for state in [RequestState.ACCEPTED] * 3 + [RequestState.PENDING] * 3:
        factory.request(scene.company(), hub.organisation, state=state)
    hubs = demand(scene.edition).hubs
    found = forecast(scene.edition, hubs)
    assert found is not None
    # One person of the hub has four slots; there are two tables, so 8 at most. A colleague
    # lets the other two be held; more tables or no limits help nobody.
    assert (found.wishes, found.most, found.percent) == (6, 4, 66)
    assert found.remedies == (Remedy("colleague", "Asked hub", 2),)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_without_times_nothing_is_forecast(app: Flask, factory: Factory) -> None:
    assert forecast(factory.edition(), ()) is None
