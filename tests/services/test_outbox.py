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


def test_nothing_is_a_link_but_what_we_mean(factory: Factory, now: datetime) -> None:
    edition = factory.edition(name="evil.com")
    letter = Letter(
        subject="News",
        greeting="Dear evil.com,",
        paragraphs=("[click](https://evil.com)",),
        facts=(("Topic", "see www.evil.com"),),
        off=Action("No more", "/mails/off/abc"),
    )
    with writing():
        outbox.post(
            letter, kind="x", to="ada@example.org", dedupe_key="x", now=now, edition=edition
        )
    row = db.session.scalars(select(OutgoingMail)).one()
    assert row.data is not None
    message = email.message_from_bytes(row.data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message["List-Unsubscribe"] == "<http://127.0.0.1:8000/mails/off/abc>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        text = body.get_content()
        assert "evil.com" not in text
        assert text.count("evil.\u200bcom") == 4
        assert text.count("://") == 1
        assert "http://127.0.0.1:8000/mails/off/abc" in text
