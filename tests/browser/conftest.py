"""A real server with its worker, and a real Chromium to use it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

TOP = Path(__file__).resolve().parents[2]
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running installation and what is needed to sign in to it."""

    url: str
    data: Path

    def login(self, role: str) -> tuple[str, str]:
        """E-mail and password of the demo's person of this role."""
        for one in json.loads((self.data / "demo-logins.json").read_text(encoding="utf-8")):
            if one["role"].lower() == role:
                return one["email"], one["password"]
        raise LookupError(role)

    def command(self, *words: str) -> str:
        """Run a `flask …` command on this installation."""
        return subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=TOP,
            env=_environment(self.data, 0),
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout


def _environment(data: Path, port: int) -> dict[str, str]:
    values = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("HUBMEET_") and name != "DATABASE_URL"
    }
    values |= {"HUBMEET_ENV": "demo", "HUBMEET_DATA": str(data)}
    return values | ({"HUBMEET_PORT": str(port)} if port else {})


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _serve(data: Path) -> Iterator[Server]:
    port = _free_port()
    server = Server(f"http://127.0.0.1:{port}", data)
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "serve"],
        cwd=TOP,
        env=_environment(data, port),
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(server.url)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait_for(url: str) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except OSError:
            if time.monotonic() > end:
                raise
        time.sleep(0.2)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo, as `script/demo` serves it."""
    data = tmp_path_factory.mktemp("demo")
    Server("", data).command("demo")
    yield from _serve(data)


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An installation with empty tables, new for each test."""
    data = tmp_path_factory.mktemp("empty")
    Server("", data).command("db", "upgrade")
    yield from _serve(data)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium of this machine."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh browser profile at desk size; fails on any error on the console."""
    with fresh_page(chromium, javascript=True, width=1440) as opened:
        yield opened


@pytest.fixture
def plain_page(chromium: Browser) -> Iterator[Page]:
    """The narrowest phone, JavaScript off."""
    with fresh_page(chromium, javascript=False, width=320) as opened:
        yield opened


@contextmanager
def fresh_page(chromium: Browser, *, javascript: bool, width: int) -> Iterator[Page]:
    """A page of a profile of its own; at its end nothing may have been said on the console."""
    context = chromium.new_context(
        java_script_enabled=javascript,
        viewport={"width": width, "height": 800},
        accept_downloads=True,
    )
    opened = context.new_page()
    complaints: list[str] = []
    opened.on(
        "console",
        lambda message: complaints.append(message.text) if _is_fault(message) else None,
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def _is_fault(message: ConsoleMessage) -> bool:
    """An error of the page; Chromium also notes forms that we refused, which is as it should be."""
    return message.type == "error" and "status of 422" not in message.text


def sign_in(page: Page, server: Server, email: str, password: str) -> None:
    """Sign in by the form, as a person does."""
    page.goto(f"{server.url}/account/sign-in")
    form = page.locator("#by-password")
    form.get_by_label("E-mail").fill(email)
    form.get_by_label("Password").fill(password)
    form.get_by_role("button", name="Sign in").click()
    assert "/account/sign-in" not in page.url


def assert_fits(page: Page) -> None:
    """The page is never wider than the window."""
    # Playwright evaluates this outside the page's own scripts, also with JavaScript off.
    widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1], f"{page.url} is {widths[0]} px wide in {widths[1]}"
