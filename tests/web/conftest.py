"""Browsers whose requests share nothing but their cookies, as real ones do."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.test import TestResponse

from app import create_app
from tests.conftest import NOW, settings
from tests.web.all_forms import Found, all_forms
from tests.web.crawl import Read, Sweep, crawl
from tests.web.world import World


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


@pytest.fixture(scope="session")
def built_world(
    sqlite_template: Path, compiled_templates: Path, tmp_path_factory: pytest.TempPathFactory
) -> World:
    """Made once in each test process."""
    data = tmp_path_factory.mktemp("world")
    shutil.copy(sqlite_template, data / "hubmeet.db")
    made = create_app(settings(data))
    made.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled_templates))
    made.test_client_class = Browser
    return World(made, NOW)


@pytest.fixture
def world(built_world: World) -> World:
    """Two editions and all who may ask, as at the beginning."""
    built_world.restore()
    return built_world


@pytest.fixture(scope="session")
def sweep(built_world: World) -> Sweep:
    """Every page, with its forms' tokens; what was stored before and after it was read."""
    built_world.restore()
    before = built_world.fingerprint()
    built_world.app.config["WTF_CSRF_ENABLED"] = True
    try:
        return Sweep(before, crawl(built_world, heads=True), built_world.fingerprint())
    finally:
        built_world.app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture(scope="session")
def reads(sweep: Sweep) -> list[Read]:
    """Every page."""
    return sweep.reads


@pytest.fixture(scope="session")
def forms(reads: list[Read]) -> list[Found]:
    """Every form of every page."""
    return all_forms(reads)
