"""The organisers' pages are for the edition's team, and for nobody else."""

import pytest
from flask.testing import FlaskClient

from app.domain.states import StaffRole
from tests.factory import Factory
from tests.web.organiser.conftest import Organiser

PAGES = [
    "",
    "settings/",
    "phase/",
    "times/",
    "places/",
    "hubs/",
    "hubs/new",
    "exhibitors/",
    "programme/",
    "people/",
    "demand/",
    "runs/",
    "board/",
    "publish/",
    "prints/",
    "team/",
]
POSTS = [
    "settings/",
    "phase/",
    "times/",
    "times/remove",
    "places/rooms",
    "places/rooms/hall/tables",
    "places/rooms/hall/tables/remove",
    "places/rooms/hall/remove",
    "places/online",
    "hubs/",
    "hubs/new",
    "hubs/hub/table/remove",
    "hubs/hub/remove",
    "exhibitors/",
    "exhibitors/remove",
    "programme/",
    "programme/item",
    "programme/item/remove",
    "people/",
    "runs/",
    "runs/run/stop",
    "publish/",
    "publish/discard",
    "prints/new",
    "prints/job/stop",
    "team/",
    "team/1",
    "team/1/remove",
]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_an_empty_edition_opens_for_its_organiser(
    organiser: Organiser, page: str
) -> None:
    text = organiser.sees(page)
    assert '<nav class="organiser-nav' in text


def test_others_do_not_learn_that_there_is_such_an_edition(
    browser: FlaskClient, factory: Factory
) -> None:
    edition = factory.edition()
    strangers = [
        factory.account(),
        factory.organiser(factory.edition()),
    ]
    for account in strangers:
        factory.sign_in(browser, account)
        for page in PAGES:
            assert browser.get(f"/organiser/e/{edition.slug}/{page}").status_code == 404, page
        for page in POSTS:
            assert browser.post(f"/organiser/e/{edition.slug}/{page}").status_code == 404, page
        browser.post("/account/sign-out")


def test_a_visitor_is_sent_to_sign_in(browser: FlaskClient, factory: Factory) -> None:
    edition = factory.edition()
    addresses = [
        "/organiser/",
        "/organiser/new",
        *(f"/organiser/e/{edition.slug}/{p}" for p in PAGES),
    ]
    for address in addresses:
        answer = browser.get(address)
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/account/sign-in")
    for page in POSTS:
        assert browser.post(f"/organiser/e/{edition.slug}/{page}").status_code == 303


def test_who_organises_nothing_has_no_organisers_page(
    browser: FlaskClient, factory: Factory
) -> None:
    factory.sign_in(browser, factory.account())
    for address in ("/organiser/", "/organiser/new"):
        assert browser.get(address).status_code == 404
    assert browser.post("/organiser/new").status_code == 404


def test_an_editor_makes_no_edition(browser: FlaskClient, factory: Factory) -> None:
    factory.sign_in(browser, factory.organiser(factory.edition(), StaffRole.EDITOR))
    assert browser.get("/organiser/").status_code == 200
    assert browser.get("/organiser/new").status_code == 403
    assert browser.post("/organiser/new").status_code == 403
