"""Mail workers under `kill -9`: nothing is lost, and what comes twice is the same to the byte."""

import subprocess
import sys
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.clock import now_utc
from app.domain.states import WorkState
from app.extensions import db
from app.models import OutgoingMail
from tests.mail_sink import mail_sink
from tests.services.test_sending import post

MAILS, KILLS = 60, 6
TOP = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_killed_workers_lose_no_mail(app: Flask, now: datetime, tmp_path: Path) -> None:
    everybody = [f"p{number}@example.org" for number in range(MAILS)]
    post(*everybody, now=now_utc())
    url = db.engine.url.render_as_string(hide_password=False)
    with mail_sink(most_delay_seconds=0.02) as (sink, port):
        subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "tests.mail_workers", tmp_path, url, str(port), str(KILLS)],
            cwd=TOP,
            check=True,
            timeout=150,
        )
    copies = defaultdict(list)
    for recipient, data in sink.received:
        copies[recipient].append(data)
    assert sorted(copies) == sorted(everybody)
    assert all(len(set(same)) == 1 for same in copies.values())
    assert len(sink.received) - MAILS <= KILLS
    db.session.rollback()
    rows = db.session.scalars(select(OutgoingMail).execution_options(populate_existing=True)).all()
    assert {row.state for row in rows} == {WorkState.DONE}
    # At least one kill met a worker with a mail in its hands.
    assert any(row.attempts > 1 for row in rows)
