"""With the guard on, nothing is stored without the form's own token."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.domain.states import RequestState
from app.extensions import db
from app.models import LoginSession, MeetingRequest
from tests.factory import PASSWORD, Factory


@pytest.fixture
def guarded(app: Flask, browser: FlaskClient) -> FlaskClient:
    """A browser of an application that checks tokens, as the real one does."""
    app.config["WTF_CSRF_ENABLED"] = True
    return browser


def token_on(browser: FlaskClient, address: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(address).text)
    assert found
    return found[1]


def sign_in(browser: FlaskClient, email: str) -> None:
    token = token_on(browser, "/account/sign-in")
    answer = browser.post(
        "/account/sign-in", data={"email": email, "password": PASSWORD, "csrf_token": token}
    )
    assert answer.status_code == 303


def test_signing_in_needs_a_token(guarded: FlaskClient, factory: Factory) -> None:
    factory.account("ada@example.org")
    answer = guarded.post(
        "/account/sign-in", data={"email": "ada@example.org", "password": PASSWORD}
    )
    assert answer.status_code == 400
    assert db.session.scalar(select(func.count()).select_from(LoginSession)) == 0
    sign_in(guarded, "ada@example.org")


def test_answering_needs_a_token_of_this_session(guarded: FlaskClient, factory: Factory) -> None:
    edition = factory.edition(slug="spring")
    account = factory.account("ada@example.org")
    asked = factory.registration(edition, account=account)
    request = factory.request(factory.registration(edition), asked, state=RequestState.PENDING)
    before = token_on(guarded, "/account/sign-in")
    sign_in(guarded, "ada@example.org")
    address = f"/e/spring/me/requests/{request.public_id}/accept"
    assert guarded.post(address).status_code == 400
    assert guarded.post(address, data={"csrf_token": before}).status_code == 400
    assert db.session.scalar(select(MeetingRequest.state)) is RequestState.PENDING
    token = token_on(guarded, "/e/spring/me/requests")
    assert guarded.post(address, data={"csrf_token": token}).status_code == 303
    db.session.rollback()
    assert db.session.scalar(select(MeetingRequest.state)) is RequestState.ACCEPTED


@pytest.mark.parametrize(
    "address",
    [
        "/account/sign-out",
        "/e/spring/register",
        "/e/spring/me/availability",
        "/e/spring/me/profile",
        "/e/spring/me/book/abc",
        "/e/spring/team/slots",
    ],
)
def test_other_forms_need_a_token_too(guarded: FlaskClient, factory: Factory, address: str) -> None:
    factory.edition(slug="spring")
    assert guarded.post(address).status_code == 400
