"""Every route states who may call it, and what is stated holds at each request."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from app.domain.permissions import Permission
from app.domain.states import EditionState, RegistrationState, StaffRole
from app.extensions import db
from app.models import Staff
from app.web.access import loads, organised_edition, own_registration, policy_of
from tests.factory import Factory

FILES = {"static", "bootstrap.static"}


@pytest.fixture
def engine_name() -> str:
    """Pages look the same on both engines."""
    return "sqlite"


def test_every_route_states_its_policy(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - FILES
    assert {name for name in endpoints if policy_of(name) is None} == set()


def test_a_permission_belongs_to_a_loader_of_the_team() -> None:
    with pytest.raises(TypeError, match="organised_edition"):
        loads(organised_edition)
    with pytest.raises(TypeError, match="own_registration"):
        loads(own_registration, Permission.READ)


def test_a_role_ends_at_once_while_signed_in(browser: FlaskClient, factory: Factory) -> None:
    edition = factory.edition()
    factory.sign_in(browser, factory.organiser(edition, StaffRole.EDITOR))
    address = f"/organiser/e/{edition.slug}/settings/"
    assert browser.get(address).status_code == 200
    db.session.execute(update(Staff).values(role=StaffRole.READER))
    db.session.commit()
    assert browser.get(address).status_code == 403
    db.session.execute(delete(Staff))
    db.session.commit()
    assert browser.get(address).status_code == 404


def test_a_hidden_edition_answers_as_one_that_is_not_there(
    browser: FlaskClient, factory: Factory
) -> None:
    factory.edition(slug="hidden", state=EditionState.DRAFT)
    factory.sign_in(browser, factory.organiser(factory.edition()))
    for address in ("/e/{}/", "/e/{}/me", "/organiser/e/{}/", "/organiser/e/{}/people/"):
        hidden, missing = (browser.get(address.format(slug)) for slug in ("hidden", "nowhere"))
        assert (hidden.status_code, missing.status_code) == (404, 404)
        chance = r"request: \w+|name=\"csrf_token\" value=\"[^\"]*\""
        texts = [re.sub(chance, "", one.text) for one in (hidden, missing)]
        assert texts[0] == texts[1].replace("nowhere", "hidden")


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (StaffRole.SUPPORTING, "Overview Phase People Solver Board"),
        (StaffRole.DESK, "Overview Phase Desk Solver Board"),
        (StaffRole.READER, "Overview Phase Demand Solver Board"),
    ],
)
def test_no_link_leads_where_a_role_may_not_go(
    browser: FlaskClient, factory: Factory, role: StaffRole, pages: str
) -> None:
    edition = factory.edition()
    factory.registration(edition, state=RegistrationState.SUBMITTED)
    factory.sign_in(browser, factory.organiser(edition, role))
    top = f"/organiser/e/{edition.slug}/"
    text = browser.get(top).text
    shown = re.search(r'<nav class="organiser-nav.*?</nav>', text, re.DOTALL)
    assert shown
    assert re.findall(r"<a [^>]*>([^<]*)</a>", shown[0]) == pages.split()
    for address in (top, "/organiser/", f"{top}phase/", f"{top}runs/", f"{top}board/"):
        links = set(re.findall(r'(?:href|action)="(/[^"#]*)"', browser.get(address).text))
        refused = [link for link in links if browser.get(link).status_code == 403]
        assert refused == [], address
