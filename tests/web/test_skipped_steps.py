"""What is not due yet, or not any more, is refused and changes nothing."""

from typing import Any

import pytest
from sqlalchemy import update

from app.domain.states import EditionState, RegistrationState
from app.extensions import db
from app.models import Edition, Registration
from app.services import draft_schedule
from tests.web.world import World

REFUSED = {403, 404, 409, 422}


def put(world: World, row: type[Any], key: int, **values: Any) -> None:
    """Store the values in a row, as if other steps had been taken before."""
    with world.app.app_context(), db.session.begin():
        db.session.execute(update(row).where(row.id == key).values(**values))


def is_refused(world: World, actor: str, address: str, **form: str) -> bool:
    """Whether the form is refused in words, with all rows as they were."""
    before = world.fingerprint()
    browser = world.browser(actor)
    answer = browser.post(address, data=form)
    if answer.status_code == 303:  # an organiser's page says it at its top
        page = browser.get(answer.location).text
        return "notice-bad" in page and world.fingerprint() == before
    return answer.status_code in REFUSED and world.fingerprint() == before


@pytest.mark.parametrize(
    ("actor", "path", "form"),
    [
        ("participant", "me/organisations/{slug}/ask", {"topic": "Arms", "level": "like"}),
        ("other company", "me/book/{open_slot}", {"topic": "Arms"}),
        ("hub", "me/requests/{request_id}/accept", {}),
        ("hub", "me/requests/{request_id}/decline", {}),
        ("exhibitor", "team/slots", {"offer": "x/A4"}),
    ],
)
@pytest.mark.parametrize(
    "state",
    [RegistrationState.SUBMITTED, RegistrationState.WAITLISTED, RegistrationState.CANCELLED],
)
def test_nothing_before_the_registration_is_approved(
    world: World, actor: str, path: str, form: dict[str, str], state: RegistrationState
) -> None:
    address = f"/e/spring/{path.format(**world.own.names)}"
    person = {
        "participant": world.own.asking,
        "other company": world.own.rival,
        "hub": world.own.hub,
        "exhibitor": world.own.exhibitor,
    }[actor]
    put(world, Registration, person.id, state=state)
    assert is_refused(world, actor, address, **form)


@pytest.mark.parametrize(
    ("state", "actor", "path"),
    [
        (EditionState.REGISTRATION_OPEN, "participant", "me/organisations/{slug}/ask"),
        (EditionState.BOOKING_CLOSED, "participant", "me/organisations/{slug}/ask"),
        (EditionState.FINAL, "hub", "me/requests/{request_id}/accept"),
        (EditionState.FINAL, "hub", "me/requests/{request_id}/decline"),
        (EditionState.FINAL, "other company", "me/book/{open_slot}"),
        (EditionState.CLOSED, "other company", "me/book/{open_slot}"),
        (EditionState.CLOSED, "visitor", "register?as=sme"),
    ],
)
def test_nothing_outside_its_phase(
    world: World, state: EditionState, actor: str, path: str
) -> None:
    put(world, Edition, world.own.edition.id, state=state)
    address = f"/e/spring/{path.format(**world.own.names)}"
    assert is_refused(world, actor, address, topic="Arms", level="like")


@pytest.mark.parametrize("wanted", ["final", "running", "closed", "archived", "scheduled"])
def test_no_phase_is_left_out(world: World, wanted: str) -> None:
    """From the time of asking, a schedule comes only after its close and by publishing."""
    assert is_refused(world, "owner", "/organiser/e/spring/phase/", state=wanted)


def test_nothing_is_published_without_a_draft(world: World) -> None:
    with world.app.app_context():
        edition = db.session.get(Edition, world.own.edition.id)
        assert edition
        assert draft_schedule.discard(edition)
    assert is_refused(world, "owner", "/organiser/e/spring/publish/")


@pytest.mark.parametrize(
    "address",
    [
        "/prints/spring.pdf",
        "/static/../prints/spring.pdf",
        "/static/..%2f..%2fhubmeet.db",
        "/static/%2e%2e/%2e%2e/hubmeet.db",
        "/hubmeet.db",
        "/fonts/..%2fMETADATA",
        "/mail/",
    ],
)
def test_no_file_of_the_data_folder_has_an_address(world: World, address: str) -> None:
    for actor in ("visitor", "owner"):
        assert world.browser(actor).get(address).status_code == 404
