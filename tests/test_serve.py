"""The web server and the worker under one supervisor."""

import os
import signal
import socket
import sys
import threading
from pathlib import Path

import pytest

from app.domain.errors import ConflictError
from app.processes import Backoff, ChildProcess
from app.serve import FirstPage, serve, supervise
from tests.test_processes import SLEEPS, eventually, runs

AT_ONCE = Backoff(first_seconds=0.0, most_seconds=0.0)


def test_a_taken_port_is_said_with_the_setting_to_change() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ConflictError) as caught:
            serve("127.0.0.1", port)
    assert caught.value.message == (
        f"Port {port} on 127.0.0.1 is taken. Choose another one with HUBMEET_PORT, "
        f"for example HUBMEET_PORT={port + 1}"
    )


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("203.0.113.1", "Cannot assign requested address"),  # kept for documentation, never ours
        ("no such name", "Name or service not known"),
    ],
)
def test_an_address_that_is_not_ours_is_said(host: str, reason: str) -> None:
    with pytest.raises(ConflictError) as caught:
        serve(host, 8000)
    assert caught.value.message == f"Cannot listen on {host}, port 8000: {reason}"


def test_a_web_server_that_cannot_start_ends_all(capsys: pytest.CaptureFixture[str]) -> None:
    web = ChildProcess("web", (sys.executable, "-c", "raise SystemExit(3)"))
    worker = ChildProcess("worker", SLEEPS)
    said: list[str] = []
    status = supervise(
        web,
        worker,
        is_ready=lambda: False,
        when_ready=lambda: said.append("ready"),
        stop=lambda: False,
    )
    assert status == 1
    assert said == []
    assert capsys.readouterr().err == ("The web server could not start; the reason stands above.\n")


def test_a_stop_before_it_is_ready_starts_no_worker() -> None:
    web = ChildProcess("web", SLEEPS)
    worker = ChildProcess("worker", SLEEPS)
    said: list[str] = []
    status = supervise(
        web,
        worker,
        is_ready=lambda: True,
        when_ready=lambda: said.append("ready"),
        stop=lambda: True,
    )
    assert (status, said, web.pid, worker.pid) == (0, [], None, None)


def test_both_come_back_after_kill_9_and_go_when_told() -> None:
    web = ChildProcess("web", SLEEPS, backoff=AT_ONCE)
    worker = ChildProcess("worker", SLEEPS, backoff=AT_ONCE)
    ready, stop = threading.Event(), threading.Event()
    statuses: list[int] = []

    def run() -> None:
        status = supervise(
            web, worker, is_ready=lambda: True, when_ready=ready.set, stop=stop.is_set
        )
        statuses.append(status)

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(10)
    try:
        for child in (web, worker):
            assert_comes_back(child)
    finally:
        last_pids = [web.pid, worker.pid]
        stop.set()
        thread.join(15)
    assert statuses == [0]
    assert [runs(pid) for pid in last_pids if pid] == [False, False]


def assert_comes_back(child: ChildProcess) -> None:
    killed = child.pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: child.pid not in (None, killed))


@pytest.mark.parametrize(
    ("host", "public_host", "asked"),
    [
        ("127.0.0.1", "", "127.0.0.1:{port}"),
        ("0.0.0.0", "", "127.0.0.1:{port}"),  # noqa: S104 - a test on this machine
        ("127.0.0.1", "meet.example.org", "meet.example.org"),
    ],
)
def test_the_first_page_has_come_when_the_server_answers(
    host: str, public_host: str, asked: str
) -> None:
    with socket.create_server((host, 0)) as server:
        port = server.getsockname()[1]
        page = FirstPage(host, port, public_host)
        assert page.address == f"http://127.0.0.1:{port}"
        connection, _ = server.accept()
        with connection:
            question = connection.recv(1000)
            assert not page.has_come()
            connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
            assert eventually(page.has_come)
    assert question.decode() == f"GET / HTTP/1.0\r\nHost: {asked.format(port=port)}\r\n\r\n"


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_and_stops_when_told(
    number: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUBMEET_ENV", "test")
    monkeypatch.setenv("HUBMEET_DATA", str(tmp_path))
    said: list[str] = []
    before = signal.getsignal(number)

    def told(text: str) -> None:
        said.append(text)
        os.kill(os.getpid(), number)

    port = free_port()
    assert serve("127.0.0.1", port, when_ready=told) == 0
    assert said == [f"Hubmeet is at http://127.0.0.1:{port}"]
    assert signal.getsignal(number) == before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
