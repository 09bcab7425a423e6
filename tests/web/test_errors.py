"""Errors become calm pages with the right status, and never a traceback."""

import re

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from app.domain.errors import (
    AppError,
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    TooManyTriesError,
)
from app.extensions import db
from tests.factory import Factory

SECRET = "what a person typed"
RAISED: list[tuple[Exception, int, str]] = [
    (AppError("Do it otherwise."), 400, "This could not be understood"),
    (NotFoundError("There is no hub “x”."), 404, "There is no such page"),
    (ForbiddenError("Only an owner may."), 403, "This is not yours to do"),
    (ConflictError("Table 4 is taken."), 409, "Something changed meanwhile"),
    (InvalidInputError("Say when."), 422, "This cannot be used as it is"),
    (TooManyTriesError("Try again in 2 minutes.", 90), 429, "Too many tries"),
    (RuntimeError(SECRET), 500, "This did not work, and it is our fault"),
]


@pytest.fixture
def raising(app: Flask) -> Flask:
    """An application with an address that raises what the test sets."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/raise")
    def fail() -> str:
        raise app.config["RAISED"]

    @app.get("/abort/<int:status>")
    def stop(status: int) -> str:
        abort(status)

    return app


@pytest.mark.parametrize(("error", "status", "heading"), RAISED, ids=lambda value: str(value)[:20])
def test_each_error_has_its_status_and_heading(
    raising: Flask, error: Exception, status: int, heading: str, browser: FlaskClient
) -> None:
    raising.config["RAISED"] = error

    answer = browser.get("/raise")

    assert answer.status_code == status
    assert _heading(answer.text) == heading


def test_the_message_of_an_expected_error_is_shown(raising: Flask, browser: FlaskClient) -> None:
    raising.config["RAISED"] = ConflictError("Table 4 is taken.")

    assert '<p class="lead">Table 4 is taken.</p>' in browser.get("/raise").text


def test_every_fault_of_the_fields_is_shown_once(raising: Flask, browser: FlaskClient) -> None:
    raising.config["RAISED"] = InvalidInputError(
        "Two things.", {"name": "Say your name.", "day": "Two things."}
    )

    page = browser.get("/raise").text

    assert re.findall(r"<li>(Say[^<]+|Two[^<]+)</li>", page) == ["Say your name."]


def test_too_many_tries_say_when_to_come_back(raising: Flask, browser: FlaskClient) -> None:
    raising.config["RAISED"] = TooManyTriesError("Try again in 2 minutes.", 90)

    assert browser.get("/raise").headers["Retry-After"] == "90"


def test_an_unexpected_error_shows_nothing_of_itself(raising: Flask, browser: FlaskClient) -> None:
    raising.config["RAISED"] = RuntimeError(SECRET)

    answer = browser.get("/raise")

    assert SECRET not in answer.text
    assert "Traceback" not in answer.text
    assert f"Number of this request: {answer.headers['X-Request-Id']}" in answer.text


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500])
def test_every_status_has_a_page(raising: Flask, status: int, browser: FlaskClient) -> None:
    answer = browser.get(f"/abort/{status}")

    assert answer.status_code == status
    assert f"Error {status}" in answer.text


@pytest.mark.parametrize(("status", "words"), [(418, 400), (503, 500)])
def test_a_rarer_status_borrows_its_words(
    raising: Flask, status: int, words: int, browser: FlaskClient
) -> None:
    answer = browser.get(f"/abort/{status}")

    assert answer.status_code == status
    assert _heading(answer.text) == _heading(browser.get(f"/abort/{words}").text)


def test_a_wrong_method_still_tells_which_are_right(browser: FlaskClient) -> None:
    answer = browser.post("/healthz")

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_redirect_is_no_error(browser: FlaskClient, factory: Factory) -> None:
    edition = factory.edition()

    answer = browser.get(f"/e/{edition.slug}")

    assert answer.status_code == 308
    assert answer.headers["Location"].endswith(f"/e/{edition.slug}/")


def test_a_form_without_its_token_is_refused_with_a_reason(
    app: Flask, browser: FlaskClient
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    answer = browser.post("/account/sign-in", data={"email": "a@example.org"})

    assert answer.status_code == 400
    assert "This form is out of date" in answer.text


def test_a_form_that_is_too_large_is_refused(app: Flask, browser: FlaskClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100

    answer = browser.post("/account/sign-in", data={"email": "a" * 200})

    assert answer.status_code == 413
    assert _heading(answer.text) == "That is too large"


def test_the_error_page_needs_no_database(
    raising: Flask, factory: Factory, browser: FlaskClient
) -> None:
    """When the database is what failed, the page of the failure must not ask it."""
    edition = factory.edition()
    factory.sign_in(browser, factory.account())
    _rename("edition", "edition_away")

    answer = browser.get(f"/e/{edition.slug}/")

    _rename("edition_away", "edition")
    assert answer.status_code == 500
    assert _heading(answer.text) == "This did not work, and it is our fault"


def _rename(table: str, other: str) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {other}")


def _heading(page: str) -> str:
    match = re.search(r"<h1>([^<]+)</h1>", page)
    return match[1] if match else ""


@pytest.mark.parametrize("address", ["/?q=%00", "/e/%00/", "/e/a/hubs?%00=1"])
def test_a_nul_in_an_address_is_not_understood(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400


def test_a_nul_in_a_form_is_not_understood(client: FlaskClient) -> None:
    form = {"email": "a\0@example.org", "password": "x"}
    assert client.post("/account/sign-in", data=form).status_code == 400
