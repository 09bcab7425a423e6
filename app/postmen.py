"""Those who carry a mail away: a mail server, or a folder that stands for one.

A mail can come back in three ways, each an error of its own; nothing else leaves here.
"""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, Protocol

from app.exports.plain import plain_line

TIMEOUT_SECONDS = 30.0
LONGEST_WORDS = 300


class RefusedError(Exception):
    """The server will never take this mail; the message is in its words."""


class DelayedError(Exception):
    """The server did not take this mail now; it may later."""


class UnreachableError(Exception):
    """No mail can be handed in at present; it is no mail's fault."""


class Postman(Protocol):
    """Carries mails; between two of them it may keep its connection."""

    def be_ready(self) -> None:
        """Have a connection; raises UnreachableError."""

    def deliver(self, name: str, *, sender: str, recipient: str, data: bytes) -> None:
        """Hand one mail in; raises RefusedError or DelayedError."""

    def rest(self) -> None:
        """Nothing to carry for a while: let the connection go."""


class FolderPostman:
    """Writes each mail as a file `<name>.eml`, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def be_ready(self) -> None:
        """Have the folder."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnreachableError(str(error.strerror)) from error

    def deliver(self, name: str, *, sender: str, recipient: str, data: bytes) -> None:
        """Write one file, readable by its owner alone."""
        new = self._folder / f"{name}.eml.new"
        try:
            new.unlink(missing_ok=True)
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
            new.replace(self._folder / f"{name}.eml")
        except OSError as error:
            raise DelayedError(str(error.strerror)) from error

    def rest(self) -> None:
        """There is nothing to let go."""


class SmtpPostman:
    """Hands mails to a mail server, many over one connection."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        user: str = "",
        password: str = "",
        tls: Literal["first", "must", "offered", "never"] = "offered",
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        self._host, self._port = host, port
        self._user, self._password = user, password
        self._tls = tls
        self._timeout_seconds = timeout_seconds
        self._connection: smtplib.SMTP | None = None

    def be_ready(self) -> None:
        """Keep the connection if it still answers, or make one."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._connection.noop()[0] == 250:
                    return
            self._drop()
        try:
            self._connection = self._connect()
        except (smtplib.SMTPException, OSError) as error:
            raise UnreachableError(_in_words(error)) from error

    def deliver(self, name: str, *, sender: str, recipient: str, data: bytes) -> None:
        """Hand one mail in over the connection."""
        if self._connection is None:
            raise DelayedError("There is no connection to the mail server")
        with self._answering():
            self._connection.sendmail(sender, [recipient], data)

    def rest(self) -> None:
        """End the connection in order."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._drop()

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        made: smtplib.SMTP
        if self._tls == "first":
            made = smtplib.SMTP_SSL(
                self._host, self._port, timeout=self._timeout_seconds, context=context
            )
        else:
            made = smtplib.SMTP(self._host, self._port, timeout=self._timeout_seconds)
        try:
            made.ehlo()
            if self._tls in {"must", "offered"} and made.has_extn("starttls"):
                made.starttls(context=context)
                made.ehlo()
            elif self._tls == "must":
                raise smtplib.SMTPException("The mail server offers no encryption (STARTTLS)")
            if self._user:
                made.login(self._user, self._password)
        except BaseException:
            made.close()
            raise
        return made

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """The server's answers as our errors; a connection that broke is made anew next time."""
        try:
            yield
        except smtplib.SMTPRecipientsRefused as error:
            raise _by_code(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPResponseException as error:
            raise _by_code(error.smtp_code, error.smtp_error) from error
        except (UnicodeError, ValueError, smtplib.SMTPNotSupportedError) as error:
            raise RefusedError("This address cannot be written in a mail") from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise DelayedError(_in_words(error)) from error


def _by_code(code: int, answer: bytes | str) -> RefusedError | DelayedError:
    """5xx is for ever, all else for now."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    words = plain_line(f"{code} {text}")[:LONGEST_WORDS]
    return RefusedError(words) if 500 <= code <= 599 else DelayedError(words)


def _in_words(error: Exception) -> str:
    """What a person can do something with: the server's words, or the system's."""
    if isinstance(error, smtplib.SMTPResponseException):
        return str(_by_code(error.smtp_code, error.smtp_error))
    # smtplib tells of a silence as of a connection that was closed.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "The mail server did not answer in time"
    return plain_line(str(error))[:LONGEST_WORDS] or type(error).__name__
