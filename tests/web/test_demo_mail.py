"""The demo's mails as pages: there only in the demo, with links that work and nothing that acts."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from app.domain.letters import Action, Letter
from app.extensions import db
from app.models import OutgoingMail
from app.services import outbox
from app.services.transaction import writing
from tests.conftest import settings

LETTER = Letter(
    subject="Hello <b>you</b>",
    paragraphs=("Typed: <script>alert(1)</script>",),
    code="123456",
    actions=(Action("Go on", "/account/code?token=abc"),),
)


@pytest.fixture
def demo(sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """A demo without people."""
    (tmp_path / "hubmeet.db").write_bytes(sqlite_template.read_bytes())
    made = create_app(settings(tmp_path) | {"DEMO": True})
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def test_a_newcomer_reads_the_code_and_follows_the_link(demo: Flask, now: datetime) -> None:
    with writing():
        for to in ("ada@example.org", "bob@example.org"):
            outbox.post(LETTER, kind="test", to=to, dedupe_key=to, now=now)
    browser = demo.test_client()
    assert 'href="/demo/mail/"' in browser.get("/").get_data(as_text=True)
    found = browser.get("/demo/mail/?to=ADA").get_data(as_text=True)
    assert "ada@example.org" in found
    assert "bob@example.org" not in found
    [row] = db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.recipient == "ada@example.org")
    )
    page = browser.get(f"/demo/mail/{row.public_id}").get_data(as_text=True)
    assert '<a href="/account/code?token=abc">' in page
    assert "123456" in page
    assert row.message_id.strip("<>") in page
    # Neither the text nor the HTML part acts.
    assert "<script>alert" not in page
    assert "<b>you</b>" not in page
    assert browser.get("/demo/mail/none").status_code == 404


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_elsewhere_there_is_no_such_page(app: Flask, client: FlaskClient) -> None:
    assert client.get("/demo/mail/").status_code == 404
