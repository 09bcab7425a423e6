"""Holding, releasing, cancelling and repeating mails: only what still can be, each noted."""

import email
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.states import WorkState
from app.extensions import db
from app.models import AuditEntry, Edition, OutgoingMail
from app.services import mail_acts, mail_centre
from app.services.mail_acts import Act
from app.services.mail_filter import MailFilter, Shelf
from tests.factory import Factory
from tests.services.at_once import at_once
from tests.services.test_sending import mail_to, post, send_all, worker

LATER = timedelta(hours=1)


@pytest.fixture
def edition(factory: Factory) -> Edition:
    return factory.edition()


def test_a_mail_is_held_and_let_go(app: Flask, edition: Edition, now: datetime) -> None:
    post("a@example.org", "b@example.org", now=now, edition=edition)
    mail_acts.act(edition, mail_to("a@example.org").public_id, Act.HOLD, by=1, now=now)
    with worker() as (sink, work):
        send_all(work, now)
        assert [to for to, _ in sink.received] == ["b@example.org"]
        # What is sent cannot be held any more.
        with pytest.raises(ConflictError):
            mail_acts.act(edition, mail_to("b@example.org").public_id, Act.HOLD, by=1, now=now)
        assert mail_acts.act_on_all(edition, Act.RELEASE, MailFilter(), by=1, now=now + LATER) == 1
        assert send_all(work, now) == 0
        assert send_all(work, now + LATER) == 1
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["mail.hold", "mail.release"]


def test_a_queue_is_cancelled_but_for_codes(app: Flask, edition: Edition, now: datetime) -> None:
    post("a@example.org", "b@example.org", now=now, edition=edition)
    post("code@example.org", now=now, edition=edition, kind="code.sign_in")
    post("other@example.org", now=now)
    assert mail_acts.act_on_all(edition, Act.CANCEL, MailFilter(), by=1, now=now) == 2
    with worker() as (sink, work):
        send_all(work, now)
    assert [to for to, _ in sink.received] == ["code@example.org", "other@example.org"]


def test_a_failed_mail_is_sent_again_once_to_the_address_of_now(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    person = factory.registration(edition, email="new@example.org")
    post("old@example.org", now=now, edition=edition)
    failed = mail_to("old@example.org")
    failed.registration_id, failed.state = person.id, WorkState.FAILED
    db.session.commit()
    public_id, message_id = failed.public_id, failed.message_id

    def again() -> None:
        mail_acts.act(edition, public_id, Act.AGAIN, by=1, now=now)

    assert at_once(app, [again] * 2) == {"done": 1, "ConflictError": 1}
    assert mail_acts.act_on_all(edition, Act.AGAIN, MailFilter(), by=1, now=now) == 0
    copy = mail_to("new@example.org")
    message = email.message_from_bytes(copy.data or b"")
    assert (message["To"], message["Message-ID"]) == ("new@example.org", copy.message_id)
    assert copy.message_id != message_id
    page = mail_centre.mail_page(edition, MailFilter(person=person.public_id), 1)
    assert [row.recipient for row in page.rows] == ["new@example.org", "old@example.org"]
    assert page.counts[Shelf.WAITING] == page.counts[Shelf.FAILED] == 1


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_mail_with_a_code_is_read_and_repeated_by_nobody(
    app: Flask, edition: Edition, now: datetime
) -> None:
    post("code@example.org", now=now, edition=edition, kind="code.sign_in")
    public_id = mail_to("code@example.org").public_id
    with worker() as (_sink, work):
        send_all(work, now)
    row, data = mail_centre.one_mail(edition, public_id)
    assert (row.is_secret, data) == (True, None)
    with pytest.raises(ConflictError):
        mail_acts.act(edition, public_id, Act.AGAIN, by=1, now=now)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_another_editions_mail_is_not_there(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    post("a@example.org", now=now, edition=factory.edition())
    with pytest.raises(NotFoundError):
        mail_acts.act(edition, mail_to("a@example.org").public_id, Act.HOLD, by=1, now=now)
    assert mail_acts.act_on_all(edition, Act.CANCEL, MailFilter(), by=1, now=now) == 0


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_trial_goes_to_oneself_once_a_minute(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    who = factory.organiser(edition)
    mail_acts.send_trial(edition, to=who.email, by=who.id, now=now)
    with pytest.raises(InvalidInputError):
        mail_acts.send_trial(edition, to=who.email, by=who.id, now=now)
    assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 1
