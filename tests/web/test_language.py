"""The language of a page: the account's, else the browser's choice, else the browser's wish."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.extensions import db
from app.models import Account
from tests.factory import Factory

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
POLISH = {"Accept-Language": "pl-PL,pl;q=0.9,en;q=0.5"}
WORDS = {"en": "Skip to the content", "pl": "Przejdź do treści"}


def language(page: str) -> str:
    """What the page says it is written in; its words are, too."""
    found = re.search(r'<html lang="(\w+)">', page)
    assert found
    assert WORDS[found[1]] in page
    return found[1]


def test_the_browsers_wish_counts_where_there_are_words_for_it(browser: FlaskClient) -> None:
    assert language(browser.get("/").text) == "en"
    assert language(browser.get("/", headers=POLISH).text) == "pl"
    assert language(browser.get("/", headers={"Accept-Language": "xx, de;q=0.1"}).text) == "en"


def test_the_choice_of_this_browser_goes_before_its_wish(browser: FlaskClient) -> None:
    answer = browser.post("/language", data={"language": "en", "next": "/?a=1"}, headers=POLISH)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/?a=1")
    assert language(browser.get("/", headers=POLISH).text) == "en"


def test_the_choice_of_who_is_signed_in_goes_with_them(
    browser: FlaskClient, factory: Factory
) -> None:
    account = factory.account()
    factory.sign_in(browser, account)
    assert language(browser.get("/account/", headers=POLISH).text) == "en"
    browser.post("/language", data={"language": "pl"})
    assert language(browser.get("/account/").text) == "pl"
    db.session.rollback()
    assert db.session.get_one(Account, account.id, populate_existing=True).locale == "pl"
    browser.post("/account/sign-out")
    assert language(browser.get("/").text) == "pl"


def test_the_foot_offers_the_other_languages_by_their_own_names(browser: FlaskClient) -> None:
    foot = browser.get("/?page=2", headers=POLISH).text.partition("<footer")[2]
    assert '<span lang="pl" aria-current="true">Polski</span>' in foot
    assert re.findall(r'<button[^>]* lang="(\w+)">(\w+)<', foot) == [("en", "English")]
    assert 'name="next" value="/?page=2"' in foot


def test_reading_a_page_sets_no_cookie_and_says_what_it_depends_on(browser: FlaskClient) -> None:
    answer = browser.get("/", headers=POLISH)
    assert answer.headers.getlist("Set-Cookie") == []
    assert answer.headers["Cache-Control"] == "no-cache"
    assert set(answer.vary) == {"Accept-Language", "Cookie"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 400),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "https://evil.example"}, 400),
        ({"Origin": "null"}, 400),
        ({}, 303),
    ],
)
def test_no_other_site_chooses(browser: FlaskClient, headers: dict[str, str], status: int) -> None:
    answer = browser.post("/language", data={"language": "pl"}, headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize("chosen", ["", "xx", "../pl", "PL"])
def test_what_is_no_language_here_is_refused(browser: FlaskClient, chosen: str) -> None:
    assert browser.post("/language", data={"language": chosen}).status_code == 400


@pytest.mark.parametrize(
    "wanted",
    ["//evil", "/\\evil", "https:evil", "javascript:alert(1)", "/%2f%2fevil", "/a\tb", "@evil"],
)
def test_it_leads_to_no_other_site(browser: FlaskClient, wanted: str) -> None:
    answer = browser.post("/language", data={"language": "pl", "next": wanted})
    assert answer.headers["Location"] == "/"


@given(
    wanted=st.text(st.characters(exclude_characters="\0"), max_size=40)
    | st.from_regex(r"[/\\]{1,3}[a-z@:%2f.]{0,9}", fullmatch=True)
)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_stands_in_next_stays_here(app: Flask, wanted: str) -> None:
    with app.app_context():
        answer = app.test_client().post("/language", data={"language": "pl", "next": wanted})
    assert re.match(r"/(?![/\\])", answer.headers["Location"])


def test_a_faulty_page_is_in_the_readers_language_too(browser: FlaskClient) -> None:
    assert language(browser.get("/nothing-here", headers=POLISH).text) == "pl"
