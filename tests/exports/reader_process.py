"""Readers of calendars that are not Python of ours: programs that stay and are asked by lines."""

import atexit
import functools
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"
ICAL_JS = Path(sys.prefix, "ical_js", "node_modules", "ical.js", "dist", "ical.js")
HAS_LIBICAL = "import gi; gi.require_version('ICalGLib', '3.0')"


class ReaderProcess:
    """Answers each line of JSON with a line of JSON, and ends when the tests do."""

    def __init__(self, *command: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own words
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        atexit.register(self._end)

    def ask(self, calendars: Sequence[bytes]) -> list[Any]:
        """What it makes of each calendar."""
        questions, answers = self._process.stdin, self._process.stdout
        assert questions is not None
        assert answers is not None
        texts = [calendar.decode("utf-8", "replace") for calendar in calendars]
        questions.write(json.dumps(texts).encode() + b"\n")
        questions.flush()
        found: list[Any] = json.loads(answers.readline())
        return found

    def _end(self) -> None:
        self._process.communicate()


@functools.cache
def libical() -> ReaderProcess:
    """libical, through the system's Python; skips the test where it is not there."""
    asked = subprocess.run([SYSTEM_PYTHON, "-c", HAS_LIBICAL], capture_output=True, check=False)  # noqa: S603 - our own words
    if asked.returncode:
        pytest.skip("the system's Python has no libical (gir1.2-ical-3.0, python3-gi)")
    return ReaderProcess(SYSTEM_PYTHON, str(HERE / "libical_reader.py"))


@functools.cache
def ical_js() -> ReaderProcess:
    """ical.js, through Node; skips the test where one of them is not there."""
    node = shutil.which("node")
    if node is None or not ICAL_JS.exists():
        pytest.skip("no ical.js: `script/setup --tests` fetches it where there is npm")
    return ReaderProcess(node, str(HERE / "ical_js" / "reader.mjs"), str(ICAL_JS))
