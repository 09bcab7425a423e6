"""Serves the web pages and runs the worker beside them; starts again whichever of the two dies.

The listening socket is opened here and handed to the web server, so that while the web server
starts again visitors wait for a moment instead of being refused.
"""

import errno
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from app.domain.errors import ConflictError
from app.processes import ChildProcess

WORKER_COMMAND = (sys.executable, "-m", "flask", "--app", "wsgi", "worker")
LOOK_EVERY_SECONDS = 0.1
PATIENCE_SECONDS = 10.0  # for requests under way, and for the worker to put its job down
WAITING_VISITORS = 512
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not bound to


def serve(
    host: str,
    port: int,
    *,
    web_threads: int = 8,
    web_processes: int = 1,
    public_host: str = "",
    when_ready: Callable[[str], None] = click.echo,
) -> int:
    """Serve until told to stop (SIGTERM, SIGINT, SIGHUP); returns the exit status.

    `when_ready` is called once with a sentence that holds the address, when the first page has
    been answered; it is asked for under `public_host`, when only that is trusted. Raises
    ConflictError when the port cannot be had.
    """
    with _listen(host, port) as listener:
        web = ChildProcess(
            "web",
            _web_command(listener.fileno(), web_threads, web_processes),
            keeps_open=(listener.fileno(),),
        )
        worker = ChildProcess("worker", WORKER_COMMAND)
        first_page = FirstPage(host, listener.getsockname()[1], public_host)
        with _told_to_stop() as stop:
            return supervise(
                web,
                worker,
                is_ready=first_page.has_come,
                when_ready=lambda: when_ready(f"Hubmeet is at {first_page.address}"),
                stop=stop,
            )


def supervise(
    web: ChildProcess,
    worker: ChildProcess,
    *,
    is_ready: Callable[[], bool],
    when_ready: Callable[[], None],
    stop: Callable[[], bool],
) -> int:
    """Start `web`, when it is ready `worker`, and keep both alive until `stop()`.

    Returns 0 when told to stop, 1 when the web server ended before it was ready.
    """
    try:
        web.start()
        while not stop() and not is_ready():
            if web.pid is None:
                click.echo("The web server could not start; the reason stands above.", err=True)
                return 1
            time.sleep(LOOK_EVERY_SECONDS)
        if not stop():
            worker.start()
            when_ready()
        while not stop():
            web.tend()
            worker.tend()
            time.sleep(LOOK_EVERY_SECONDS)
        return 0
    finally:
        _end(web, worker)


def _end(*children: ChildProcess) -> None:
    """Ask all to end, then wait for each; what is still there after that is killed."""
    for child in children:
        child.ask_to_end()
    until_seconds = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        child.wait_for_end(until_seconds)


class FirstPage:
    """Asks for the first page at once, and knows when the answer has begun to come."""

    def __init__(self, host: str, port: int, public_host: str = "") -> None:
        reached = EVERY_ADDRESS.get(host, host)
        name = f"[{reached}]" if ":" in reached else reached
        self.address = f"http://{name}:{port}"
        # The socket listens already, so the question waits there for the web server to start.
        self._connection = socket.create_connection((reached, port), timeout=PATIENCE_SECONDS)
        asked = public_host or f"{name}:{port}"
        self._connection.sendall(f"GET / HTTP/1.0\r\nHost: {asked}\r\n\r\n".encode())

    def has_come(self) -> bool:
        """Whether the answer has begun."""
        readable, _, _ = select.select([self._connection], [], [], 0)
        if readable:
            self._connection.close()
        return bool(readable)


def _web_command(listener: int, threads: int, processes: int) -> tuple[str, ...]:
    return (
        *(sys.executable, "-m", "gunicorn", "wsgi:application"),
        *("--bind", f"fd://{listener}", "--no-control-socket"),
        *("--worker-class", "gthread", "--threads", str(threads), "--workers", str(processes)),
        *("--graceful-timeout", str(int(PATIENCE_SECONDS) - 2), "--log-level", "warning"),
    )


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, or a ConflictError that says what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=WAITING_VISITORS)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ConflictError(
                f"Port {port} on {host} is taken. Choose another one with HUBMEET_PORT, "
                f"for example HUBMEET_PORT={port % 65535 + 1}"
            ) from error
        # Python adds the address to the reason, in brackets; the sentence has it already.
        reason = str(error.strerror).partition(" (while attempting")[0]
        raise ConflictError(f"Cannot listen on {host}, port {port}: {reason}") from error


@contextmanager
def _told_to_stop() -> Iterator[Callable[[], bool]]:
    """Turns the signals that end a process into an answer to "should we stop?"."""
    told: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.signal(number, note) for number in numbers}
    try:
        yield lambda: bool(told)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
