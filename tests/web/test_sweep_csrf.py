"""No route that changes something takes a form without this very session's token."""

import re
from collections.abc import Iterator
from itertools import cycle

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.web.matrix import matrix
from tests.web.world import World

# Routes that need no token, each with its reason: a signed call of another machine, say.
EXEMPT: dict[str, str] = {
    "POST /language": "chooses a language; pages without a form set no cookie; own origin only",
    "POST /mails/off/<token>": "one click in a mail program, at the person's signed address",
}
PAGE_WITH_A_FORM = "/account/sign-in"


@pytest.fixture
def guarded(world: World) -> Iterator[World]:
    """The application checks tokens, as the real one does."""
    world.app.config["WTF_CSRF_ENABLED"] = True
    yield world
    world.app.config["WTF_CSRF_ENABLED"] = False


def unsafe_rules(world: World) -> list[tuple[Rule, str, str]]:
    """Rule, method, and one who may call it."""
    return [
        (rule, method, matrix().caller(world.route(rule, method)))
        for rule, method in world.rules()
        if method not in {"GET", "HEAD"} and world.route(rule, method) not in EXEMPT
    ]


def token_of(browser: FlaskClient) -> str:
    """The token of the browser's own session: every page of somebody has the form to sign out."""
    for address in (PAGE_WITH_A_FORM, "/account/"):
        found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(address).text)
        if found:
            return found[1]
    raise AssertionError("no page with a token")


def test_nothing_is_done_without_the_sessions_own_token(guarded: World) -> None:
    rules = unsafe_rules(guarded)
    before, done = guarded.fingerprint(), []
    strange = token_of(guarded.browser("reader"))
    for rule, method, actor in rules:
        address = guarded.address(rule)
        for token in (None, strange[:-1] + "x", strange):
            form = guarded.form(rule) | ({} if token is None else {"csrf_token": token})
            browser = guarded.browser("owner" if actor == "reader" else actor)
            answer = browser.open(address, method=method, data=form)
            if answer.status_code != 400:
                done.append(f"{method} {rule.rule} with {token!r}: {answer.status_code}")
    assert done == []
    assert guarded.fingerprint() == before
    assert len(rules) > 40


def test_other_shapes_of_a_request_are_no_way_around(guarded: World) -> None:
    before, done = guarded.fingerprint(), []
    shapes = cycle(["text/plain", "application/json", "multipart/form-data"])
    for rule, method, actor in unsafe_rules(guarded):
        content_type = next(shapes)
        answer = guarded.browser(actor).open(
            guarded.address(rule),
            method=method,
            data=b'{"csrf_token": "x"}',
            content_type=content_type,
            headers={"Origin": "https://evil.example"},
        )
        if answer.status_code != 400:
            done.append(f"{method} {rule.rule} as {content_type}: {answer.status_code}")
    assert done == []
    assert guarded.fingerprint() == before


def test_with_the_right_token_every_form_is_read(guarded: World) -> None:
    """Else the two tests above would prove nothing."""
    refused, known = [], {}
    for rule, method, actor in unsafe_rules(guarded):
        if actor not in known:
            browser = guarded.browser(actor)
            token, cookie = token_of(browser), browser.get_cookie("hubmeet")
            assert cookie is not None
            known[actor] = token, cookie.value
        token, session = known[actor]
        browser = guarded.browser(actor)
        browser.set_cookie("hubmeet", session)
        form = guarded.form(rule) | {"csrf_token": token}
        answer = browser.open(guarded.address(rule), method=method, data=form)
        guarded.restore()
        if answer.status_code == 400:
            refused.append(f"{method} {rule.rule}")
    assert refused == []


def test_a_page_of_another_site_cannot_send_a_form_over_https(guarded: World) -> None:
    browser = guarded.browser("owner")
    token = token_of(browser)
    answer = browser.post(
        "/organiser/new",
        data={"csrf_token": token},
        base_url="https://localhost",
        headers={"Referer": "https://evil.example/"},
    )
    assert answer.status_code == 400


def test_every_exemption_is_a_route(world: World) -> None:
    assert EXEMPT.keys() <= {world.route(rule, method) for rule, method in world.rules()}
