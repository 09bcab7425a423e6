"""A mail server at its worst: whatever it does to some mails, all others arrive once."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.clock import now_utc
from app.domain.states import WorkState
from app.postmen import SmtpPostman
from app.services import mail_acts, sending
from app.services.mail_acts import Act
from app.services.mail_centre import mail_page
from app.services.mail_filter import MailFilter, Shelf
from tests.factory import Factory
from tests.mail_sink import HANGS, LEAVES, OK, mail_sink
from tests.services.test_sending import FROM, mail_to, post, send_all

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
TIMEOUT_SECONDS = 1.0


def test_a_server_that_refuses_delays_hangs_and_leaves_harms_no_other_mail(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition = factory.edition()
    gone = [f"gone{number}@example.org" for number in range(5)]
    failing = {"hangs@example.org": HANGS, "never@example.org": "451 Full"}
    fine = [f"p{number}@example.org" for number in range(33)]
    # Between the others, so that each has to go on after them.
    everybody = [*fine[:10], *gone, *fine[10:20], *failing, *fine[20:]]
    tries: Counter[str] = Counter()

    def answer(address: str) -> str:
        tries[address] += 1
        if address in gone:
            return "550 No such user"
        if address in fine[::3] and tries[address] == 1:  # 11 of 33
            return "421 Closing" if address in fine[::6] else "451 Later"
        return OK

    def at_the_end(address: str) -> str:
        return LEAVES if address in fine[1:4] and tries[address] == 1 else failing.get(address, OK)

    post(*everybody, now=now, edition=edition)
    rules = sending.Rules(per_second=1000, waits=(10,))
    with mail_sink(answer, at_the_end=at_the_end) as (sink, port):
        work = sending.Round(
            SmtpPostman("127.0.0.1", port, timeout_seconds=TIMEOUT_SECONDS), FROM, rules
        )
        for seconds in (0, 10, 1000):
            send_all(work, now + timedelta(seconds=seconds))
            assert seconds or len(sink.received) == 33 - 11 - 2  # fine[3] is among the eleven
        work.postman.rest()
    assert Counter(to for to, _data in sink.received) == Counter(fine)
    # 550 is for ever; 451 and silence are tried twice.
    assert [tries[one] for one in (*gone, *failing)] == [1, 1, 1, 1, 1, 2, 2]
    assert sending.waiting_mails() == 0
    page = mail_page(edition, MailFilter(shelf=Shelf.FAILED), 1)
    assert {(row.recipient, row.message) for row in page.rows} == {
        *((one, "550 No such user") for one in gone),
        ("hangs@example.org", "Given up after 2 tries: The mail server did not answer in time"),
        ("never@example.org", "Given up after 2 tries: 451 Full"),
    }


@pytest.mark.parametrize("stop", ["pause", "cancel"])
def test_who_stops_the_mails_is_obeyed_at_once_and_none_is_lost(
    app: Flask, factory: Factory, stop: str
) -> None:
    edition, by = factory.edition(), factory.account().id
    everybody = [f"p{number}@example.org" for number in range(40)]
    post(*everybody, now=now_utc(), edition=edition)
    leaving = threading.Event()
    with mail_sink(most_delay_seconds=0.02) as (sink, port):

        def work() -> None:
            postman = SmtpPostman("127.0.0.1", port)
            mine = sending.Round(postman, FROM, sending.Rules(per_second=1000))
            while not leaving.is_set():
                with app.app_context():  # as the worker does: each turn sees what is new
                    done = sending.send_next(mine, now_utc)
                if not done:
                    time.sleep(0.01)
            postman.rest()

        workers = [threading.Thread(target=work, daemon=True) for _ in range(2)]
        for worker in workers:
            worker.start()
        try:
            _wait(lambda: len(sink.received) >= 10)
            cancelled = 0
            if stop == "pause":
                mail_acts.pause(edition, True, by=by, now=now_utc())
                # Each worker may have one in its hands.
                _wait_until_still(lambda: len(sink.received), most_seconds=1)
                assert len(sink.received) < 40
                mail_acts.pause(edition, False, by=by, now=now_utc())
            else:
                cancelled = mail_acts.act_on_all(
                    edition, Act.CANCEL, MailFilter(), by=by, now=now_utc()
                )
            _wait(lambda: len(sink.received) + cancelled >= 40)
        finally:
            leaving.set()
            for worker in workers:
                worker.join()
    assert Counter(to for to, _data in sink.received).most_common(1)[0][1] == 1
    assert len(sink.received) + cancelled == 40
    states = Counter(mail_to(one).state for one in everybody)
    assert states == Counter({WorkState.DONE: 40 - cancelled, WorkState.CANCELLED: cancelled})


def _wait(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


def _wait_until_still(number: Callable[[], int], *, most_seconds: float) -> None:
    """After so many seconds nothing moves any more."""
    time.sleep(most_seconds)
    before = number()
    time.sleep(0.3)
    assert number() == before
