"""Mails as rows: once for each news, in the transaction of the change."""

import email
import email.policy
from datetime import datetime
from email.message import EmailMessage

from sqlalchemy import func, select

from app.domain.letters import Action, Letter
from app.extensions import db
from app.models import OutgoingMail
from app.services import outbox
from app.services.transaction import writing
from tests.factory import Factory

LETTER = Letter(
    subject="You asked\r\nBcc: evil@example.org",
    paragraphs=("A <b>bold</b> word.",),
    facts=(("From", "evil.example"),),
    actions=(Action("Answer", "/e/spring/me/requests"),),
)


def posted(now: datetime) -> bool:
    return outbox.post(LETTER, kind="test", to="ada@example.org", dedupe_key="once", now=now)


def test_the_same_news_is_posted_once(factory: Factory, now: datetime) -> None:
    with writing():
        assert posted(now)
    with writing():
        assert not posted(now)
    assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 1


def test_no_change_no_mail(factory: Factory, now: datetime) -> None:
    try:
        with writing():
            posted(now)
            raise RuntimeError
    except RuntimeError:
        pass
    assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 0


def test_what_people_typed_stays_text(factory: Factory, now: datetime) -> None:
    edition = factory.edition(name="Spring\r\nX-Evil: 1")
    with writing():
        outbox.post(
            LETTER, kind="test", to="ada@example.org", dedupe_key="x", now=now, edition=edition
        )
    row = db.session.scalars(select(OutgoingMail)).one()
    assert row.data is not None
    message = email.message_from_bytes(row.data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert sorted(set(message.keys())) == sorted(
        {
            *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
            *("Content-Language", "MIME-Version", "Content-Type"),
        }
    )
    assert message["Subject"] == "You asked Bcc: evil@example.org"
    html = message.get_body(("html",))
    text = message.get_body(("plain",))
    assert html is not None
    assert text is not None
    assert "A &lt;b&gt;bold&lt;/b&gt; word." in html.get_content()
    assert "http://127.0.0.1:8000/e/spring/me/requests" in text.get_content()
