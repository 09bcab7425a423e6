"""The mailbox that mails come back to, read over IMAP: nothing in it is deleted.

What goes wrong at the server is an UnreadableError; nothing else leaves here.
"""

import imaplib
import re
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from types import TracebackType

from app.exports.plain import plain_line
from config import ImapMailbox

TIMEOUT_SECONDS = 20.0
LONGEST_WORDS = 300
MOST_BYTES = 512 * 1024
"""So much of a mail is read: its head, its text and its report come first."""

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ARRIVED = re.compile(rb'INTERNALDATE "([^"]+)"')


class UnreadableError(Exception):
    """The mailbox cannot be read at present; the message is in the server's words."""


@dataclass(frozen=True, slots=True)
class Found:
    """A mail in the mailbox, cut at MOST_BYTES; `arrived_at` is by the server's clock."""

    data: bytes
    arrived_at: datetime


class Postbox:
    """One folder, open between `with` and its end."""

    def __init__(self, account: ImapMailbox, *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._account = account
        self._timeout_seconds = timeout_seconds
        self._connection: imaplib.IMAP4 | None = None
        self._prefix = ""

    def __enter__(self) -> "Postbox":
        """Sign in and open the folder."""
        with _in_our_words():
            self._connection = self._connect()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Sign out."""
        if self._connection is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                self._connection.logout()
            self._connection = None

    def keys(self, *, since: date) -> dict[str, int]:
        """What names each mail that came since that day, for ever → its number in the folder.

        The name holds which mailbox it is, and which life of it: a folder that is made anew
        numbers its mails anew.
        """
        day = f"{since.day:02}-{_MONTHS[since.month - 1]}-{since.year}"
        numbers = self._ask("SEARCH", None, "SINCE", day)
        found = b" ".join(one for one in numbers if isinstance(one, bytes)).split()
        return {f"{self._prefix}:{int(one)}": int(one) for one in found}

    def read(self, number: int) -> Found | None:
        """One mail, which is not marked as seen by that; None if it is there no more."""
        wanted = f"(INTERNALDATE BODY.PEEK[]<0.{MOST_BYTES}>)"
        for answer in self._ask("FETCH", str(number), wanted):
            if isinstance(answer, tuple):
                return Found(answer[1], _arrived(answer[0]))
        return None

    def mark_seen(self, number: int) -> None:
        """Say that somebody has read it."""
        self._ask("STORE", str(number), "+FLAGS.SILENT", "(\\Seen)")

    def _ask(self, command: str, *words: str | None) -> Iterable[object]:
        if self._connection is None:
            raise UnreadableError("The mailbox is not open")
        with _in_our_words():
            answer, data = self._connection.uid(command, *words)  # type: ignore[arg-type]  # None is a charset left out
            if answer != "OK":
                raise imaplib.IMAP4.error(str(data[0]))
            return data

    def _connect(self) -> imaplib.IMAP4:
        account = self._account
        context = ssl.create_default_context()
        made: imaplib.IMAP4
        if account.tls == "first":
            made = imaplib.IMAP4_SSL(
                account.host, account.port, ssl_context=context, timeout=self._timeout_seconds
            )
        else:
            made = imaplib.IMAP4(account.host, account.port, timeout=self._timeout_seconds)
        try:
            if account.tls in {"must", "offered"} and "STARTTLS" in made.capabilities:
                made.starttls(context)
            elif account.tls == "must":
                raise imaplib.IMAP4.error("The mailbox's server offers no encryption (STARTTLS)")
            made.login(account.user, account.password)
            self._open(made)
        except BaseException:
            with suppress(OSError):  # encryption that failed has closed it already
                made.shutdown()
            raise
        return made

    def _open(self, connection: imaplib.IMAP4) -> None:
        """Open the folder; what names this life of it stands before each mail's number."""
        answer, data = connection.select(_quoted(self._account.folder))
        if answer != "OK":
            raise imaplib.IMAP4.error(str(data[0]))
        _name, [life] = connection.response("UIDVALIDITY")
        place = f"{self._account.user}@{self._account.host}/{self._account.folder}"
        number = int(life) if isinstance(life, bytes) and life.isdigit() else 0
        self._prefix = f"{sha256(place.encode()).hexdigest()[:12]}:{number}"


def _quoted(folder: str) -> str:
    """A folder's name as IMAP writes it; other alphabets are for the administrator to avoid."""
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _arrived(head: bytes) -> datetime:
    """When the server got the mail; raises an IMAP error if it does not say."""
    found = _ARRIVED.search(head)
    try:
        text = found[1].decode("ascii").strip() if found else ""
        return datetime.strptime(text, "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except ValueError as error:
        raise imaplib.IMAP4.error("The server does not say when a mail arrived") from error


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Whatever goes wrong between us and the server, as one error."""
    try:
        yield
    except TimeoutError as error:
        raise UnreadableError("The mailbox's server did not answer in time") from error
    except UnicodeError as error:
        raise UnreadableError("The user or the password has letters that IMAP refuses") from error
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        words = plain_line(str(error))[:LONGEST_WORDS]
        raise UnreadableError(words or type(error).__name__) from error
