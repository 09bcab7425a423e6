"""Two mail workers that are killed again and again: run as a process of its own by a test.

python -m tests.mail_workers DATA_FOLDER DATABASE_URL SMTP_PORT KILLS [MOST_MAILS LEASE_SECONDS]

A kill comes after one to MOST_MAILS mails of that worker, and up to 20 ms later. What the server
does not take now is tried again soon. It tells how many kills there were.
"""

import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path
from random import Random

from app import create_app
from app.clock import now_utc
from app.extensions import db
from app.postmen import SmtpPostman
from app.services.sending import Round, Rules, send_next, waiting_mails
from tests.conftest import settings

# Long enough for one mail on a busy machine: a lease that ends too soon looks like a kill.
LEASE_SECONDS = 5.0
WAITS = (0.1, 0.3, 0.6, 3.0, 9.0)
MOST_MAILS = 4


class Telling(SmtpPostman):
    """Says so before each mail: the moment to be killed."""

    def __init__(self, host: str, port: int, says: int) -> None:
        super().__init__(host, port)
        self._says = says

    def deliver(self, name: str, *, sender: str, recipient: str, data: bytes) -> None:
        """Tell, and hand the mail in."""
        os.write(self._says, b".")
        super().deliver(name, sender=sender, recipient=recipient, data=data)


def main(
    data: Path, url: str, port: int, kills: int, most_mails: int, lease_seconds: float
) -> None:
    """Fork two workers; kill one, fork another, and so on; then let two end in peace."""
    random = Random(5)  # noqa: S311 - when to kill, no secret
    lease, done = timedelta(seconds=lease_seconds), 0
    workers = [_fork(data, url, port, lease) for _ in range(2)]
    for _ in range(kills):
        killed, at_work = workers.pop(0)
        for _ in range(random.randint(1, most_mails)):
            os.read(at_work, 1)
        time.sleep(random.uniform(0, 0.02))
        os.kill(killed, signal.SIGKILL)
        done += os.WIFSIGNALED(os.waitpid(killed, 0)[1])
        workers.append(_fork(data, url, port, lease))
    for worker, _at_work in workers:
        os.waitpid(worker, 0)
    sys.stdout.write(f"{done}\n")


def _fork(data: Path, url: str, port: int, lease: timedelta) -> tuple[int, int]:
    """A worker with a database connection of its own, and where it says that it takes a mail.

    It ends when nothing is left to send.
    """
    hears, says = os.pipe()
    child = os.fork()
    if child == 0:
        with create_app(settings(data, url)).app_context():
            work = Round(Telling("127.0.0.1", port, says), "hubmeet@example.org", Rules(1000))
            work.rules.waits, work.rules.lease = WAITS, lease
            while waiting_mails():
                if not send_next(work, now_utc):
                    time.sleep(0.05)
                db.session.remove()
        os._exit(0)
    os.close(says)
    return child, hears


if __name__ == "__main__":
    most, seconds = sys.argv[5:] or (MOST_MAILS, LEASE_SECONDS)
    main(
        Path(sys.argv[1]),
        sys.argv[2],
        int(sys.argv[3]),
        int(sys.argv[4]),
        int(most),
        float(seconds),
    )
