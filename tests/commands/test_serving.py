"""`flask serve` as a person starts it: the demo, its logins, the worker, the end."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent.parent
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`flask serve` once it is ready, with what it has printed until then."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*FLASK, "serve"],
        cwd=TOP,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Ctrl-C"):
                break
        yield process, "".join(lines)
    finally:
        process.terminate()
        process.wait(20)
        if process.stdout:
            process.stdout.close()


@pytest.mark.slow
def test_the_demo_is_served_and_says_how_to_sign_in(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {
        "HUBMEET_ENV": "demo",
        "HUBMEET_DATA": str(tmp_path),
        "HUBMEET_PORT": str(port),
    }
    loaded = subprocess.run(  # noqa: S603 - our own command
        [*FLASK, "demo"], cwd=TOP, env=environment, capture_output=True, text=True, check=True
    )
    logins = re.findall(r"^  (\w+) +(\S+@\S+) +(\S{12,})$", loaded.stdout, re.MULTILINE)
    assert [role for role, _, _ in logins] == ["organiser", "SME", "hub", "exhibitor"]

    with serving(environment) as (process, printed):
        assert printed.startswith(f"Hubmeet is at http://127.0.0.1:{port}\n")
        assert re.findall(r"^  (\w+) +(\S+@\S+) +(\S{12,})$", printed, re.MULTILINE) == logins
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
            assert page.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
