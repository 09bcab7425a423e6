"""The quick half of the worker: mails leave by themselves, and a fault does not end it."""

import pytest
from flask import Flask

from app import errands
from app.clock import now_utc
from app.services import sending
from tests.services.test_sending import mail_to, post

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


class Turns:
    """Tells to end after so many questions."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


def test_the_demo_writes_mails_into_a_folder(app: Flask) -> None:
    app.config["HUBMEET_ENV"] = "demo"
    post("ada@example.org", now=now_utc())
    errands.run_errands(app, Turns(2))
    row = mail_to("ada@example.org")
    assert row.sent_at is not None
    [file] = (app.config["HUBMEET_DATA"] / "mail").iterdir()
    assert file.name == f"{row.public_id}.eml"
    assert file.read_bytes() == row.data
    assert file.stat().st_mode & 0o777 == 0o600


def test_without_a_mail_server_mails_wait(app: Flask) -> None:
    post("ada@example.org", now=now_utc())
    errands.run_errands(app, Turns(2))
    assert (mail_to("ada@example.org").attempts, sending.waiting_mails()) == (0, 1)


def test_a_fault_is_logged_and_the_next_turn_comes(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_down(*_arguments: object) -> bool:
        raise RuntimeError("a fault of ours")

    app.config["HUBMEET_ENV"] = "demo"
    monkeypatch.setattr(sending, "send_next", break_down)
    monkeypatch.setattr(errands, "SECONDS_AFTER_A_FAULT", 0.0)
    errands.run_errands(app, Turns(4))
    said = capsys.readouterr().err
    assert said.count("errand failed") == 2
    assert "a fault of ours" not in said
