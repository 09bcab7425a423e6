"""A mailbox of one's own: an IMAP server (pymap, in memory) as a process beside the tests."""

import imaplib
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import pytest

from config import ImapMailbox, Tls

USER, PASSWORD = "ada@example.org", 'one "quiet" harbour'
START_SECONDS = 20


class Box:
    """What other people's servers do with the mailbox, and what it looks like then."""

    def __init__(self, port: int) -> None:
        self.port = port

    def at(self, *, tls: Tls = "offered", port: int | None = None, **values: str) -> ImapMailbox:
        """Where it is, as a setting."""
        known = {"host": "127.0.0.1", "user": USER, "password": PASSWORD, "folder": "INBOX"}
        return ImapMailbox(port=port or self.port, tls=tls, **(known | values))

    def put(self, text: str | bytes, at: datetime) -> None:
        """A mail arrives."""
        data = text.replace("\n", "\r\n").encode() if isinstance(text, str) else text
        with self._open() as connection:
            assert connection.append("INBOX", "", at, data)[0] == "OK"

    def seen(self) -> list[bool]:
        """Of each mail, whether it is marked as seen."""
        with self._open() as connection:
            answer = connection.fetch("1:*", "(FLAGS)")[1]
        return [b"\\Seen" in one for one in answer if isinstance(one, bytes)]

    @contextmanager
    def _open(self) -> Iterator[imaplib.IMAP4]:
        connection = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        connection.login(USER, PASSWORD)
        connection.select("INBOX", readonly=True)
        yield connection
        connection.logout()


@contextmanager
def imap_server(certificate: tuple[Path, Path] | None = None) -> Iterator[Box]:
    """The server at work; with a certificate and its key it offers STARTTLS."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    tls = ["--no-tls"]
    if certificate is not None:
        tls = ["--cert", str(certificate[0]), "--key", str(certificate[1])]
    server = subprocess.Popen(  # noqa: S603 - a package of ours
        [
            *(sys.executable, "-c", "from pymap.main import main; main()"),
            *("--host", "127.0.0.1", "--port", str(port), "--no-service", "managesieve", *tls),
            *("dict", "--demo-user", USER, "--demo-password", PASSWORD),
        ],
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield Box(port)
    finally:
        server.kill()
        server.wait()


@contextmanager
def tls_in_front(box: Box, certificate: tuple[Path, Path]) -> Iterator[int]:
    """A port that is encrypted from the first byte, for one connection; the server has none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                outside = context.wrap_socket(listening.accept()[0], server_side=True)
                inside = socket.create_connection(("127.0.0.1", box.port))
                threading.Thread(target=_pass_on, args=(inside, outside), daemon=True).start()
                _pass_on(outside, inside)

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]


def certificate_in(folder: Path, host: str = "127.0.0.1") -> tuple[Path, Path]:
    """A certificate for the host, signed by itself, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl, which makes the certificates")
    made = folder / f"{host}.crt", folder / f"{host}.key"
    kind = "IP" if host[0].isdigit() else "DNS"
    subprocess.run(  # noqa: S603 - found above
        [
            *(openssl, "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt"),
            *("ec_paramgen_curve:prime256v1", "-days", "2", "-subj", f"/CN={host}"),
            *("-addext", f"subjectAltName={kind}:{host}"),
            *("-out", str(made[0]), "-keyout", str(made[1])),
        ],
        check=True,
        capture_output=True,
    )
    return made


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError), closing(source), closing(target):
        while data := source.recv(65536):
            target.sendall(data)


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < until, "the IMAP server did not start"
            time.sleep(0.05)
        else:
            return
