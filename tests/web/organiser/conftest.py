"""An organiser at a browser."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.models import Edition
from tests.factory import Factory


class Organiser:
    """Signed in, and working on one edition."""

    def __init__(self, client: FlaskClient, edition: Edition) -> None:
        self._client = client
        self.edition = edition
        self.base = f"/organiser/e/{edition.slug}"

    def sees(self, address: str, status: int = 200) -> str:
        """The text of a page, on one line."""
        return text_of(self._client.get(f"{self.base}/{address}"), status)

    def visits(self, address: str) -> str:
        """The text of any page of the site, on one line."""
        return text_of(self._client.get(address))

    def sends(self, address: str, **values: Any) -> TestResponse:
        """Post a form."""
        return self._client.post(f"{self.base}/{address}", data=values)

    def gets(self, address: str, status: int = 303, **values: Any) -> str:
        """Post a form and read the answer, or the page that a redirect leads to."""
        answer = self.sends(address, **values)
        assert answer.status_code == status, answer.get_data(as_text=True)
        if status == 303:
            answer = self._client.get(answer.location)
        return text_of(answer, 200 if status == 303 else status)


def text_of(answer: TestResponse, status: int = 200) -> str:
    """The answer's text with single spaces."""
    assert answer.status_code == status
    return " ".join(answer.get_data(as_text=True).split())


@pytest.fixture
def organise(browser: FlaskClient, factory: Factory) -> Callable[[Edition], Organiser]:
    """Signs an owner of the edition in."""

    def _organise(edition: Edition) -> Organiser:
        factory.sign_in(browser, factory.organiser(edition))
        return Organiser(browser, edition)

    return _organise


@pytest.fixture
def organiser(organise: Callable[[Edition], Organiser], factory: Factory) -> Organiser:
    """An organiser of an empty edition."""
    return organise(factory.edition())
