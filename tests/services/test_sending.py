"""Mails leave once; what a server refuses or delays, and a server that is away, lose none."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.letters import Letter
from app.domain.states import WorkState
from app.extensions import db
from app.models import Edition, OutgoingMail
from app.postmen import SmtpPostman
from app.services import outbox, sending, work_queue
from app.services.transaction import writing
from tests.factory import Factory
from tests.mail_sink import OK, Sink, mail_sink
from tests.services.at_once import at_once

FROM = "hubmeet@example.org"
PLAIN = sending.Rules(per_second=1000)


def post(
    *recipients: str, now: datetime, edition: Edition | None = None, kind: str = "test"
) -> None:
    """One mail to each."""
    letter = Letter(subject="News", paragraphs=("Żółw.",))
    with writing():
        for to in recipients:
            assert outbox.post(
                letter, kind=kind, to=to, dedupe_key=f"news:{to}", now=now, edition=edition
            )


@contextmanager
def worker(
    answers: dict[str, str] | None = None, rules: sending.Rules = PLAIN
) -> Iterator[tuple[Sink, sending.Round]]:
    """A mail server, and who carries mails there."""
    with mail_sink(lambda address: (answers or {}).get(address, OK)) as (sink, port):
        postman = SmtpPostman("127.0.0.1", port, timeout_seconds=2)
        yield sink, sending.Round(postman, FROM, rules)
        postman.rest()


def send_all(work: sending.Round, now: datetime) -> int:
    """Send until nothing is left to do at this instant; how many steps it took."""
    steps = 0
    while sending.send_next(work, lambda: now):
        steps += 1
    return steps


def mail_to(recipient: str) -> OutgoingMail:
    found = db.session.scalars(
        select(OutgoingMail)
        .where(OutgoingMail.recipient == recipient)
        .execution_options(populate_existing=True)
    )
    return found.one()


def test_two_workers_send_each_mail_once(app: Flask, now: datetime) -> None:
    everybody = [f"p{number}@example.org" for number in range(30)]
    post(*everybody, now=now)
    with mail_sink() as (sink, port):

        def work() -> None:
            postman = SmtpPostman("127.0.0.1", port)
            send_all(sending.Round(postman, FROM, PLAIN), now)
            postman.rest()

        assert at_once(app, [work, work]) == {"done": 2}
    assert Counter(to for to, _data in sink.received) == Counter(everybody)
    row = mail_to("p0@example.org")
    assert (row.state, row.sent_at, row.attempts) == (WorkState.DONE, now, 1)
    # What the server got is what was written, and needs no eight bits.
    data = {to: data for to, data in sink.received}["p0@example.org"]
    assert data.rstrip() == (row.data or b"").rstrip()
    assert data.isascii()


def test_who_is_refused_fails_once_and_stops_nobody(app: Flask, now: datetime) -> None:
    post("a@example.org", "gone@example.org", "z@example.org", now=now)
    with worker({"gone@example.org": "550 No such user"}) as (sink, work):
        assert send_all(work, now) == 3
        assert send_all(work, now + timedelta(days=1)) == 0
    assert [to for to, _ in sink.received] == ["a@example.org", "z@example.org"]
    failed = mail_to("gone@example.org")
    assert (failed.state, failed.message, failed.attempts) == (
        WorkState.FAILED,
        "550 No such user",
        1,
    )


def test_who_is_delayed_is_tried_after_growing_waits_and_then_given_up(
    app: Flask, now: datetime
) -> None:
    post("busy@example.org", now=now)
    tries = []
    with worker({"busy@example.org": "451 Later, please"}) as (_sink, work):
        # 10 + 30 + 60 + 300 + 900 = 1300 seconds after the first try comes the last.
        for second in range(0, 1400, 10):
            if send_all(work, now + timedelta(seconds=second)):
                tries.append(second)
    assert tries == [0, 10, 40, 100, 400, 1300]
    row = mail_to("busy@example.org")
    assert (row.state, row.message) == (
        WorkState.FAILED,
        "Given up after 6 tries: 451 Later, please",
    )


def test_while_the_server_is_away_mails_wait_and_count_no_try(app: Flask, now: datetime) -> None:
    post("ada@example.org", now=now)
    with mail_sink() as (_sink, port):
        pass
    away = sending.Round(SmtpPostman("127.0.0.1", port), FROM)
    for minute in range(120):
        assert not sending.send_next(away, lambda at=now + timedelta(minutes=minute): at)  # type: ignore[misc]
    row = mail_to("ada@example.org")
    assert (row.state, row.attempts) == (WorkState.QUEUED, 0)
    assert row.message.startswith("The mail server cannot be reached: ")
    assert away.failures < 20  # 120 minutes: 1 2 3 8 and then every 15
    with worker() as (sink, work):
        send_all(work, now)
    assert len(sink.received) == 1


def test_a_mail_in_flight_is_sent_anew_with_the_same_bytes(app: Flask, now: datetime) -> None:
    post("ada@example.org", now=now)
    with worker() as (sink, work):
        # A worker that is killed after the server's yes leaves the row as this one does.
        claimed = work_queue.claim(
            OutgoingMail, now=now, terms=work_queue.Terms(lease=sending.LEASE)
        )
        assert claimed is not None
        assert send_all(work, now + sending.LEASE) == 0
        assert send_all(work, now + sending.LEASE + timedelta(seconds=1)) == 1
    assert len(sink.received) == 1
    assert mail_to("ada@example.org").attempts == 2


def test_a_domain_gets_so_many_a_second_over_all_workers(app: Flask, now: datetime) -> None:
    post(*(f"p{number}@full.example" for number in range(5)), "a@free.example", now=now)
    with mail_sink() as (sink, port):
        rounds = [
            sending.Round(SmtpPostman("127.0.0.1", port), FROM, sending.Rules(per_second=2))
            for _ in range(2)
        ]
        for second, expected in ((0, 3), (1, 5), (2, 6)):
            for work in rounds:
                send_all(work, now + timedelta(seconds=second))
            assert len(sink.received) == expected
        for work in rounds:
            work.postman.rest()


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_mails_that_are_held_back_wait_and_the_others_go(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition, paused = factory.edition(), factory.edition(mails_paused=True)
    post("a@example.org", "held@example.org", now=now, edition=edition)
    post("paused@example.org", now=now, edition=paused)
    post("code@example.org", now=now, edition=paused, kind="code.sign_in")
    mail_to("held@example.org").held = True
    db.session.commit()
    with worker() as (sink, work):
        assert send_all(work, now) == 2
        # Somebody waits for a code: it goes first, and whatever is stopped.
        assert [to for to, _ in sink.received] == ["code@example.org", "a@example.org"]
        paused.mails_paused = False
        db.session.commit()
        assert send_all(work, now) == 1


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_mails_go_thirty_days_after(app: Flask, now: datetime) -> None:
    post("ada@example.org", "waits@example.org", now=now)
    mail_to("waits@example.org").held = True
    db.session.commit()
    with worker() as (_sink, work):
        send_all(work, now)
    assert sending.forget_old_mails(now + timedelta(days=30)) == 0
    assert sending.forget_old_mails(now + timedelta(days=30, seconds=1)) == 1
    assert [row.recipient for row in db.session.scalars(select(OutgoingMail))] == [
        "waits@example.org"
    ]
