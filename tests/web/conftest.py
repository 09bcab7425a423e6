"""Browsers whose requests share nothing but their cookies, as real ones do."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Browser(FlaskClient):
    """Each request has an application context, a session and a `g` of its own."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send one request and read the whole answer."""
        kwargs.setdefault("buffered", True)
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def new_browser(app: Flask) -> Callable[[], FlaskClient]:
    """Makes as many browsers as a test has people."""
    app.test_client_class = Browser
    return app.test_client


@pytest.fixture
def browser(new_browser: Callable[[], FlaskClient]) -> FlaskClient:
    """A browser without JavaScript."""
    return new_browser()
