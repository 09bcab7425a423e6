"""The directory's pages: few statements, however many are there, and nothing stale."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from app.services.profiles import profile_of
from tests.factory import Factory
from tests.services.gathering import Gathering
from tests.web.organiser.test_queries import counted

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])

LISTS = ("hubs", "hubs?shared=1", "companies", "companies?q=organisation&shared=1")
MOST_STATEMENTS = 15


def test_a_list_needs_fifteen_statements_for_few_and_for_many(
    factory: Factory, now: datetime, browser: FlaskClient
) -> None:
    event = Gathering(factory, slug="spring")
    account = factory.account()
    mine = event.company(technologies={"robotics": 3}, text="Robots that bend steel")
    mine.account_id = account.id

    def more() -> None:
        hub = event.hub(f"Hub {len(hubs)}", technologies={"robotics": 5}, text="steel")
        hubs.append(hub)
        company = event.company(technologies={"quantum": 1})
        for person in (hub, company):
            event.list_in_directory(person)
        event.ask(company, hub)
        event.talk(hub, 0)

    def statements() -> dict[str, int]:
        found = {}
        for page in LISTS:
            browser.get(f"/e/spring/me/{page}")
            with counted() as sent:
                assert browser.get(f"/e/spring/me/{page}").status_code == 200
            found[page] = len(sent)
        return found

    hubs: list[object] = []
    more()
    factory.sign_in(browser, account)
    few = statements()
    for _ in range(4):
        more()
    assert statements() == few
    assert max(few.values()) <= MOST_STATEMENTS, few


def test_a_changed_profile_counts_at_once(
    factory: Factory, now: datetime, browser: FlaskClient
) -> None:
    """What was computed for the old words is not shown for the new ones."""
    event = Gathering(factory, slug="spring")
    account = factory.account()
    event.company(technologies={"robotics": 3}).account_id = account.id
    hub = event.hub("One hub", technologies={"robotics": 5})
    factory.sign_in(browser, account)
    page = browser.get("/e/spring/me/hubs?technology=robotics").text
    assert ("One hub" in page, "Robotics (5 of 5)" in page) == (True, True)
    profile = profile_of(event.edition.id, hub.organisation_id)
    assert profile is not None
    profile.technologies = {"robotics": 1, "quantum": 5}
    factory.add(profile)
    page = browser.get("/e/spring/me/hubs?technology=robotics").text
    assert "Robotics (only 1 of 5)" in page
    assert "One hub" not in browser.get("/e/spring/me/hubs?sector=automotive").text
