"""A request for a host that is not ours (W3: a forged Host must not steer links)."""

import pytest
from flask import Flask


@pytest.mark.parametrize(("host", "status"), [("evil.example", 400), ("meet.example.org", 200)])
def test_only_trusted_hosts_are_answered(app: Flask, host: str, status: int) -> None:
    app.config["TRUSTED_HOSTS"] = ["meet.example.org"]
    answer = app.test_client().get("/", base_url=f"http://{host}")
    assert answer.status_code == status
    assert "Content-Security-Policy" in answer.headers
