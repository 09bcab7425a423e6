"""Behind proxies the address of the visitor is what our own proxies say, and no more."""

from pathlib import Path

import pytest
from flask import request

from app import create_app
from tests.conftest import settings


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [
        (0, ("127.0.0.1", "http")),
        # The right-most entry is what our proxy wrote; the left one is what the visitor claims.
        (1, ("198.51.100.7", "https")),
    ],
)
def test_only_our_own_proxies_are_believed(
    tmp_path: Path, proxies: int, seen: tuple[str, str]
) -> None:
    app = create_app(settings(tmp_path) | {"PROXY_COUNT": proxies})

    @app.get("/seen")
    def who() -> dict[str, str | None]:
        return {"address": request.remote_addr, "scheme": request.scheme}

    headers = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Proto": "https"}
    answer = app.test_client().get("/seen", headers=headers).get_json()
    assert (answer["address"], answer["scheme"]) == seen
