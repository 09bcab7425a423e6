"""Settings from the environment; production refuses what would harm people."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import config

SAFE = {
    "HUBMEET_ENV": "production",
    "SECRET_KEY": "kQ3vT9zLw7Rb2XcN5mYhUd8PfGs4JeAa",
    "BASE_URL": "https://events.example.org",
    "TRUSTED_HOSTS": "events.example.org",
}
MAILS = {"SMTP_URL": "smtp://u:p@mail.example.org", "MAIL_FROM": "Spring <spring@example.org>"}
TOP = Path(__file__).resolve().parent.parent


def test_production_takes_safe_values(tmp_path: Path) -> None:
    made = config.settings_from(SAFE | {"HUBMEET_DATA": str(tmp_path)})
    assert made["SESSION_COOKIE_NAME"] == "__Host-hubmeet"
    assert made["SESSION_COOKIE_SECURE"] is True
    assert made["TRUSTED_HOSTS"] == ["events.example.org"]
    assert made["REQUIRE_2FA"] == "organiser"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "changeme"),
        ("SECRET_KEY", "x" * 40),
        ("SECRET_KEY", "short-but-mixed-15"),
        ("SECRET_KEY", "kQ3vT9zLw7Rb2XcN5mYhUd8PfGs4JeA"),  # 31 characters, one too few
        ("FLASK_DEBUG", "1"),
        ("BASE_URL", ""),
        ("BASE_URL", "http://events.example.org"),
        ("TRUSTED_HOSTS", ""),
        ("SMTP_URL", "mail.example.org"),
        ("SMTP_URL", "http://mail.example.org"),
        ("SMTP_URL", "smtp://u:p@mail.example.org:99999"),
        ("SMTP_URL", "smtp://u:p@mail.example.org:25?tls=never"),
        ("MAIL_FROM", "Hubmeet"),
        ("INBOX_URL", "mail.example.org"),
        ("INBOX_URL", "pop3s://u:p@mail.example.org"),
        ("INBOX_URL", "imaps://mail.example.org/INBOX"),
        ("INBOX_URL", "imaps://u@mail.example.org"),
        ("INBOX_URL", "imaps://u:p@[mail.example.org"),
        ("INBOX_URL", "imaps://u:p@mail.example.org:99999"),
        ("INBOX_URL", "imap://u:p@mail.example.org?tls=never"),
    ],
)
def test_production_refuses_an_unsafe_value_and_names_it(
    tmp_path: Path, name: str, value: str
) -> None:
    values = SAFE | MAILS | {"HUBMEET_DATA": str(tmp_path), name: value}
    with pytest.raises(config.ConfigurationError) as caught:
        config.settings_from(values)
    assert name in str(caught.value)
    assert not value or value not in str(caught.value).replace(name, "")


@pytest.mark.parametrize(
    ("url", "environment", "tls", "port"),
    [
        ("smtps://u:p%40q@mail.example.org", "production", "first", 465),
        ("smtp://u:p%40q@mail.example.org", "production", "must", 587),
        ("smtp://u:p%40q@127.0.0.1:25", "production", "offered", 25),
        ("smtp://u:p%40q@localhost:25?tls=never", "production", "never", 25),
        ("smtp://u:p%40q@mail.example.org", "development", "offered", 587),
    ],
)
def test_a_mail_server_on_the_network_is_spoken_to_in_secret(
    tmp_path: Path, url: str, environment: str, tls: str, port: int
) -> None:
    values = {"HUBMEET_ENV": environment, "HUBMEET_DATA": str(tmp_path), "SMTP_URL": url}
    server = config.settings_from(SAFE | MAILS | values)["SMTP_SERVER"]
    assert (server.tls, server.port, server.user, server.password) == (tls, port, "u", "p@q")
    assert "p@q" not in repr(server)


@pytest.mark.parametrize(
    ("url", "environment", "tls", "port", "folder"),
    [
        ("imaps://u%40e:p%40q@mail.example.org", "production", "first", 993, "INBOX"),
        (
            "imap://u%40e:p%40q@mail.example.org/In/Hub%20meet",
            "production",
            "must",
            143,
            "In/Hub meet",
        ),
        ("imap://u%40e:p%40q@127.0.0.1:1143/", "production", "offered", 1143, "INBOX"),
        ("imap://u%40e:p%40q@localhost?tls=never", "production", "never", 143, "INBOX"),
        ("imap://u%40e:p%40q@mail.example.org", "development", "offered", 143, "INBOX"),
    ],
)
def test_a_mailbox_on_the_network_is_read_in_secret(
    tmp_path: Path, url: str, environment: str, tls: str, port: int, folder: str
) -> None:
    values = {"HUBMEET_ENV": environment, "HUBMEET_DATA": str(tmp_path), "INBOX_URL": url}
    made = config.settings_from(SAFE | values)
    inbox = made["INBOX"]
    assert (inbox.tls, inbox.port, inbox.folder) == (tls, port, folder)
    assert (inbox.user, inbox.password, made["INBOX_MINUTES"]) == ("u@e", "p@q", 3)
    assert "p@q" not in repr(inbox)


def test_production_refuses_the_demo_s_accounts(tmp_path: Path) -> None:
    (tmp_path / "demo-logins.json").write_text("[]", encoding="utf-8")
    with pytest.raises(config.ConfigurationError, match="HUBMEET_DATA holds the demo's accounts"):
        config.settings_from(SAFE | {"HUBMEET_DATA": str(tmp_path)})


def test_unset_means_production(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigurationError, match="SECRET_KEY is missing"):
        config.settings_from({"HUBMEET_DATA": str(tmp_path)})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REQUIRE_2FA", "all"),
        ("HUBMEET_ENV", "staging"),
        ("HUBMEET_PORT", "http"),
        ("HUBMEET_PORT", "0"),
        ("MAILS_PER_SECOND", "0"),
        ("INBOX_MINUTES", "0"),
        ("INBOX_MINUTES", "61"),
    ],
)
def test_a_value_that_is_not_allowed_is_named(tmp_path: Path, name: str, value: str) -> None:
    values = {"HUBMEET_ENV": "test", "HUBMEET_DATA": str(tmp_path)}
    with pytest.raises(config.ConfigurationError, match=name):
        config.settings_from(values | {name: value})


def test_the_demo_makes_its_own_secret_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    values = {"HUBMEET_ENV": "demo", "HUBMEET_DATA": str(tmp_path)}
    first = config.settings_from(values)["SECRET_KEY"]
    assert first == config.settings_from(values)["SECRET_KEY"]
    # 48 random bytes are 64 characters of base64.
    assert len(first) == 64
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_an_unsafe_production_server_does_not_start(tmp_path: Path) -> None:
    """As a server would start it: exit code not 0, the setting named, no value printed."""
    environment = {**os.environ, **SAFE, "SECRET_KEY": "changeme", "HUBMEET_DATA": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=TOP,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert run.returncode != 0
    assert "SECRET_KEY" in run.stderr
    assert "changeme" not in run.stderr
