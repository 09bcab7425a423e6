"""The demo's logins, as the sign-in page shows them."""

import json
from pathlib import Path

from app.services.demo_logins import DemoLogin, demo_logins


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert demo_logins(tmp_path) == ()


def test_the_file_is_read_in_its_order(tmp_path: Path) -> None:
    rows = [
        {"role": "SME", "email": "sme@example.org", "password": "pw one", "name": "Sam"},
        {"role": "hub", "email": "hub@example.org", "password": "pw two", "name": "Hanna"},
    ]
    (tmp_path / "demo-logins.json").write_text(json.dumps(rows), encoding="utf-8")
    assert demo_logins(tmp_path) == (
        DemoLogin("SME", "sme@example.org", "pw one", "Sam"),
        DemoLogin("hub", "hub@example.org", "pw two", "Hanna"),
    )
