"""Two mail workers that are killed again and again: run as a process of its own by a test.

python -m tests.mail_workers DATA_FOLDER DATABASE_URL SMTP_PORT KILLS
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
LEASE = timedelta(seconds=5)


class Telling(SmtpPostman):
    """Says so before each mail: the moment to be killed."""

    def __init__(self, host: str, port: int, says: int) -> None:
        super().__init__(host, port)
        self._says = says

    def deliver(self, name: str, *, sender: str, recipient: str, data: bytes) -> None:
        """Tell, and hand the mail in."""
        os.write(self._says, b".")
        super().deliver(name, sender=sender, recipient=recipient, data=data)


def main(data: Path, url: str, port: int, kills: int) -> None:
    """Fork two workers; kill one, fork another, and so on; then let two end in peace."""
    random = Random(5)  # noqa: S311 - when to kill, no secret
    workers = [_fork(data, url, port) for _ in range(2)]
    for _ in range(kills):
        killed, at_work = workers.pop(0)
        for _ in range(random.randint(1, 4)):
            os.read(at_work, 1)
        time.sleep(random.uniform(0, 0.02))
        os.kill(killed, signal.SIGKILL)
        workers.append(_fork(data, url, port))
    for worker, _at_work in workers:
        os.waitpid(worker, 0)


def _fork(data: Path, url: str, port: int) -> tuple[int, int]:
    """A worker with a database connection of its own, and where it says that it takes a mail.

    It ends when nothing is left to send.
    """
    hears, says = os.pipe()
    child = os.fork()
    if child == 0:
        with create_app(settings(data, url)).app_context():
            work = Round(Telling("127.0.0.1", port, says), "hubmeet@example.org", Rules(1000))
            work.rules.lease = LEASE
            while waiting_mails():
                if not send_next(work, now_utc):
                    time.sleep(0.05)
                db.session.remove()
        os._exit(0)
    os.close(says)
    return child, hears


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
