"""The organiser's first page, a new edition, its overview, settings and phases."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domain.states import EditionState, RegistrationState
from app.extensions import db
from app.models import Edition, Series
from tests.factory import Factory
from tests.services.published import PublishedEvent
from tests.web.organiser.conftest import Organiser, text_of

GOOD: dict[str, Any] = {
    "series": "",
    "series_name": "Hub days",
    "name": "Hub days Gdańsk 2027",
    "starts_on": "2027-05-18",
    "ends_on": "2027-05-19",
    "zone": "Europe/Warsaw",
    "city": "Gdańsk",
    "country": "PL",
    "venue": "Hall 1",
    "description": "Meet.",
    "who_may_come": "All",
    "registration_closes_on": "2027-05-01",
    "max_meetings": "6",
    "min_meetings": "1",
    "hub_max_per_block": "",
    "max_consecutive": "4",
    "request_quota": "9",
    "hub_request_quota": "0",
    "preset": "compact",
}
NUMBERS = ("max_meetings", "min_meetings", "hub_max_per_block", "max_consecutive")


def faults(text: str) -> list[str]:
    return re.findall(r'<span class="field-error" id="([a-z_]+)-error">', text)


def test_the_first_page_says_what_comes_next(browser: FlaskClient, factory: Factory) -> None:
    edition = factory.edition()
    factory.sign_in(browser, factory.organiser(edition))
    db.session.delete(edition)
    db.session.commit()
    text = text_of(browser.get("/organiser/"))
    assert "No edition yet" in text
    assert 'href="/organiser/new?series=' in text


def test_the_first_page_lists_editions(organiser: Organiser, browser: FlaskClient) -> None:
    text = text_of(browser.get("/organiser/"))
    assert f'<a href="{organiser.base}/">{organiser.edition.name}</a>' in text
    assert "requests open" in text


def test_making_an_edition(organiser: Organiser, browser: FlaskClient) -> None:
    answer = browser.post("/organiser/new", data=GOOD)
    assert (answer.status_code, answer.location) == (303, "/organiser/e/hub-days-gdansk-2027/")
    made = db.session.scalars(select(Edition).where(Edition.slug == "hub-days-gdansk-2027")).one()
    assert [getattr(made, name) for name in NUMBERS] == [6, 1, None, 4]
    assert (made.request_quota, made.hub_request_quota, made.idle_slot_price) == (9, 0, 12)
    assert str(made.registration_closes_on) == "2027-05-01"
    assert "Hub days Gdańsk 2027 is there, as a draft" in text_of(browser.get(answer.location))


def test_the_form_chooses_the_series_one_came_from(
    organiser: Organiser, browser: FlaskClient
) -> None:
    series = organiser.edition.series
    for address in (f"/organiser/new?series={series.slug}", "/organiser/new"):
        text = text_of(browser.get(address))
        assert f'<option selected value="{series.slug}">{series.name}</option>' in text
    assert '<option selected value="Europe/Brussels">Brussels</option>' in text


def test_all_faults_at_once_and_what_was_typed_is_kept(
    organiser: Organiser, browser: FlaskClient
) -> None:
    typed = {
        **GOOD,
        "series_name": "",
        "name": "<b>",
        "starts_on": "soon",
        "ends_on": "",
        "zone": "Mars",
        "registration_closes_on": "2027-13-01",
        "max_meetings": "many",
        "max_consecutive": "1.5",
    }
    answer = browser.post("/organiser/new", data=typed)
    text = text_of(answer, 422)
    assert sorted(faults(text)) == [
        "ends_on",
        "max_consecutive",
        "max_meetings",
        "registration_closes_on",
        "series_name",
        "starts_on",
        "zone",
    ]
    assert 'value="&lt;b&gt;"' in text
    assert 'value="soon"' in text
    assert 'value="many"' in text
    assert "7 things to put right" in text
    assert db.session.scalars(select(Series.name).where(Series.name == "Hub days")).all() == []


def test_the_overview_of_an_edition(
    organise: Callable[[Edition], Organiser], factory: Factory
) -> None:
    event = PublishedEvent(factory)
    factory.registration(event.edition, state=RegistrationState.SUBMITTED)
    organiser = organise(event.edition)
    text = organiser.sees("")
    assert f'<a href="{organiser.base}/people/">1 person to approve</a>' in text
    assert f'<a href="{organiser.base}/runs/">Schedule the meetings</a>' in text
    assert "4 slots" in text
    assert "room for 12 meetings" in text
    assert '<li class="is-here" aria-current="step">Requests closed</li>' in text
    assert '<a href="/organiser/e/spring/" aria-current="page">Overview</a>' in text


def test_settings_are_stored(organiser: Organiser) -> None:
    page = organiser.sees("settings/")
    assert f'value="{organiser.edition.name}"' in page
    assert 'value="2027-05-18"' in page
    assert '<input checked id="preset-0" name="preset" type="radio" value="coverage">' in page
    text = organiser.gets("settings/", **GOOD)
    assert "The settings are stored." in text
    assert 'value="Hub days Gdańsk 2027"' in text
    assert '<input checked id="preset-2" name="preset" type="radio" value="compact">' in text


def test_goals_of_ones_own_can_be_kept(
    organise: Callable[[Edition], Organiser], factory: Factory
) -> None:
    edition = factory.edition(reach=2, idle_slot_price=7)
    organiser = organise(edition)
    text = organiser.sees("settings/")
    assert '<input checked id="preset-0" name="preset" type="radio" value="keep">' in text
    organiser.gets("settings/", **{**GOOD, "preset": "keep"})
    db.session.expire_all()
    assert (edition.reach, edition.idle_slot_price) == (2, 7)


def test_bad_settings_are_refused_beside_their_fields(organiser: Organiser) -> None:
    name = organiser.edition.name
    text = organiser.gets("settings/", 422, **{**GOOD, "ends_on": "2027-05-17"})
    assert faults(text) == ["ends_on"]
    db.session.expire_all()
    assert organiser.edition.name == name


def test_a_step_to_another_phase(
    organise: Callable[[Edition], Organiser], factory: Factory
) -> None:
    edition = factory.edition(state=EditionState.DRAFT)
    organiser = organise(edition)
    page = organiser.sees("phase/")
    assert "Only the organisers see the edition." in page
    assert "There are no meeting times yet: add a block first." in page  # why not to open requests
    text = organiser.gets("phase/", state="registration_open")
    assert "The edition is now: Registration open." in text
    db.session.expire_all()
    assert edition.state is EditionState.REGISTRATION_OPEN


def test_a_step_that_is_not_sensible_yet_says_why(organiser: Organiser) -> None:
    text = organiser.gets("phase/", state="final")
    assert "From “Requests open” there is no step to “Final”." in text
    assert organiser.sends("phase/", state="beyond").status_code == 422


def test_the_end_of_an_edition(organise: Callable[[Edition], Organiser], factory: Factory) -> None:
    organiser = organise(factory.edition(state=EditionState.ARCHIVED))
    assert "this is where an edition ends" in organiser.sees("phase/")


@pytest.mark.parametrize("state", list(EditionState))
def test_every_phase_has_a_page(
    organise: Callable[[Edition], Organiser], factory: Factory, state: EditionState
) -> None:
    organiser = organise(factory.edition(state=state))
    assert organiser.sees("phase/").count("<h1>") == organiser.sees("").count("<h1>") == 1
