"""Who mails come from, where their links lead, and who takes them: settings of this place."""

from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path

from flask import current_app

from app.postbox import Postbox
from app.postmen import FolderPostman, Postman, SmtpPostman
from config import ImapMailbox

FOLDER = "mail"
"""Where mails are written inside the data folder, where no mail server is set."""


@dataclass(frozen=True)
class Sender:
    """`address` is a bare mailbox in small letters; `base_url` has no slash at its end."""

    address: str
    name: str
    base_url: str

    @property
    def domain(self) -> str:
        """What stands after the @, for message ids."""
        return self.address.rpartition("@")[2]


def sender() -> Sender:
    """The sender of the application at work."""
    name, address = parseaddr(current_app.config["MAIL_FROM"])
    return Sender(address.lower(), name or "Hubmeet", current_app.config["BASE_URL"].rstrip("/"))


def postman() -> Postman | None:
    """Who takes the mails: SMTP, or a folder in the demo and in development; else nobody yet."""
    server = current_app.config["SMTP_SERVER"]
    if server is not None:
        return SmtpPostman(
            server.host,
            server.port,
            user=server.user,
            password=server.password,
            tls=server.tls,
        )
    if current_app.config["HUBMEET_ENV"] in {"demo", "development"}:
        data: Path = current_app.config["HUBMEET_DATA"]
        return FolderPostman(data / FOLDER)
    return None


def mail_goes_out() -> bool:
    """Whether mails reach people from here: there is a server, or a demo's folder for them."""
    return postman() is not None


def mails_per_second() -> int:
    """How many mails one domain gets in a second at most."""
    number: int = current_app.config["MAILS_PER_SECOND"]
    return number


def postbox() -> Postbox | None:
    """Where what comes back is read; None where no mailbox is set."""
    inbox: ImapMailbox | None = current_app.config["INBOX"]
    return Postbox(inbox) if inbox is not None else None


def inbox_is_read() -> bool:
    """Whether bounces, replies and answers of calendars are read here."""
    return current_app.config["INBOX"] is not None


def minutes_between_readings() -> int:
    """How often the mailbox is read."""
    number: int = current_app.config["INBOX_MINUTES"]
    return number
