"""The organiser's pages around the schedule: run, result, board, demand, publish."""

import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.states import EditionState, VersionKind
from app.models import Attendance, Edition, Meeting, ScheduleVersion, SolveRun
from app.services import solve_runs
from app.services.publication_preview import Line, PersonChange, preview
from tests.factory import Factory
from tests.services.test_run_pages import Event

PAGES = ("runs/", "board/", "demand/", "publish/")


@pytest.fixture
def event(factory: Factory, client: FlaskClient) -> Event:
    """An event whose organiser is signed in."""
    made = Event(factory)
    made.edition.state = EditionState.BOOKING_CLOSED
    factory.add(made.edition)
    factory.sign_in(client, factory.organiser(made.edition))
    return made


def _address(edition: Edition, page: str) -> str:
    return f"/organiser/e/{edition.slug}/{page}"


def _draft(factory: Factory, event: Event) -> ScheduleVersion:
    """Alpha meets the hub in A1 at table 1."""
    room = event.edition.rooms[0]
    return factory.add(
        ScheduleVersion(
            edition_id=event.edition.id,
            kind=VersionKind.DRAFT,
            created_at=factory.now,
            meetings=[
                Meeting(
                    request_id=event.requests[0].id,
                    slot_id=event.edition.blocks[0].slots[0].id,
                    place_id=room.places[0].id,
                    changed_at=factory.now,
                    attendances=[
                        Attendance(registration_id=event.visitors[0].id),
                        Attendance(registration_id=event.delegate.id),
                    ],
                )
            ],
        )
    )


@pytest.mark.parametrize("page", PAGES)
def test_strangers_and_other_organisers_learn_nothing(
    client: FlaskClient, factory: Factory, page: str
) -> None:
    edition = Event(factory).edition
    answer = client.get(_address(edition, page))
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/account/sign-in")
    factory.sign_in(client, factory.organiser(factory.edition()))
    assert client.get(_address(edition, page)).status_code == 404
    assert client.get(_address(edition, "runs/x")).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_an_empty_state(client: FlaskClient, factory: Factory, page: str) -> None:
    edition = factory.edition()
    factory.sign_in(client, factory.organiser(edition))
    assert client.get(_address(edition, page)).status_code == 200


def test_starting_following_and_stopping_a_run(client: FlaskClient, event: Event) -> None:
    answer = client.post(_address(event.edition, "runs/"), data={"seconds": "30"})
    assert answer.status_code == 303
    page = client.get(answer.location).get_data(as_text=True)
    assert "Waiting for a free worker." in page
    assert '<noscript><meta http-equiv="refresh"' in page
    fragment = client.get(answer.location, headers={"X-Fragment": "1"}).get_data(as_text=True)
    assert "<html" not in fragment
    assert "Waiting for a free worker." in fragment
    assert client.post(f"{answer.location}/stop").status_code == 303
    run = solve_runs.latest(event.edition)
    assert isinstance(run, SolveRun)
    assert run.settings["seconds"] == 30.0
    assert "Stopped before it began." in client.get(answer.location).get_data(as_text=True)


@pytest.mark.parametrize("seconds", ["0", "3601", "", "soon"])
def test_a_bad_number_is_refused_beside_its_field(
    client: FlaskClient, event: Event, seconds: str
) -> None:
    answer = client.post(_address(event.edition, "runs/"), data={"seconds": seconds})
    assert answer.status_code == 422
    assert "Type a whole number of seconds from 1 to 3600." in answer.get_data(as_text=True)
    assert solve_runs.history(event.edition) == []


def test_a_second_run_at_a_time_is_refused(client: FlaskClient, event: Event) -> None:
    client.post(_address(event.edition, "runs/"), data={"seconds": "30"})
    answer = client.post(_address(event.edition, "runs/"), data={"seconds": "30"})
    assert answer.status_code == 409
    assert solve_runs.ALREADY in answer.get_data(as_text=True)


def test_the_result_page(client: FlaskClient, event: Event) -> None:
    run = event.run(event.answer())
    page = client.get(_address(event.edition, f"runs/{run.public_id}/result"))
    text = re.sub(r"\s+", " ", page.get_data(as_text=True))
    assert "1 of 2 requests scheduled" in text
    assert "Proved optimal" in text
    assert "Delegate 1 of Beta (Beta) → Hub One" in text


def test_the_board_shows_the_draft_and_then_what_is_live(
    client: FlaskClient, factory: Factory, event: Event
) -> None:
    _draft(factory, event)
    page = client.get(_address(event.edition, "board/")).get_data(as_text=True)
    assert "draft, seen by organisers only" in page
    assert "Alpha" in page
    assert client.post(_address(event.edition, "publish/")).status_code == 303
    page = client.get(_address(event.edition, "board/")).get_data(as_text=True)
    assert "version 1 and all changes since" in page
    assert "Alpha" in page


def test_publishing_says_what_it_did(client: FlaskClient, factory: Factory, event: Event) -> None:
    _draft(factory, event)
    page = client.get(_address(event.edition, "publish/")).get_data(as_text=True)
    assert "Publish version 1" in page
    answer = client.post(_address(event.edition, "publish/"), follow_redirects=True)
    assert "Version 1 is published: 1 new, 0 changed, 0 cancelled." in answer.get_data(as_text=True)
    again = client.post(_address(event.edition, "publish/"), follow_redirects=True)
    assert "There is no draft to publish" in again.get_data(as_text=True)


def test_the_preview_lists_changes_person_by_person(
    app: Flask, factory: Factory, event: Event, now: datetime
) -> None:
    assert preview(event.edition, now=now) is None
    _draft(factory, event)
    found = preview(event.edition, now=now)
    assert found is not None
    assert (found.next_number, found.added, found.changed, found.cancelled) == (1, 1, 0, 0)
    # 18 May 2027 is a Tuesday; A1 begins at 08:00 UTC, 10:00 in Warsaw.
    where = "Tue 18 May 10:00, Hall, table 1"
    assert found.people == (
        PersonChange(
            "Delegate 1 of Alpha",
            "Alpha",
            (Line("Delegate 1 of Hub One (Hub One)", None, where),),
        ),
        PersonChange(
            "Delegate 1 of Hub One",
            "Hub One",
            (Line("Delegate 1 of Alpha (Alpha)", None, where),),
        ),
    )
