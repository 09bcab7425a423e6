"""The quick half of the worker: tasks that come again and again, beside the long work.

A search takes minutes; a mail with a code must not wait for it.
"""

import time
from collections.abc import Callable

import structlog
from flask import Flask

from app.clock import now_utc
from app.services.periodic import Rounds
from app.services.periodic_tasks import TASKS

IDLE_SECONDS = 0.5
SECONDS_AFTER_A_FAULT = 5.0


def run_errands(app: Flask, leaving: Callable[[], bool]) -> None:
    """Run errands until told to end; what goes wrong (a database that is away) is tried again."""
    rounds = Rounds(TASKS)
    while not leaving():
        pause = IDLE_SECONDS
        try:
            with app.app_context():
                if rounds.go(now_utc()):
                    pause = 0.0
        except Exception:
            structlog.get_logger().exception("errand failed")
            pause = SECONDS_AFTER_A_FAULT
        _sleep(pause, leaving)


def _sleep(seconds: float, leaving: Callable[[], bool]) -> None:
    """Wait, but not for longer than a moment once told to end."""
    until = time.monotonic() + seconds
    while not leaving() and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, IDLE_SECONDS))
