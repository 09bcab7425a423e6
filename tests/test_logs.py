"""The log holds what happened, a line of JSON each, and nothing that a person typed."""

import json
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.models import Account, MailedCode, OutgoingMail
from app.postmen import SmtpPostman
from app.services import sending
from app.services.transaction import writing
from tests.factory import PASSWORD, Factory
from tests.mail_sink import mail_sink
from tests.web.conftest import Browser

EMAIL = "canary.address@example.org"
AGENT = 'canary-agent\n{"event": "fake"}\x1b[31mred'
NAME = "Canary\u2028Name"


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    app.test_client_class = Browser
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


def events(text: str) -> list[dict[str, Any]]:
    """The lines of a log; each must be JSON."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_journey_leaves_no_secret_and_no_address_in_the_log(
    browser: FlaskClient, factory: Factory, capsys: pytest.CaptureFixture[str]
) -> None:
    account = factory.account(EMAIL, name=NAME)
    factory.registration(factory.edition(slug="spring"), account=account, name=NAME)
    raw = {"environ_overrides": {"HTTP_USER_AGENT": AGENT}}
    for password in ("canary-wrong-password", PASSWORD):
        form = {"email": EMAIL, "password": password}
        browser.post("/account/sign-in", data=form, **raw)
    for address in (
        "/account/",
        "/e/spring/me",
        "/account/data/copy.zip",
        "/nothing?canary-query=1",
    ):
        browser.get(address, **raw)
    browser.post("/account/sign-out")
    browser.post("/account/sign-in/code", data={"email": EMAIL}, **raw)
    browser.post("/account/code", data={"code": "canary-code"}, **raw)

    text = capsys.readouterr().err
    logged = events(text)
    secrets = [one.token_hash for one in db.session.scalars(select(MailedCode))]
    cookie = browser.get_cookie("hubmeet")
    assert cookie is not None
    assert len(secrets) == 1
    for word in ("canary", EMAIL, PASSWORD, NAME, cookie.value, *secrets):
        assert word.casefold() not in text.casefold()
    assert {"fake"} & {one["event"] for one in logged} == set()
    deeds = [one for one in logged if one["event"] == "audit"]
    assert [one["action"] for one in deeds if one["actor"] == account.id][-1:] != []
    for deed in deeds:
        assert deed["timestamp"].endswith("Z")
        assert {"request_id", "address", "actor", "object_kind", "result"} <= set(deed)


def test_a_fault_of_the_database_says_nothing_of_the_values(
    app: Flask, browser: FlaskClient, factory: Factory, capsys: pytest.CaptureFixture[str]
) -> None:
    factory.account(EMAIL)

    @app.get("/twice")
    def twice() -> str:
        with writing():
            db.session.add(Account(email=EMAIL, name=NAME, created_at=factory.now))
        return ""

    assert browser.get("/twice").status_code == 500
    text = capsys.readouterr().err
    fault = next(one for one in events(text) if one["event"] == "unexpected")
    assert fault["error_type"] == "IntegrityError"
    assert "canary" not in text.casefold()


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_mail_server_that_refuses_is_noted_without_the_address(
    app: Flask, factory: Factory, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    with writing():
        db.session.add(
            OutgoingMail(
                kind="test",
                dedupe_key="1",
                recipient=EMAIL,
                subject="canary-subject",
                message_id="1",
                data=b"Subject: canary\r\n\r\ncanary-body",
                queued_at=now,
                not_before=now,
            )
        )
    with mail_sink(lambda address: f"550 no {address} here") as (_sink, port):
        work = sending.Round(SmtpPostman("127.0.0.1", port, timeout_seconds=2), "a@example.org")
        assert sending.send_next(work, lambda: now)
        work.postman.rest()
    text = capsys.readouterr().err
    assert [one["state"] for one in events(text) if one["event"] == "mail"] == ["failed"]
    assert "canary" not in text.casefold()
