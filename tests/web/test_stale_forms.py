"""A form that was open for long, or while somebody signed in elsewhere, loses nothing."""

import time
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from sqlalchemy import func, select

from app.extensions import db
from app.models import MeetingRequest
from tests.web.page_forms import Form
from tests.web.pages import Page
from tests.web.world import World

PARTNER = "/e/spring/me/organisations/{}"
HERE = {"Origin": "http://localhost"}


@pytest.fixture
def guarded(world: World) -> Iterator[World]:
    """The application checks tokens, as the real one does."""
    world.app.config["WTF_CSRF_ENABLED"] = True
    yield world
    world.app.config["WTF_CSRF_ENABLED"] = False


def opened(world: World, browser: FlaskClient) -> Form:
    """The form to ask the second hub, on the participant's page."""
    address = PARTNER.format(world.own.names["slug"])
    forms = Page(address, browser.get(address).text).forms
    return next(form for form in forms if form.action == f"{address}/ask")


def requests(world: World) -> int | None:
    with world.app.app_context():
        return db.session.scalar(select(func.count()).select_from(MeetingRequest))


def test_a_form_that_was_open_for_three_hours_is_taken(
    guarded: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, before = guarded.browser("participant"), requests(guarded)
    form = opened(guarded, browser)
    later = int(time.time()) + 3 * 3600
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: later)
    answer = browser.post(form.action, data=form.filled())
    assert answer.status_code == 303
    assert requests(guarded) == (before or 0) + 1


def test_a_form_whose_token_died_is_shown_again_with_all_that_was_typed(guarded: World) -> None:
    before = requests(guarded)
    typed = {**opened(guarded, guarded.browser("participant")).filled(), "topic": ['"Arms" & <b>']}
    another = guarded.browser("participant")  # the same person, signed in anew meanwhile
    action = PARTNER.format(guarded.own.names["slug"]) + "/ask"
    refused = another.post(action, data=typed, headers=HERE)
    assert refused.status_code == 400
    assert requests(guarded) == before
    (again,) = [one for one in Page(action, refused.text).forms if one.action == action]
    sent = again.filled()
    token = sent.pop("csrf_token")
    typed.pop("csrf_token")
    assert sent == typed
    done = another.post(action, data={**sent, "csrf_token": token}, headers=HERE)
    assert done.status_code == 303
    assert requests(guarded) == (before or 0) + 1


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_what_another_site_sends_is_not_shown_again(
    guarded: World, headers: dict[str, str]
) -> None:
    form = {"topic": "typed by somebody else"}
    action = PARTNER.format(guarded.own.names["slug"]) + "/ask"
    answer = guarded.browser("participant").post(action, data=form, headers=headers)
    assert answer.status_code == 400
    assert "typed by somebody else" not in answer.text


def test_secrets_are_not_written_into_the_page(guarded: World) -> None:
    form = {"email": "ada@example.org", "password": "a quiet harbour", "code": "123456"}
    answer = guarded.browser("visitor").post("/account/sign-in", data=form, headers=HERE)
    assert answer.status_code == 400
    assert "ada@example.org" in answer.text
    assert "a quiet harbour" not in answer.text
    assert "123456" not in answer.text
