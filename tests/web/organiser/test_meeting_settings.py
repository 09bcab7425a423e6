"""How requests work, as an organiser sets it: faults, the matrix in words, what a change means."""

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.states import Part, RequestMode, SchedulingMode
from app.extensions import db
from app.models import Edition
from tests.factory import Factory
from tests.services.gathering import Gathering
from tests.web.organiser.conftest import Organiser

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])

ALL = [f"{asking.value}/{asked.value}" for asking in Part for asked in Part]
TYPED: dict[str, Any] = {
    "request_quota": "7",
    "hub_request_quota": "0",
    "request_expiry_days": "3",
    "answers_due_on": "2027-05-10",
    "request_mode": "approval",
    "scheduling_mode": "solver_first",
    "ask": ALL,
}


def stored(event: Gathering) -> Edition:
    db.session.rollback()
    return db.session.get_one(Edition, event.edition.id, populate_existing=True)


def test_the_settings_are_stored_and_the_matrix_is_told_in_words(
    factory: Factory, organise: Callable[[Edition], Organiser]
) -> None:
    event = Gathering(factory)
    event.company()
    event.hub()
    organiser = organise(event.edition)
    ticks = [one for one in ALL if not one.startswith("sme/")] + ["sme/hub"]
    page = organiser.gets("meetings/", **TYPED | {"ask": ticks})
    assert "SMEs may ask hubs." in page
    edition = stored(event)
    assert (edition.request_quota, edition.hub_request_quota) == (7, 0)
    assert (edition.request_expiry_days, str(edition.answers_due_on)) == (3, "2027-05-10")
    assert (edition.ask_matrix, edition.delegation_allowed) == ({"sme": ["hub"]}, False)
    # One hub and one SME are there: an SME may ask the hub only, a hub both.
    assert "They could ask 1 organisation " in organiser.sees("meetings/?as=sme")
    assert "They could ask 2 organisations " in organiser.sees("meetings/?as=hub")


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    factory: Factory, organise: Callable[[Edition], Organiser]
) -> None:
    event = Gathering(factory)
    organiser = organise(event.edition)
    wrong = {"request_quota": "many", "request_expiry_days": "0", "answers_due_on": "2027-06-01"}
    page = organiser.gets("meetings/", 422, **TYPED | wrong | {"ask": ["sme/hub"]})
    assert "from 1 to 100" in page
    assert "from 1 to 60" in page
    assert "after the last day of the event" in page
    assert page.count(" checked") >= 3  # two modes and the one tick
    assert stored(event).request_quota == 8


def test_changing_a_mode_under_requests_needs_to_be_meant(
    factory: Factory, organise: Callable[[Edition], Organiser]
) -> None:
    event = Gathering(factory)
    organiser = organise(event.edition)
    other = TYPED | {"request_mode": "automatic", "scheduling_mode": "acceptor"}
    organiser.gets("meetings/", **other)  # nobody has asked yet
    assert stored(event).request_mode is RequestMode.AUTOMATIC
    event.ask(event.company(), event.hub())
    page = organiser.gets("meetings/", 422, **TYPED)
    assert "1 request waits for an answer" in page
    assert stored(event).scheduling_mode is SchedulingMode.ACCEPTOR
    organiser.gets("meetings/", **TYPED | {"is_sure": "y"})
    edition = stored(event)
    assert (edition.request_mode, edition.scheduling_mode) == (
        RequestMode.APPROVAL,
        SchedulingMode.SOLVER_FIRST,
    )
