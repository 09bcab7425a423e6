"""The frame of every page: the navigation of who is looking."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.states import OrganisationKind, RegistrationState, StaffRole
from app.models import Edition
from app.web.site import edition_slug
from tests.factory import Factory

EVERYBODY = ["Programme", "Hubs", "Exhibition"]


def sections(browser: FlaskClient, edition: Edition) -> list[str]:
    """The labels of the edition's navigation."""
    page = browser.get(f"/e/{edition.slug}/programme").text
    nav = page.partition('<ul class="nav-list">')[2].partition("</ul>")[0]
    return re.findall(r"<a [^>]*>([^<]+?)\s*<", nav)


def sign_in(
    browser: FlaskClient, factory: Factory, edition: Edition, kind: OrganisationKind, **values: str
) -> None:
    account = factory.account()
    factory.registration(edition, factory.organisation(kind), account=account, **values)
    factory.sign_in(browser, account)


def test_a_visitor_reads_what_everybody_may(browser: FlaskClient, factory: Factory) -> None:
    assert sections(browser, factory.edition()) == EVERYBODY


def test_a_person_of_another_edition_is_a_visitor(browser: FlaskClient, factory: Factory) -> None:
    sign_in(browser, factory, factory.edition(), OrganisationKind.SME)

    assert sections(browser, factory.edition()) == EVERYBODY


def test_who_waits_for_approval_sees_their_own_page(browser: FlaskClient, factory: Factory) -> None:
    edition = factory.edition()
    sign_in(browser, factory, edition, OrganisationKind.SME, state=RegistrationState.SUBMITTED)

    assert sections(browser, edition) == [*EVERYBODY, "My page"]


def test_a_company_finds_its_requests_and_its_agenda(
    browser: FlaskClient, factory: Factory
) -> None:
    edition = factory.edition()
    sign_in(browser, factory, edition, OrganisationKind.SME)

    assert sections(browser, edition) == [*EVERYBODY, "My page", "Requests", "Agenda"]


def test_a_hub_also_finds_companies_and_its_table(browser: FlaskClient, factory: Factory) -> None:
    edition = factory.edition()
    sign_in(browser, factory, edition, OrganisationKind.HUB)

    assert sections(browser, edition) == [
        *("Programme", "Hubs", "Companies", "Exhibition"),
        *("My page", "Requests", "Agenda", "Our table"),
    ]


def test_an_organiser_finds_the_way_to_organise(
    browser: FlaskClient, factory: Factory, app: Flask
) -> None:
    edition = factory.edition()
    factory.sign_in(browser, factory.organiser(edition, StaffRole.EDITOR))

    assert sections(browser, edition) == [*EVERYBODY, "Organise"]


def test_the_page_one_is_on_is_marked_once_and_the_longest_address_wins(
    browser: FlaskClient, factory: Factory
) -> None:
    edition = factory.edition()
    sign_in(browser, factory, edition, OrganisationKind.SME)

    page = browser.get(f"/e/{edition.slug}/me/requests").text

    nav = page.partition('<ul class="nav-list">')[2].partition("</ul>")[0]
    assert re.findall(r'aria-current="page">([^<]+?)\s*<', nav) == ["Requests"]


def test_a_participant_may_ask_any_hub_but_their_own(
    browser: FlaskClient, factory: Factory
) -> None:
    edition = factory.edition()
    own, other = (factory.organisation(OrganisationKind.HUB) for _ in range(2))
    account = factory.account()
    factory.registration(edition, own, account=account)
    factory.registration(edition, other)
    factory.sign_in(browser, account)

    offered = [
        f"/e/{edition.slug}/me/organisations/{hub.slug}"
        in browser.get(f"/e/{edition.slug}/hubs/{hub.slug}").text
        for hub in (own, other)
    ]

    assert offered == [False, True]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/e/warsaw/", "warsaw"),
        ("/e/warsaw/hubs/basque", "warsaw"),
        ("/organiser/e/warsaw/runs/", "warsaw"),
        ("/organiser/", None),
        ("/e", None),
        ("/", None),
        ("/account/e/warsaw", None),
    ],
)
def test_an_address_tells_its_edition(path: str, expected: str | None) -> None:
    assert edition_slug(path) == expected
