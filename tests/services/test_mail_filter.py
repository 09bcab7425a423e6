"""Which mails are shown, and acted on together: those that fit and no others."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.states import WorkState
from app.extensions import db
from app.models import Edition, OutgoingMail
from app.services import mail_acts, mail_centre, mail_queue
from app.services.mail_acts import Act
from app.services.mail_filter import MailFilter, Shelf, fits
from tests.factory import Factory
from tests.services.test_announcements import ID, send
from tests.services.test_sending import mail_to, post

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture
def edition(factory: Factory, now: datetime) -> Edition:
    """With a mail to Ada, one to nobody known, and another edition's."""
    edition = factory.edition(zone="Europe/Warsaw")
    ada = factory.registration(edition, name="Ada", email="a@example.org")
    post("a@example.org", now=now, edition=edition, kind="registration_approved")
    post("b@example.org", now=now + timedelta(days=1), edition=edition, kind="request.asked")
    post("c@elsewhere.example", now=now, edition=factory.edition(), kind="request.asked")
    mail_to("a@example.org").registration_id = ada.id
    db.session.commit()
    return edition


def found(edition: Edition, wanted: MailFilter) -> str:
    """The first letters of the addresses that fit."""
    rows = db.session.scalars(
        select(OutgoingMail.recipient).where(*fits(edition, wanted)).order_by(OutgoingMail.id)
    )
    return "".join(one[0] for one in rows)


def test_each_filter_finds_its_mails(app: Flask, edition: Edition) -> None:
    assert found(edition, MailFilter()) == "ab"
    assert found(edition, MailFilter(kind="request.asked")) == "b"
    assert found(edition, MailFilter(text="ADA")) == "a"
    assert found(edition, MailFilter(text="b@ex")) == "b"
    assert found(edition, MailFilter(person="nobody")) == ""
    assert found(edition, MailFilter(shelf=Shelf.SENT)) == ""


def test_days_are_those_of_the_edition(app: Flask, factory: Factory) -> None:
    edition = factory.edition(zone="Europe/Warsaw")
    # In Warsaw, 23:30 UTC is half past midnight of the next day.
    post("a@example.org", now=datetime(2027, 3, 1, 22, 59, tzinfo=UTC), edition=edition)
    post("b@example.org", now=datetime(2027, 3, 1, 23, 0, tzinfo=UTC), edition=edition)
    first, second = date(2027, 3, 1), date(2027, 3, 2)
    assert found(edition, MailFilter(until=first)) == "a"
    assert found(edition, MailFilter(since=second)) == "b"
    assert found(edition, MailFilter(since=first, until=second)) == "ab"


def test_what_is_done_to_all_is_done_to_those_that_fit(
    app: Flask, edition: Edition, now: datetime
) -> None:
    wanted = MailFilter(kind="request.asked")
    assert mail_acts.act_on_all(edition, Act.CANCEL, wanted, by=1, now=now) == 1
    assert mail_to("a@example.org").state is WorkState.QUEUED
    for address in ("a@example.org", "b@example.org"):
        mail_to(address).state = WorkState.FAILED
    db.session.commit()
    assert mail_acts.act_on_all(edition, Act.AGAIN, wanted, by=1, now=now) == 1
    assert mail_to("a@example.org").state is WorkState.FAILED


def test_an_announcement_is_one_line_and_is_stopped_as_a_whole(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    for _ in range(2):
        factory.registration(edition)
    assert send(app, edition, now) == 3
    page = mail_centre.mail_page(edition, MailFilter(), 1)
    assert [row.kind for row in page.rows] == ["request.asked", "registration_approved"]
    assert [(one.public_id, one.waiting) for one in page.announcements] == [(ID, 3)]
    assert page.counts[Shelf.WAITING] == 5
    only = MailFilter(announcement=ID)
    assert mail_centre.mail_page(edition, only, 1).found == 3
    assert mail_acts.act_on_all(edition, Act.HOLD, only, by=1, now=now) == 3
    assert mail_acts.act_on_all(edition, Act.CANCEL, only, by=1, now=now) == 3
    assert mail_centre.mail_page(edition, MailFilter(), 1).counts[Shelf.WAITING] == 2


def test_what_came_back_lies_on_a_shelf_of_its_own(
    app: Flask, edition: Edition, now: datetime
) -> None:
    mail = mail_to("a@example.org")
    mail.state, mail.bounced_at = WorkState.DONE, now
    db.session.commit()
    counts = mail_centre.mail_page(edition, MailFilter(), 1).counts
    assert (counts[Shelf.SENT], counts[Shelf.BOUNCED]) == (0, 1)
    assert found(edition, MailFilter(shelf=Shelf.BOUNCED)) == "a"


def test_the_slowest_domain_says_how_long_it_takes(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    # 11 more to example.org, which gets 5 a second: 12 take 3 seconds. One more domain takes one.
    post(*(f"p{number}@Example.org" for number in range(11)), now=now, edition=edition)
    post("held@example.org", now=now, edition=factory.edition(mails_paused=True))
    with app.test_request_context():
        seen = mail_queue.outlook(edition, now=now)
    assert (seen.due, seen.seconds, seen.per_second, seen.later) == (13, 3, 5, 1)
