"""A mail server that keeps what it gets and answers as it is told."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 OK"


class Sink:
    """`received` are (recipient, bytes); `answer` says what the server answers to a recipient."""

    def __init__(self, answer: Callable[[str], str], most_delay_seconds: float) -> None:
        self.received: list[tuple[str, bytes]] = []
        self._answer = answer
        self._most_delay_seconds = most_delay_seconds
        self._random = Random(1)  # noqa: S311 - delays, no secret

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, or not."""
        answer = self._answer(address)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the mail, and be slow about saying so."""
        content = envelope.content
        assert isinstance(content, bytes)
        self.received += [(address, content) for address in envelope.rcpt_tos]
        time.sleep(self._random.uniform(0, self._most_delay_seconds))
        return OK


@contextmanager
def mail_sink(
    answer: Callable[[str], str] = lambda _address: OK, most_delay_seconds: float = 0.0
) -> Iterator[tuple[Sink, int]]:
    """The sink at work, and its port."""
    sink = Sink(answer, most_delay_seconds)
    # The controller asks its own port whether it is there, so it must be known beforehand.
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()
