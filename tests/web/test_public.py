"""The pages that everybody may read."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.clock import now_utc
from app.domain.states import EditionState, OrganisationKind, PlaceKind, RegistrationState
from app.extensions import db
from app.models import Edition, Profile
from tests.factory import Factory

PAGES = ("", "programme", "hubs", "exhibition")


def in_a_month() -> date:
    """Pages ask the real clock, so their editions lie ahead of it."""
    return now_utc().date() + timedelta(days=30)


def coming(factory: Factory, **values: object) -> Edition:
    day = in_a_month()
    return factory.edition(**({"starts_on": day, "ends_on": day} | values))


def add_hub(factory: Factory, edition: Edition, **values: object) -> str:
    """A hub of the edition; its slug."""
    hub = factory.organisation(OrganisationKind.HUB, **values)
    factory.add(
        Profile(edition_id=edition.id, organisation_id=hub.id, technologies={"robotics": 5})
    )
    return hub.slug


def heading(page: str) -> str:
    match = re.search(r"<h1[^>]*>([^<]+)</h1>", page)
    return match[1] if match else ""


def card_titles(page: str) -> list[str]:
    return re.findall(r'card-title"><a [^>]*>([^<]+)</a>', page)


def test_the_front_page_lists_what_comes_and_what_has_been(
    browser: FlaskClient, factory: Factory
) -> None:
    coming(factory, name="Next year")
    factory.edition(name="Long ago", starts_on=date(2018, 11, 26), ends_on=date(2018, 11, 27))

    page = browser.get("/").text

    assert re.findall(r'edition-title"><a [^>]*>([^<]+)</a>', page) == ["Next year", "Long ago"]
    assert "26–27 November 2018" in page


def test_the_front_page_without_editions_says_what_will_be_here(browser: FlaskClient) -> None:
    assert "No event is announced yet" in browser.get("/").text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("state", [EditionState.DRAFT, EditionState.ARCHIVED])
def test_a_draft_or_archived_edition_is_not_there(
    browser: FlaskClient, factory: Factory, page: str, state: EditionState
) -> None:
    edition = factory.edition(state=state, name="Not for you")

    answer = browser.get(f"/e/{edition.slug}/{page}")

    assert answer.status_code == 404
    assert "Not for you" not in answer.text


@pytest.mark.parametrize("page", PAGES)
def test_an_edition_just_begun_has_real_empty_states(
    browser: FlaskClient, factory: Factory, page: str
) -> None:
    edition = coming(factory, city="", country="")

    answer = browser.get(f"/e/{edition.slug}/{page}")

    assert answer.status_code == 200
    assert answer.text.count('<div class="empty">') == 1


@pytest.mark.parametrize("page", PAGES)
def test_each_page_has_one_heading_a_language_and_a_way_past_the_header(
    browser: FlaskClient, factory: Factory, page: str
) -> None:
    text = browser.get(f"/e/{coming(factory).slug}/{page}").text

    assert len(re.findall(r"<h1\b", text)) == 1
    assert '<html lang="en">' in text
    assert '<a class="skip-link" href="#main">' in text
    assert len(re.findall(r'<main id="main"', text)) == 1


def test_the_event_page_says_what_when_and_where(browser: FlaskClient, factory: Factory) -> None:
    edition = coming(
        factory,
        name="DIH 2027",
        description="Meet the hubs.",
        starts_on=date(2037, 5, 18),
        ends_on=date(2037, 5, 19),
        venue="Town hall",
        registration_closes_on=date(2037, 5, 1),
        facts=["Hubs help."],
        source_note="From an article.",
    )
    factory.block(edition)
    add_hub(factory, edition, name="Basque DIH", city="Bilbao", country="ES")
    owner = factory.organisation(name="Egile")
    factory.table(
        factory.room(edition, tables=0, name="Foyer"),
        "E1",
        kind=PlaceKind.STAND,
        owner_organisation_id=owner.id,
        shows="A robot",
    )

    page = browser.get(f"/e/{edition.slug}/").text

    assert heading(page) == "DIH 2027"
    for words in (
        "18–19 May 2037",
        "Monday 18 May 2037",
        "All times Warsaw, CEST",
        "Town hall",
        "Warsaw, Poland",
        "4 slots of 20 minutes",
        "Open until Friday 1 May 2037",
        "Meet the hubs.",
        "Basque DIH",
        "Bilbao, Spain",
        "Egile",
        "A robot",
        "Hubs help.",
        "From an article.",
    ):
        assert words in page, words


def test_a_deadline_that_is_near_is_counted_in_days(browser: FlaskClient, factory: Factory) -> None:
    today = now_utc().date()
    zone = "UTC"
    near = coming(factory, zone=zone, registration_closes_on=today + timedelta(days=1))
    last = coming(factory, zone=zone, registration_closes_on=today)
    far = coming(factory, zone=zone, registration_closes_on=today + timedelta(days=20))

    assert "1 day left" in browser.get(f"/e/{near.slug}/").text
    assert "last day is today" in browser.get(f"/e/{last.slug}/").text
    assert "days left" not in browser.get(f"/e/{far.slug}/").text


def test_a_replay_says_so_on_every_page(browser: FlaskClient, factory: Factory) -> None:
    edition = factory.edition(is_replay=True, state=EditionState.BOOKING_CLOSED)

    pages = [browser.get(f"/e/{edition.slug}/{page}").text for page in PAGES]

    assert ["<strong>Replay.</strong>" in page for page in pages] == [True] * 4
    assert "This event has taken place; its registration is closed." in pages[0]


def test_hubs_are_filtered_by_the_address_and_the_filter_is_kept(
    browser: FlaskClient, factory: Factory
) -> None:
    edition = coming(factory)
    add_hub(factory, edition, name="Basque DIH", country="ES")
    add_hub(factory, edition, name="Polish hub")

    page = browser.get(f"/e/{edition.slug}/hubs?q=basque&technology=robotics&country=ES").text

    assert card_titles(page) == ["Basque DIH"]
    assert "1 of 2 hubs: “basque”, Robotics, Spain" in page
    assert 'value="basque"' in page
    assert '<option value="ES" selected>Spain</option>' in page
    assert '<option value="robotics" selected>Robotics (2)</option>' in page


def test_a_filter_that_finds_nothing_offers_all(browser: FlaskClient, factory: Factory) -> None:
    edition = coming(factory)
    add_hub(factory, edition)

    page = browser.get(f"/e/{edition.slug}/hubs?q=nothing+like+it").text

    assert card_titles(page) == []
    assert "No hub is like that" in page


def test_hubs_come_in_pages_that_keep_the_filter(browser: FlaskClient, factory: Factory) -> None:
    edition = coming(factory)
    for number in range(51):
        add_hub(factory, edition, name=f"Hub {number:02}")

    first = browser.get(f"/e/{edition.slug}/hubs?q=hub").text
    second = browser.get(f"/e/{edition.slug}/hubs?q=hub&page=2").text

    assert len(card_titles(first)) == 50
    assert card_titles(second) == ["Hub 50"]
    assert f'rel="next" href="/e/{edition.slug}/hubs?page=2&amp;q=hub"' in first


def test_a_page_number_that_is_none_gives_the_first(browser: FlaskClient, factory: Factory) -> None:
    edition = coming(factory)
    add_hub(factory, edition, name="Only")

    assert card_titles(browser.get(f"/e/{edition.slug}/hubs?page=x").text) == ["Only"]


def test_one_hub_has_its_page(browser: FlaskClient, factory: Factory) -> None:
    edition = coming(factory)
    slug = add_hub(factory, edition, name="Basque DIH", fictional=True)

    page = browser.get(f"/e/{edition.slug}/hubs/{slug}").text

    assert heading(page) == "Basque DIH"
    assert "Robotics" in page
    assert "5 of 5" in page
    assert ">fictional</span>" in page


def test_a_hub_that_does_not_take_part_is_not_found(browser: FlaskClient, factory: Factory) -> None:
    slug = add_hub(factory, coming(factory))

    assert browser.get(f"/e/{coming(factory).slug}/hubs/{slug}").status_code == 404


def test_names_cannot_carry_markup(browser: FlaskClient, factory: Factory) -> None:
    edition = coming(factory, name="<script>alert(1)</script>")
    slug = add_hub(factory, edition, name="<img src=x onerror=alert(1)>")

    for path in (*PAGES, f"hubs/{slug}"):
        page = browser.get(f"/e/{edition.slug}/{path}").text
        assert "<script>alert" not in page
        assert "<img" not in page


def test_a_visitor_is_offered_what_everybody_may_read(
    browser: FlaskClient, factory: Factory
) -> None:
    page = browser.get(f"/e/{coming(factory).slug}/hubs").text

    assert sections(page) == ["Programme", "Hubs", "Exhibition"]
    assert current_section(page) == "Hubs"
    assert '<a href="/account/sign-in">Sign in</a>' in page


def test_a_signed_in_person_is_named_and_signs_out_by_a_form(
    browser: FlaskClient, factory: Factory
) -> None:
    edition = coming(factory)
    account = factory.account(name="Anna Nowak")
    factory.registration(edition, account=account, state=RegistrationState.APPROVED)
    factory.sign_in(browser, account)

    page = browser.get(f"/e/{edition.slug}/").text

    assert "Anna Nowak" in page
    assert '<form method="post" action="/account/sign-out">' in page
    assert 'name="csrf_token"' in page
    assert "/account/sign-in" not in page


def test_a_healthy_installation_says_so(browser: FlaskClient) -> None:
    answer = browser.get("/healthz")

    assert answer.status_code == 200
    assert answer.json == {
        "status": "ok",
        "database": True,
        "schema_current": True,
        "guarded": True,
        "mail_goes_out": False,
    }


def test_an_installation_without_its_tables_is_failing(app: Flask, browser: FlaskClient) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE alembic_version RENAME TO away")

    answer = browser.get("/healthz")

    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO alembic_version")
    assert answer.status_code == 503
    assert answer.json == {
        "status": "failing",
        "database": True,
        "schema_current": False,
        "guarded": True,
        "mail_goes_out": False,
    }


def sections(page: str) -> list[str]:
    """The labels of the edition's navigation."""
    nav = page.partition('<ul class="nav-list">')[2].partition("</ul>")[0]
    return re.findall(r"<a [^>]*>([^<]+)", nav)


def current_section(page: str) -> str:
    match = re.search(r'aria-current="page">([^<]+)</a>', page)
    return match[1] if match else ""
