"""The outbox as its organisers see it."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from app.domain.states import WorkState
from app.extensions import db
from tests.factory import Factory
from tests.services.test_sending import mail_to, post

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


def test_what_failed_says_why_and_is_sent_again(
    browser: FlaskClient, factory: Factory, now: datetime
) -> None:
    edition = factory.edition(slug="spring")
    factory.sign_in(browser, factory.organiser(edition))
    post("gone@example.org", "waits@example.org", now=now, edition=edition)
    failed = mail_to("gone@example.org")
    failed.state, failed.message = WorkState.FAILED, "550 No such <user>"
    db.session.commit()
    page = browser.get("/organiser/e/spring/mails/").text
    assert "550 No such &lt;user&gt;" in page
    # No mail server is set for the tests.
    assert "Mails have nowhere to go" in page
    waiting = browser.get("/organiser/e/spring/mails/?shelf=waiting").text
    assert "waits@example.org" in waiting
    assert "gone@example.org" not in waiting
    address = f"/organiser/e/spring/mails/{failed.public_id}"
    one = browser.get(address).text
    assert "Żółw." in one
    answer = browser.post(address, data={"act": "again"}, follow_redirects=True)
    assert "1 mail is sent again." in answer.text
    assert answer.request.path != address


def test_all_mails_are_stopped_and_let_go(
    browser: FlaskClient, factory: Factory, now: datetime
) -> None:
    edition = factory.edition(slug="spring")
    factory.sign_in(browser, factory.organiser(edition))
    post("waits@example.org", now=now, edition=edition)
    stopped = browser.post(
        "/organiser/e/spring/mails/", data={"act": "pause"}, follow_redirects=True
    )
    assert "All mails of this event are stopped" in stopped.text
    going = browser.post(
        "/organiser/e/spring/mails/", data={"act": "resume"}, follow_redirects=True
    )
    assert "All mails of this event are stopped" not in going.text
    assert browser.post("/organiser/e/spring/mails/", data={"act": "burn"}).status_code == 422
