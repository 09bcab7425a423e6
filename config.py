"""Settings, each from the environment. Production refuses values that would harm people."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

HERE = Path(__file__).resolve().parent
MIN_SECRET_CHARACTERS = 32
SAMPLE_SECRETS = {"change-me", "changeme", "secret", "dev", "development", "hubmeet"}
MAX_FORM_BYTES = 2 * 1024 * 1024
DEMO_LOGINS = "demo-logins.json"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
SMTP_FORM = "SMTP_URL must be smtp://user:password@host:587 or smtps://user:password@host:465"
INBOX_FORM = (
    "INBOX_URL must be imaps://user:password@host:993/INBOX or imap://user:password@host:143/INBOX"
)
STANDARD_PORTS = {"smtp": 587, "smtps": 465, "imap": 143, "imaps": 993}

Tls = Literal["first", "must", "offered", "never"]
"""From the `first` byte, by STARTTLS which `must` be or is used when `offered`, or `never`."""


class ConfigurationError(Exception):
    """A setting is missing or unsafe; the message names it and never shows its value."""


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mails are handed in."""

    host: str
    port: int
    user: str
    password: str
    tls: Tls

    def __repr__(self) -> str:
        """Without the password."""
        return f"SmtpServer({self.host}:{self.port})"


@dataclass(frozen=True, slots=True)
class ImapMailbox:
    """Where what comes back is read: one folder of one mailbox."""

    host: str
    port: int
    user: str
    password: str
    tls: Tls
    folder: str

    def __repr__(self) -> str:
        """Without the password."""
        return f"ImapMailbox({self.host}:{self.port}/{self.folder})"


def environment() -> dict[str, str]:
    """The process's environment; in development also what `.env` adds to it."""
    values = dict(os.environ)
    file = HERE / ".env"
    if values.get("HUBMEET_ENV") == "development" and file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            name, separator, value = line.partition("=")
            if separator and not name.lstrip().startswith("#"):
                values.setdefault(name.strip(), value.strip())
    return values


def settings_from(values: Mapping[str, str]) -> dict[str, Any]:
    """Flask's settings from environment `values`; raises ConfigurationError."""
    name = values.get("HUBMEET_ENV", "production")
    if name not in {"demo", "development", "test", "production"}:
        raise ConfigurationError(
            "HUBMEET_ENV must be demo, development, test or production; unset means production"
        )
    data = Path(values.get("HUBMEET_DATA") or HERE / "instance").resolve()
    production = name == "production"
    if production:
        _refuse_unsafe(values, data)
    data.mkdir(parents=True, exist_ok=True)
    port = _number(values, "HUBMEET_PORT", 8000, at_most=65535)
    base_url = values.get("BASE_URL") or f"http://127.0.0.1:{port}"
    return {
        "HUBMEET_ENV": name,
        "HUBMEET_DATA": data,
        "HUBMEET_PORT": port,
        "DEMO": name == "demo",
        "TESTING": name == "test",
        "SECRET_KEY": values.get("SECRET_KEY") if production else _own_secret(values, data),
        "SQLALCHEMY_DATABASE_URI": values.get("DATABASE_URL") or f"sqlite:///{data / 'hubmeet.db'}",
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "BASE_URL": base_url,
        "MAIL_FROM": values.get("MAIL_FROM") or "Hubmeet <hubmeet@localhost>",
        "SMTP_SERVER": smtp_server(values, production=production),
        "MAILS_PER_SECOND": _number(values, "MAILS_PER_SECOND", 5, at_most=1000),
        "INBOX": imap_mailbox(values, production=production),
        "INBOX_MINUTES": _number(values, "INBOX_MINUTES", 3, at_most=60),
        "REQUIRE_2FA": _second_factor(values, production=production),
        "TRUSTED_HOSTS": _words(values.get("TRUSTED_HOSTS", "")) or None,
        "PROXY_COUNT": int(values.get("PROXY_COUNT", "0")),
        "PREFERRED_URL_SCHEME": "https" if production else "http",
        "SESSION_COOKIE_NAME": "__Host-hubmeet" if production else "hubmeet",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "MAX_CONTENT_LENGTH": MAX_FORM_BYTES,
        "WTF_CSRF_TIME_LIMIT": None,  # a form left open for hours still works (W11)
        "BOOTSTRAP_SERVE_LOCAL": True,
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_DEFAULT_TIMEZONE": "UTC",
    }


def settings() -> dict[str, Any]:
    """Flask's settings of this process."""
    return settings_from(environment())


def _refuse_unsafe(values: Mapping[str, str], data: Path) -> None:
    """Name the first setting that production cannot run with."""
    secret = values.get("SECRET_KEY", "")
    if not secret:
        raise ConfigurationError("SECRET_KEY is missing")
    if secret.lower() in SAMPLE_SECRETS or len(set(secret)) < 8:
        raise ConfigurationError("SECRET_KEY is a default or far too simple: make a random one")
    if len(secret) < MIN_SECRET_CHARACTERS:
        raise ConfigurationError(f"SECRET_KEY needs at least {MIN_SECRET_CHARACTERS} characters")
    if values.get("FLASK_DEBUG", "0").lower() not in {"", "0", "false", "no"}:
        raise ConfigurationError("FLASK_DEBUG must not be set in production")
    if (data / DEMO_LOGINS).exists():
        raise ConfigurationError(
            f"HUBMEET_DATA holds the demo's accounts ({DEMO_LOGINS}): "
            "production needs a folder of its own"
        )
    if not values.get("BASE_URL", "").startswith("https://"):
        raise ConfigurationError("BASE_URL must be the public address, beginning with https://")
    if not _words(values.get("TRUSTED_HOSTS", "")):
        raise ConfigurationError("TRUSTED_HOSTS must name the hosts that this server answers for")


def smtp_server(values: Mapping[str, str], *, production: bool) -> SmtpServer | None:
    """The mail server of SMTP_URL; None without one. Only this machine's may do without TLS."""
    text = values.get("SMTP_URL", "")
    if not text:
        return None
    found, host, port = _server(text, ("smtp", "smtps"), SMTP_FORM)
    if production and not parseaddr(values.get("MAIL_FROM", ""))[1].partition("@")[2]:
        raise ConfigurationError("MAIL_FROM is missing: the address that mails come from")
    return SmtpServer(
        host=host,
        port=port,
        user=unquote(found.username or ""),
        password=unquote(found.password or ""),
        tls=_tls("SMTP_URL", found, production=production),
    )


def imap_mailbox(values: Mapping[str, str], *, production: bool) -> ImapMailbox | None:
    """The mailbox of INBOX_URL; None without one. Only this machine's may do without TLS."""
    text = values.get("INBOX_URL", "")
    if not text:
        return None
    found, host, port = _server(text, ("imap", "imaps"), INBOX_FORM)
    if not found.username or not found.password:
        raise ConfigurationError(f"{INBOX_FORM}: the user or the password is missing")
    return ImapMailbox(
        host=host,
        port=port,
        user=unquote(found.username),
        password=unquote(found.password),
        tls=_tls("INBOX_URL", found, production=production),
        folder=unquote(found.path.strip("/")) or "INBOX",
    )


def _tls(name: str, address: SplitResult, *, production: bool) -> Tls:
    if address.scheme in {"smtps", "imaps"}:
        return "first"
    far = production and address.hostname not in LOOPBACK
    if parse_qs(address.query).get("tls") == ["never"]:
        if far:
            raise ConfigurationError(f"{name} must not say tls=never for a server on the network")
        return "never"
    return "must" if far else "offered"


def _server(text: str, schemes: tuple[str, ...], form: str) -> tuple[SplitResult, str, int]:
    """A server's address with its host and its port; `form` is what is said of any other text."""
    try:
        found = urlsplit(text)
        host, port = found.hostname, found.port or STANDARD_PORTS.get(found.scheme)
    except ValueError:
        raise ConfigurationError(form) from None
    if found.scheme not in schemes or not host or port is None:
        raise ConfigurationError(form)
    return found, host, port


def _number(values: Mapping[str, str], name: str, usual: int, *, at_most: int) -> int:
    text = values.get(name) or str(usual)
    if not text.isdigit() or not 1 <= int(text) <= at_most:
        raise ConfigurationError(f"{name} must be a number from 1 to {at_most}")
    return int(text)


def _own_secret(values: Mapping[str, str], data: Path) -> str:
    """The secret given, or one of this data folder's own, made once."""
    if values.get("SECRET_KEY"):
        return values["SECRET_KEY"]
    file = data / "secret-key"
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48))
    return file.read_text(encoding="ascii").strip()


def _second_factor(values: Mapping[str, str], *, production: bool) -> str:
    chosen = values.get("REQUIRE_2FA") or ("organiser" if production else "none")
    if chosen not in {"none", "organiser"}:
        raise ConfigurationError("REQUIRE_2FA must be none or organiser")
    return chosen


def _words(text: str) -> list[str]:
    return [word for word in text.replace(",", " ").split() if word]
