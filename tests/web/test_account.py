"""Signing in and out: where it leads, what is refused, what the browser's session keeps."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.extensions import db
from app.models import LoginSession
from tests.factory import PASSWORD, Factory


def send(browser: FlaskClient, **fields: str) -> tuple[int, str]:
    answer = browser.post("/account/sign-in", data={"password": PASSWORD, **fields})
    return answer.status_code, answer.headers.get("Location", "")


def test_a_wrong_password_keeps_the_address_and_shows_the_fault(
    browser: FlaskClient, factory: Factory
) -> None:
    factory.account("ada@example.org")
    answer = browser.post(
        "/account/sign-in", data={"email": "ada@example.org", "password": "something else"}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="ada@example.org"' in page
    assert page.count("The e-mail address or the password is not right.") == 2  # summary and field


def test_who_has_one_event_comes_to_its_page(browser: FlaskClient, factory: Factory) -> None:
    edition = factory.edition(slug="spring")
    factory.registration(edition, account=factory.account("ada@example.org"))
    assert send(browser, email="ada@example.org") == (303, "/e/spring/me")
    assert browser.get("/account/sign-in").headers["Location"] == "/e/spring/me"


def test_who_has_several_events_chooses(browser: FlaskClient, factory: Factory) -> None:
    account = factory.account("ada@example.org")
    for slug in ("spring", "autumn"):
        factory.registration(factory.edition(slug=slug, name=slug.title()), account=account)
    assert send(browser, email="ada@example.org") == (303, "/account/")
    page = browser.get("/account/").get_data(as_text=True)
    assert 'href="/e/spring/me">Spring</a>' in page
    assert 'href="/e/autumn/me">Autumn</a>' in page


def test_an_organiser_comes_to_the_organisers_pages(browser: FlaskClient, factory: Factory) -> None:
    organiser = factory.organiser(factory.edition())
    assert send(browser, email=organiser.email) == (303, "/organiser/")


def test_the_page_asked_for_comes_after_signing_in(browser: FlaskClient, factory: Factory) -> None:
    factory.account("ada@example.org")
    factory.edition(slug="spring")
    refused = browser.get("/e/spring/me/hubs?technology=robotics")
    assert refused.status_code == 303
    page = browser.get(refused.headers["Location"]).get_data(as_text=True)
    assert 'value="/e/spring/me/hubs?technology=robotics"' in page
    assert send(browser, email="ada@example.org", next="/e/spring/me/hubs?technology=robotics") == (
        303,
        "/e/spring/me/hubs?technology=robotics",
    )


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example", "/%2f%2fevil.example"]
)
def test_nobody_is_sent_to_another_site(
    browser: FlaskClient, factory: Factory, target: str
) -> None:
    factory.account("ada@example.org")
    assert "evil" not in browser.get("/account/sign-in", query_string={"next": target}).text
    assert send(browser, email="ada@example.org", next=target) == (303, "/account/")


def test_signing_in_starts_a_session_of_its_own(
    app: Flask, browser: FlaskClient, factory: Factory
) -> None:
    factory.account("ada@example.org")
    with browser.session_transaction() as session:
        session["planted"] = "by somebody else"
    send(browser, email="ada@example.org")
    with browser.session_transaction() as session:
        assert "planted" not in session
        first = session["_user_id"]
    send(browser, email="ada@example.org")
    with browser.session_transaction() as session:
        assert session["_user_id"] != first
    ended = db.session.scalar(
        select(func.count()).select_from(LoginSession).where(LoginSession.ended_at.is_not(None))
    )
    assert ended == 1  # the first session ended when the second began


def test_signing_out_ends_the_session_for_good(
    browser: FlaskClient, new_browser: Callable[[], FlaskClient], factory: Factory
) -> None:
    factory.sign_in(browser, factory.account())
    with browser.session_transaction() as session:
        kept = dict(session)
    assert browser.post("/account/sign-out").status_code == 303
    thief = new_browser()
    with thief.session_transaction() as session:
        session.update(kept)
    assert thief.get("/account/").status_code == 303  # sent to the sign-in page


def test_the_demo_shows_its_logins(app: Flask, browser: FlaskClient) -> None:
    folder: Path = app.config["HUBMEET_DATA"]
    row = {"role": "SME", "email": "sme@example.org", "password": "four plain words", "name": "Sam"}
    (folder / "demo-logins.json").write_text(json.dumps([row]), encoding="utf-8")
    assert "four plain words" not in browser.get("/account/sign-in").text
    app.config["DEMO"] = True
    page = browser.get("/account/sign-in").text
    assert "<code>four plain words</code>" in page
    assert "Sign in as SME" in page


def test_an_account_without_events_is_told_what_comes_here(
    browser: FlaskClient, factory: Factory
) -> None:
    factory.sign_in(browser, factory.account())
    assert "No events yet" in browser.get("/account/").text
