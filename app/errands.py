"""The quick half of the worker: mails, and tasks that come again and again, beside the long work.

A search takes minutes; a mail with a code must not wait for it.
"""

import time
from collections.abc import Callable

import structlog
from flask import Flask

from app import mailing
from app.clock import now_utc
from app.services import sending
from app.services.periodic import Rounds
from app.services.periodic_tasks import TASKS, inbox_tasks

IDLE_SECONDS = 0.5
SECONDS_AFTER_A_FAULT = 5.0


def run_errands(app: Flask, leaving: Callable[[], bool]) -> None:
    """Run errands until told to end; what goes wrong (a database that is away) is tried again."""
    rounds, mails = Rounds(TASKS), _mail_round(app)

    def turn() -> bool:
        done = rounds.go(now_utc())
        return (mails is not None and sending.send_next(mails, now_utc)) or done

    _again_and_again(app, turn, leaving)


def read_what_comes_back(app: Flask, leaving: Callable[[], bool]) -> None:
    """Read the mailbox until told to end: apart, for its server may take its time to answer."""
    with app.app_context():
        rounds = Rounds(inbox_tasks())
    _again_and_again(app, lambda: rounds.go(now_utc()), leaving)


def _again_and_again(app: Flask, turn: Callable[[], bool], leaving: Callable[[], bool]) -> None:
    """Take turns without a pause as long as they do anything."""
    while not leaving():
        pause = IDLE_SECONDS
        try:
            with app.app_context():
                pause = 0.0 if turn() else IDLE_SECONDS
        except Exception as error:
            structlog.get_logger().error("errand failed", error=error)
            pause = SECONDS_AFTER_A_FAULT
        _sleep(pause, leaving)


def _mail_round(app: Flask) -> sending.Round | None:
    """What sends this installation's mails; None where they have nowhere to go."""
    with app.app_context():
        carrier = mailing.postman()
        if carrier is None:
            structlog.get_logger().warning("mails wait: SMTP_URL is not set")
            return None
        rules = sending.Rules(per_second=mailing.mails_per_second())
        return sending.Round(carrier, mailing.sender().address, rules)


def _sleep(seconds: float, leaving: Callable[[], bool]) -> None:
    """Wait, but not for longer than a moment once told to end."""
    until = time.monotonic() + seconds
    while not leaving() and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, IDLE_SECONDS))
