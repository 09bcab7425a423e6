"""An edition's own words are put in where mails are written, for whom they are meant."""

import email
import email.policy
from datetime import datetime
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.states import OrganisationKind, RegistrationState
from app.extensions import db
from app.models import Edition, MailTemplate, OutgoingMail, Registration
from app.services.decision_preview import decision_preview
from app.services.people_scope import PeopleScope
from app.services.registration_mails import tell_state
from app.services.transaction import writing
from tests.factory import Factory

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
KIND = "registration_approved"
HOSTILE = "<b>x</b> evil.com {event} {organiser_email}\r\nBcc: all@example.org"


@pytest.fixture
def edition(factory: Factory) -> Edition:
    return factory.edition(slug="spring", name="Spring", venue="Palace")


def own_words(
    factory: Factory, edition: Edition, part: str, body: str, *, language: str = "en"
) -> None:
    factory.add(
        MailTemplate(
            edition_id=edition.id,
            kind=KIND,
            part=part,
            language=language,
            subject="{event}: {name}",
            body=body,
            changed_at=factory.now,
        )
    )


def told(person: Registration, now: datetime) -> EmailMessage:
    """The mail that says to the person that they take part."""
    with writing():
        assert tell_state(person, now=now)
    row = db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.registration_id == person.id)
    ).one()
    message = email.message_from_bytes(row.data or b"", policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def part_of(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_the_most_specific_words_are_taken(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    hub = factory.registration(edition, factory.organisation(OrganisationKind.HUB))
    company = factory.registration(edition)
    elsewhere = factory.registration(factory.edition())
    own_words(factory, edition, "", "Welcome, all of {city}.")
    own_words(factory, edition, "hub", "Welcome, hub.\n\nCome to {venue},\n{dates}.")
    own_words(factory, edition, "sme", "Witamy.", language="pl")
    text = part_of(told(hub, now), "plain")
    assert text.startswith("Welcome, hub.\n\nCome to Palace,\n18–19 May 2027.\n\nEvent: ")
    # What the mail is about, and its links, stay.
    assert "http://127.0.0.1:8000/e/spring/me\n" in text
    assert part_of(told(company, now), "plain").startswith("Welcome, all of Warsaw.\n\nEvent")
    assert part_of(told(elsewhere, now), "plain").startswith("Hello Delegate")


def test_other_kinds_keep_the_applications_words(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    own_words(factory, edition, "", "Welcome.")
    person = factory.registration(edition, state=RegistrationState.SUBMITTED)
    assert part_of(told(person, now), "plain").startswith("Hello Delegate")


def test_a_hostile_name_stays_text(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    own_words(factory, edition, "", "Dear {name} of {organisation},\n\nsee https://hub.example.org")
    organisation = factory.organisation(name="x" * 300)
    message = told(factory.registration(edition, organisation, name=HOSTILE), now)
    assert message["Bcc"] is None
    assert (
        message["Subject"].strip()
        == "Spring: <b>x</b> evil.com {event} {organiser_email} Bcc: all@example.org"
    )
    text, html = part_of(message, "plain"), part_of(message, "html")
    assert "Dear <b>x</b> evil.\u200bcom {event} {organiser_email} Bcc: all@example.org of " in text
    assert "x" * 300 in text
    assert "Dear &lt;b&gt;x&lt;/b&gt; evil.\u200bcom" in html
    # The organisers' own address is theirs to give; the only links are the application's.
    assert "https://hub.example.org" in text
    assert html.count("href=") == html.count('href="http://127.0.0.1:8000/e/spring/') == 2


def test_who_decides_sees_the_words_that_go_out(
    app: Flask, factory: Factory, edition: Edition
) -> None:
    own_words(factory, edition, "", "Welcome, {name}.")
    person = factory.registration(edition, name="Ada", state=RegistrationState.SUBMITTED)
    scope = PeopleScope(edition, 1)
    with app.test_request_context():
        shown = decision_preview(scope, [person.public_id], RegistrationState.APPROVED)
    assert shown.letter is not None
    assert (shown.letter.own, shown.letter.paragraphs) == (("Welcome, Ada.",), ())
