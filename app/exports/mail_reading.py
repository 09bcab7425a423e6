"""A mail's bytes become what a page can show of it."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

from app.exports.plain import plain_lines

SHOWN = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text; `path` where it is an address of this site."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class ReadMail:
    """What a mail says: its headers, its text line by line, its HTML as it was written."""

    headers: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    html: str


def read_mail(data: bytes, base_url: str) -> ReadMail:
    """Read a mail that was written here; addresses under `base_url` become links."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    headers = tuple((name, str(message[name])) for name in SHOWN if message[name] is not None)
    if not isinstance(message, EmailMessage):
        return ReadMail(headers, (), "")
    text = _part(message, "plain")
    return ReadMail(headers, tuple(_lines(text, base_url)), _part(message, "html"))


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return plain_lines(str(body.get_content())) if body is not None else ""


def _lines(text: str, base_url: str) -> Iterator[Line]:
    for line in text.strip("\n").split("\n"):
        ours = line.startswith(f"{base_url}/")
        yield Line(line, line.removeprefix(base_url) if ours else "")
