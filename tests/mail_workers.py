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

LEASE = timedelta(seconds=1)


def main(data: Path, url: str, port: int, kills: int) -> None:
    """Fork two workers; kill one, fork another, and so on; then let two end in peace."""
    random = Random(5)  # noqa: S311 - when to kill, no secret
    workers = [_fork(data, url, port) for _ in range(2)]
    for _ in range(kills):
        killed, at_work = workers.pop(0)
        os.read(at_work, 1)
        time.sleep(random.uniform(0.1, 0.3))
        os.kill(killed, signal.SIGKILL)
        workers.append(_fork(data, url, port))
    for worker, _at_work in workers:
        os.waitpid(worker, 0)


def _fork(data: Path, url: str, port: int) -> tuple[int, int]:
    """A worker with a database connection of its own, and where it says that it is at work.

    It ends when nothing is left to send.
    """
    hears, says = os.pipe()
    child = os.fork()
    if child == 0:
        with create_app(settings(data, url)).app_context():
            work = Round(SmtpPostman("127.0.0.1", port), "hubmeet@example.org", Rules(1000))
            work.rules.lease = LEASE
            os.write(says, b".")
            while waiting_mails():
                if not send_next(work, now_utc):
                    time.sleep(0.05)
                db.session.remove()
        os._exit(0)
    return child, hears


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
