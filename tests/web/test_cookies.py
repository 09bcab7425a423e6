"""One cookie, and no page that sets another."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factory import Factory
from tests.web.test_security_headers import addresses

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "cookies.md"
FILES = ("/static/", "/bootstrap/", "/fonts/", "/healthz", "/feeds/")


def documented() -> set[str]:
    """The names in the first column of the table."""
    rows = re.findall(r"^\| (`.*?) \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([\w-]+)`", row)}


def test_every_cookie_is_in_the_document(
    app: Flask, browser: FlaskClient, factory: Factory
) -> None:
    edition = factory.edition()
    seen: dict[str, set[str]] = {}
    for signed_in in (False, True):
        if signed_in:
            factory.sign_in(browser, factory.organiser(edition))
        for address in addresses(app, edition.slug):
            for header in browser.get(address).headers.getlist("Set-Cookie"):
                seen.setdefault(header.partition("=")[0], set()).add(address)

    assert set(seen) == {"hubmeet"}
    assert set(seen) <= documented()
    assert documented() == {"hubmeet", "__Host-hubmeet"}
    assert [one for one in seen["hubmeet"] if one.startswith(FILES)] == []
