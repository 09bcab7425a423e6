"""What a newcomer types, screen by screen."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.services.registering import mailed_code

YOU: dict[str, Any] = {
    "part": "sme",
    "name": "Łukasz Čapek-Ψαρράς",
    "email": "lukasz@example.org",
}
ORGANISATION: dict[str, Any] = {
    "organisation": "Bending Ltd",
    "country": "PL",
    "nuts2": "PL71",
    "size_class": "small",
}
WISHES: dict[str, Any] = {
    "technologies": ["robotics", "", "big_data"],
    "technologies-level": ["3", "2", "1"],
    "text": "A robot for bending",
    "wants_meetings": "y",
    "free": ["A1", "A2", "A3"],
}
CONSENTS: dict[str, Any] = {"privacy": "y"}


def send(browser: FlaskClient, screen: str, data: dict[str, Any], **more: Any) -> TestResponse:
    """Send one screen of the form for the edition `spring`; the first one is `""`."""
    return browser.post(f"/e/spring/register{screen}", data=data | more)


def goes_on(browser: FlaskClient, screen: str, data: dict[str, Any], **more: Any) -> str:
    """The same, without a fault; gives where it leads."""
    answer = send(browser, screen, data, **more)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"]).removeprefix("/e/spring")


def comes_to_the_end(browser: FlaskClient) -> None:
    """The first three screens."""
    assert goes_on(browser, "", YOU) == "/register/organisation"
    assert goes_on(browser, "/organisation", ORGANISATION) == "/register/wishes"
    assert goes_on(browser, "/wishes", WISHES) == "/register/consents"


def registers(browser: FlaskClient) -> None:
    """All four, with the code of the mail."""
    comes_to_the_end(browser)
    code = mailed_code()
    assert goes_on(browser, "/consents", CONSENTS, code=code) == "/me/registration"
