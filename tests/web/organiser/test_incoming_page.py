"""What came back as the organisers see it, and an address that they correct."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.clock import now_utc
from app.extensions import db
from app.models import IncomingMail, OutgoingMail, Registration
from app.services import inbox
from tests.exports import foreign_mails as mails
from tests.factory import Factory
from tests.services.test_inbox import ADA, Scene, take
from tests.web.organiser.conftest import Organiser


@pytest.fixture
def engine_name() -> str:
    """Pages look the same on both engines."""
    return "sqlite"


@pytest.fixture
def ada(organiser: Organiser, factory: Factory) -> Registration:
    """Registered at the organiser's edition; a mail to her came back, and she replied to it."""
    scene = Scene(factory, now_utc(), edition=organiser.edition)
    head = mails.REPLY.partition("Content-Type")[0]
    take(f"{head}\n<script>alert(1)</script> See\nhttps://evil.example\n", now_utc(), "box:1:1")
    take(mails.POSTFIX, now_utc(), "box:1:2")
    return scene.ada


def test_without_a_mailbox_the_page_says_where_things_go(organiser: Organiser) -> None:
    text = organiser.sees("mails/incoming/")
    assert "Replies and bounces are not read here: set INBOX_URL" in text
    assert "They go to the mailbox of hubmeet@localhost." in text
    assert "Nothing came back yet" not in text


def test_what_came_back_is_text_and_names_what_it_is_about(
    app: Flask, organiser: Organiser, ada: Registration
) -> None:
    text = organiser.sees("mails/incoming/")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; See https://evil.example" in text
    assert "<script>alert" not in text
    assert 'href="https://evil' not in text
    assert "550 5.1.1 &lt;ada@factory.example&gt;: Recipient address rejected" in text
    mail = db.session.scalars(select(OutgoingMail)).one()
    assert f'href="{organiser.base}/mails/{mail.public_id}"' in text
    assert f'href="{organiser.base}/people/{ada.public_id}/"' in text
    bounces = organiser.sees("mails/incoming/?kind=bounce")
    assert "550 5.1.1" in bounces
    assert "evil.example" not in bounces
    theirs = organiser.sees(f"mails/incoming/?person={ada.public_id}")
    assert f"2 mails from or about {ada.name}" in theirs
    assert "No mail is like that" in organiser.sees("mails/incoming/?person=nobody")
    assert 'What came back <span class="count">2</span>' in organiser.sees("mails/")


def test_of_another_event_nothing_is_seen(
    organiser: Organiser, factory: Factory, ada: Registration
) -> None:
    db.session.scalars(select(IncomingMail)).all()[0].edition_id = factory.edition().id
    db.session.commit()
    assert "evil.example" not in organiser.sees("mails/incoming/")


def test_a_mailbox_that_is_not_read_is_told(app: Flask, organiser: Organiser) -> None:
    app.config["INBOX"] = object()
    assert "It has not been read for a day." in organiser.sees("mails/incoming/")
    inbox.note_read(0, now_utc() - timedelta(minutes=13))  # more than four times three minutes
    assert "The mailbox is not read at present" in organiser.sees("mails/incoming/")
    inbox.note_read(0, now_utc())
    text = organiser.sees("mails/incoming/")
    assert "The mailbox of hubmeet@localhost was read last" in text
    assert "Nothing came back yet" in text


def test_an_address_that_mails_do_not_get_to_is_found_and_corrected(
    organiser: Organiser, factory: Factory, ada: Registration
) -> None:
    other = factory.registration(organiser.edition)
    page = f"people/{ada.public_id}/"
    assert "Mails to 1 person come back" in organiser.sees("people/")
    found = organiser.sees("people/?bounced=yes")
    assert ada.name in found
    assert other.name not in found
    text = organiser.sees(page)
    assert "Mails to this address come back since" in text
    assert "550 5.1.1 &lt;ada@factory.example&gt;" in text
    for wrong, words in (("ada at factory", "not an e-mail address"), (other.email, "else is reg")):
        text = organiser.gets(f"{page}address", 422, email=wrong)
        assert words in text
        assert f'value="{wrong}"' in text
    text = organiser.gets(f"{page}address", email=" Ada.N@factory.example ")
    assert "Mails go to ada.n@factory.example from now on." in text
    assert "come back since" not in text
    assert "corrected the address of a registration" in text
    assert "come back" not in organiser.sees("people/").replace("come back</option>", "")


def test_an_address_that_somebody_proved_is_theirs(
    organiser: Organiser, factory: Factory, ada: Registration
) -> None:
    ada.account_id = factory.account(ADA).id
    db.session.commit()
    page = f"people/{ada.public_id}/"
    assert "Store this address" not in organiser.sees(page)
    text = organiser.gets(f"{page}address", 422, email="mine@attacker.example")
    assert "They have a login with this address" in text
    db.session.expire_all()
    assert db.session.get_one(Registration, ada.id).email == ADA
