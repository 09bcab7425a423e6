"""Own words are checked, stored per part and language, shown as they are sent, and forgotten."""

import email
import email.policy
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.errors import InvalidInputError
from app.domain.states import RequestState
from app.extensions import db
from app.models import AuditEntry, Edition, MailTemplate, OutgoingMail, Registration
from app.services import mail_words
from app.services.mail_kinds import KINDS
from app.services.mail_words import Variant
from app.services.request_news import accepted
from app.services.transaction import writing
from tests.factory import Factory

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
EVERYBODY = Variant(None, "en")


@pytest.fixture
def edition(factory: Factory) -> Edition:
    return factory.edition(slug="spring", name="Spring")


def look(kind: str, person: Registration, body: str, now: datetime) -> mail_words.Look | None:
    named = mail_words.kind_named(kind)
    words = mail_words.checked(named.placeholders, "{event}", body)
    return mail_words.look(named, person, words, "en", now=now)


def text_of(data: bytes) -> list[str]:
    """Both parts of a mail, decoded."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    return [str(part.get_payload()) for part in message.iter_parts()]


@pytest.mark.parametrize(
    ("subject", "body", "faulty"),
    [
        ("", " \n ", {"subject", "body"}),
        ("{name.__class__}", "Hello", {"subject"}),
        ("Hello", "{{7*7}} {partner}", {"body"}),
        ("x" * 151, "x" * 8001, {"subject", "body"}),
    ],
)
def test_words_that_cannot_be_sent_are_refused(
    app: Flask, subject: str, body: str, faulty: set[str]
) -> None:
    kind = mail_words.kind_named("registration_approved")
    with app.test_request_context(), pytest.raises(InvalidInputError) as refused:
        mail_words.checked(kind.placeholders, subject, body)
    assert set(refused.value.fields) == faulty


def test_every_kind_has_standard_words_that_may_be_stored_and_a_look(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    person, _other = factory.registration(edition), factory.registration(edition)
    with app.test_request_context():
        rows = mail_words.overview(edition, now=now)
        assert len(rows) == sum(kind.may_be_reworded for kind in KINDS) > 20
        for row in rows:
            words, own = mail_words.current(edition, row.kind, EVERYBODY, now=now)
            assert not own
            assert mail_words.checked(row.kind.placeholders, words.subject, words.body) == words
            # What the application would say is nobody's own words.
            mail_words.save(edition, row.kind, EVERYBODY, words, by=1, now=now)
            assert mail_words.look(row.kind, person, words, "en", now=now) is not None
    assert db.session.scalar(select(func.count()).select_from(MailTemplate)) == 0
    # Looking stores nobody and nothing.
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 2


def test_a_meetings_words_hold_no_time_of_their_own(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    kind = mail_words.kind_named("invite.request")
    factory.registration(edition), factory.registration(edition)
    with app.test_request_context():
        words, _own = mail_words.current(edition, kind, EVERYBODY, now=now)
        assert words.subject == "Meeting: {partner}, {when}"
        person = db.session.scalars(select(Registration)).first()
        assert person is not None
        shown = mail_words.look(kind, person, words, "en", now=now)
    assert shown is not None
    # Without slots, noon of the first day; whatever the words are, one sentence stays.
    assert shown.letter.subject.endswith(", Tue 18 May 12:00")
    assert "does not cancel the meeting" in shown.letter.certain[0]


def test_the_look_is_what_is_sent(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    asking, asked = factory.registration(edition), factory.registration(edition)
    request, by = factory.request(asking, asked, topic="Robots"), factory.organiser(edition).id
    kind = mail_words.kind_named("request.accepted")
    body = "Dear {name},\n\n{partner} says yes."
    with app.test_request_context():
        words = mail_words.checked(kind.placeholders, "{event}", body)
        mail_words.save(edition, kind, EVERYBODY, words, by=by, now=now)
        shown = mail_words.look(kind, asking, words, "en", now=now)
        with writing():
            accepted(request, now=now)
    sent = db.session.scalars(select(OutgoingMail)).one()
    assert shown is not None
    assert shown.note == ""
    assert (shown.letter.subject, sent.subject) == ("Spring", "Spring")
    assert text_of(shown.data) == text_of(sent.data or b"")
    assert b"Robots" in shown.data
    assert asked.organisation.name.encode() in shown.data


def test_what_is_no_real_case_says_so(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    with app.test_request_context():
        alone = factory.registration(edition, name="Ada")
        assert look("request.declined", alone, "{partner}", now) is None
        waits = look("registration_rejected", alone, "{name}", now)
        assert waits is not None
        assert waits.note.startswith("Ada is in another state")
        other = factory.registration(edition)
        made_up = look("request.declined", alone, "{partner}", now)
        assert made_up is not None
        assert "no case like this" in made_up.note
        assert other.organisation.name in made_up.note
        factory.request(alone, other, state=RequestState.PENDING)
        another = look("request.declined", alone, "{partner}", now)
        assert another is not None
        assert "another of theirs" in another.note


def test_words_are_forgotten_and_each_step_is_noted(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    by = factory.organiser(edition).id
    kind, variant = mail_words.kind_named("invitation"), EVERYBODY
    with app.test_request_context():
        words = mail_words.checked(kind.placeholders, "Come", "to {city}")
        mail_words.save(edition, kind, variant, words, by=by, now=now)
        assert mail_words.current(edition, kind, variant, now=now) == (words, True)
        mail_words.back_to_standard(edition, kind, variant, by=by, now=now)
        assert mail_words.current(edition, kind, variant, now=now)[1] is False
    noted = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in noted] == ["mail.words", "mail.standard_words"]
    assert noted[0].details == {"part": "all", "language": "en"}
