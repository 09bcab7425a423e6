"""Every answer carries the headers that keep pages and sessions safe."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.factory import Factory

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def addresses(app: Flask, edition: str) -> dict[str, Rule]:
    """One address for each rule that answers GET; unknown parts are filled with `1`."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())]
    found = {_address(app, rule, edition): rule for rule in rules}
    return {address: found[address] for address in sorted(found)}


def _address(app: Flask, rule: Rule, edition: str) -> str:
    values = {name: edition if name == "edition" else "1" for name in rule.arguments}
    with app.test_request_context():
        built = app.url_map.bind("").build(rule.endpoint, values)
    return str(built)


def headers_of(answer: TestResponse) -> dict[str, str]:
    return {name: answer.headers.get(name, "") for name in EVERYWHERE}


def test_every_route_answers_with_the_headers_to_a_visitor(
    app: Flask, browser: FlaskClient, factory: Factory
) -> None:
    edition = factory.edition()
    # An address that opens something by itself travels on in no Referer.
    opens = EVERYWHERE | {"Referrer-Policy": "no-referrer"}

    rules = addresses(app, edition.slug)
    faulty = {
        address: headers
        for address, rule in rules.items()
        if (headers := headers_of(browser.get(address)))
        != (opens if "token" in rule.arguments else EVERYWHERE)
    }

    assert faulty == {}
    assert len([rule for rule in rules.values() if "token" in rule.arguments]) >= 5


def test_every_page_of_a_signed_in_person_is_stored_nowhere(
    app: Flask, browser: FlaskClient, factory: Factory
) -> None:
    edition = factory.edition()
    factory.sign_in(browser, factory.organiser(edition))

    kept = {
        address: answer.headers.get("Cache-Control")
        for address in addresses(app, edition.slug)
        if not address.startswith(("/static/", "/bootstrap/", "/fonts/"))
        and (answer := browser.get(address)).headers.get("Cache-Control") != "no-store"
    }

    # The programme is everybody's, whoever asks for it.
    assert kept == {f"/e/{edition.slug}/programme.ics": "public, max-age=300"}


def test_error_pages_have_the_headers(browser: FlaskClient) -> None:
    assert headers_of(browser.get("/nothing-here")) == EVERYWHERE


def test_a_public_page_is_asked_for_anew_but_may_be_stored(browser: FlaskClient) -> None:
    assert browser.get("/").headers["Cache-Control"] == "no-cache"


def test_the_font_is_kept_and_sets_no_cookie(browser: FlaskClient) -> None:
    answer = browser.get("/fonts/SourceSansPro-Regular.ttf")

    assert answer.status_code == 200
    assert answer.content_type == "font/ttf"
    assert answer.headers["Cache-Control"] == "public, max-age=2592000"  # 30 · 24 · 3600
    assert answer.headers.getlist("Set-Cookie") == []


def test_no_other_file_of_the_font_package_is_served(browser: FlaskClient) -> None:
    assert browser.get("/fonts/LICENSE.txt").status_code == 404


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [("http", None), ("https", "max-age=31536000; includeSubDomains")],
)
def test_only_https_promises_https(browser: FlaskClient, scheme: str, expected: str | None) -> None:
    answer = browser.get("/", base_url=f"{scheme}://localhost")

    assert answer.headers.get("Strict-Transport-Security") == expected


def test_the_session_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(
    browser: FlaskClient, factory: Factory
) -> None:
    account = factory.account()

    answer = browser.post(
        "/account/sign-in", data={"email": account.email, "password": "a quiet harbour"}
    )

    cookies = answer.headers.getlist("Set-Cookie")
    attributes = [part.strip() for part in cookies[0].split(";")[1:]]
    assert [cookie.split("=")[0] for cookie in cookies] == ["hubmeet"]
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Lax"]
