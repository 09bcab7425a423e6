"""A mail server that keeps what it gets and answers as it is told."""

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 OK"
HANGS, LEAVES = "hangs", "leaves"
"""What it may do with a mail instead of answering: nothing at all, or cut the line."""
HANG_SECONDS = 60


class Sink:
    """`received` are (recipient, bytes), `senders` the envelope senders in the same order.

    `answer` says what the server answers to a recipient, `at_the_end` what to a mail to them.
    """

    def __init__(
        self,
        answer: Callable[[str], str],
        most_delay_seconds: float,
        at_the_end: Callable[[str], str],
    ) -> None:
        self.received: list[tuple[str, bytes]] = []
        self.senders: list[str | None] = []
        self._answer, self._at_the_end = answer, at_the_end
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
        end = self._at_the_end(envelope.rcpt_tos[0])
        if end == HANGS:
            await asyncio.sleep(HANG_SECONDS)
        elif end == LEAVES:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        if end != OK:
            return end
        self.received += [(address, content) for address in envelope.rcpt_tos]
        self.senders += [envelope.mail_from for _address in envelope.rcpt_tos]
        time.sleep(self._random.uniform(0, self._most_delay_seconds))
        return OK


@contextmanager
def mail_sink(
    answer: Callable[[str], str] = lambda _address: OK,
    most_delay_seconds: float = 0.0,
    at_the_end: Callable[[str], str] = lambda _address: OK,
) -> Iterator[tuple[Sink, int]]:
    """The sink at work, and its port."""
    sink = Sink(answer, most_delay_seconds, at_the_end)
    # The controller asks its own port whether it is there, so it must be known beforehand.
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()
