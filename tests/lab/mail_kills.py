"""Two mail workers under `kill -9` and a server that is slow and fussy; and without the kills.

    python -m tests.lab.mail_kills [--mails 2000] [--kills 50] [--engine sqlite|postgresql]

Of the addresses a tenth is first told 451, five are told 550. Prints a line of JSON a run: how many
mails were lost, came twice, and were not the same to the byte when they did; and what the workers
said on the way, if anything.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from email import message_from_bytes
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.clock import now_utc
from app.domain.states import WorkState
from app.extensions import db
from app.models import OutgoingMail
from tests.lab.installations import installation
from tests.mail_sink import OK, Sink, mail_sink
from tests.services.test_sending import post

TOP = Path(__file__).resolve().parents[2]
GONE = tuple(f"gone{number}@example.org" for number in range(5))
LEASE_SECONDS = 15


def main() -> None:
    """A run with kills, then one without."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    wanted = parser.parse_args()
    for kills in (wanted.kills, 0):
        print(json.dumps(run(wanted.mails, kills, wanted.engine)), flush=True)


def run(mails: int, kills: int, engine: str) -> dict[str, Any]:
    """What came of so many mails and kills."""
    everybody = [f"p{number}@example.org" for number in range(mails - len(GONE))] + list(GONE)
    asked: Counter[str] = Counter()

    def answer(address: str) -> str:
        asked[address] += 1
        if address in GONE:
            return "550 No such user"
        late = address.removeprefix("p").split("@")[0].endswith("7")  # a tenth
        return "451 Later, please" if late and asked[address] == 1 else OK

    with (
        tempfile.TemporaryDirectory() as folder,
        installation(Path(folder), engine) as url,
        mail_sink(answer, most_delay_seconds=0.02) as (sink, port),
    ):
        post(*everybody, now=now_utc())
        began = time.monotonic()
        # Half of the mails are left for those who are not killed.
        between = str(max(1, mails // (kills + 1)))
        workers = subprocess.run(  # noqa: S603 - our own program
            [
                *(sys.executable, "-m", "tests.mail_workers", folder, url, str(port), str(kills)),
                *(between, str(LEASE_SECONDS)),
            ],
            cwd=TOP,
            capture_output=True,
            text=True,
            check=True,
        )
        seconds = time.monotonic() - began
        return {
            "engine": engine,
            "mails": mails,
            "kills": int(workers.stdout.split()[-1]),
            "seconds": round(seconds, 1),
            **_figures(sink, set(everybody) - set(GONE)),
            "rcpt_of_a_refused_one_at_most": max(asked[one] for one in GONE),
            "said": _troubles(workers.stderr),
        }


def _figures(sink: Sink, reachable: set[str]) -> dict[str, Any]:
    copies: dict[str, list[bytes]] = defaultdict(list)
    for recipient, data in sink.received:
        copies[recipient].append(data)
    twice = [same for same in copies.values() if len(same) > 1]
    states = db.session.execute(
        select(OutgoingMail.state, func.count(), func.max(OutgoingMail.attempts)).group_by(
            OutgoingMail.state
        )
    )
    return {
        "lost": len(reachable - set(copies)),
        "to_a_refused_one": len(set(copies) - reachable),
        "duplicates": sum(len(same) - 1 for same in twice),
        "most_copies": max(map(len, copies.values())),
        "duplicates_that_differ": sum(len(set(same)) > 1 for same in twice),
        "message_ids_of_duplicates_that_differ": sum(
            len({message_from_bytes(one)["Message-ID"] for one in same}) > 1 for same in twice
        ),
        "states": {WorkState(state).value: number for state, number, _most in states},
    }


def _troubles(text: str) -> dict[str, int]:
    """What the workers said that is not about one mail, each once with how often."""
    lines = (line[:160] for line in text.splitlines() if '"event": "mail"' not in line)
    return dict(Counter(line for line in lines if line.strip()))


if __name__ == "__main__":
    main()
