"""Where signing in leads: a path of this site, whatever the address asked for."""

from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.world import World

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "%2f%2fevil.example",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "/\t/evil.example",
    "/\n//evil.example",
    "\x00//evil.example",
    "//user@evil.example",
    "/e/x\r\nSet-Cookie: a=b",
    "http://localhost@evil.example",
    "/.//evil.example",
    "//localhost.evil.example/",
]
AWKWARD = st.text(alphabet=st.sampled_from("/\\:@%.?#&=2f5cevil\t\n\r javscript0d9a"), max_size=40)


def leads_here(location: str | None) -> bool:
    """Whether a browser that follows stays on this site."""
    parts = urlsplit(location or "")
    is_path = bool(location) and str(location).startswith("/")
    return (
        is_path
        and (parts.scheme, parts.netloc) == ("", "")
        and not str(location).startswith(("//", "/\\"))
        and str(location).isprintable()
    )


def after_sign_in(browser: FlaskClient, wanted: str) -> str | None:
    """Where who is signed in already is sent on to."""
    address = f"/account/sign-in?next={quote(wanted, safe='')}"
    return browser.get(address).headers.get("Location")


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_no_address_leads_elsewhere(world: World, wanted: str) -> None:
    there = after_sign_in(world.browser("participant"), wanted)
    assert leads_here(there) or (there is None and "\0" in wanted)  # NUL: no request at all
    page = world.browser("visitor").get(f"/account/sign-in?next={quote(wanted, safe='')}")
    assert "evil.example" not in page.text.replace("&#39;", "'")


def test_a_path_of_this_site_is_followed(world: World) -> None:
    wanted = "/e/spring/me/hubs?technology=robotics"
    assert after_sign_in(world.browser("participant"), wanted) == wanted


@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(wanted=st.one_of(AWKWARD, AWKWARD.map("/".__add__), st.text(max_size=30)))
def test_whatever_is_asked_for_stays_here(world: World, wanted: str) -> None:
    address = f"/account/sign-in?next={quote(wanted.encode('utf-8', 'surrogatepass'), safe='')}"
    answer = world.browser("participant").get(address)
    # A NUL is no question at all.
    assert answer.status_code == 400 or leads_here(answer.headers.get("Location"))
