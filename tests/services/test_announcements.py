"""Announcements: once to each who may get one, in their language, now or later, in any phase."""

import email
import email.policy
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import InvalidInputError
from app.domain.mail_templates import OwnWords
from app.domain.states import EditionState, RegistrationState, WorkState
from app.extensions import db
from app.models import AuditEntry, Edition, OutgoingMail
from app.services import announcements, cancelling, nudges
from app.services.announcement_rows import announcements_of
from app.services.mail_filter import Shelf
from app.services.people_filter import PeopleFilter
from app.services.people_scope import PeopleScope
from tests.factory import Factory
from tests.services.at_once import at_once

SQLITE = pytest.mark.parametrize("engine_name", ["sqlite"])
WORDS = {"en": OwnWords("{event}", "Dear {name},\n\nthank you.")}
ID = "abcdefghijk2345"


@pytest.fixture
def edition(factory: Factory) -> Edition:
    return factory.edition(slug="spring", name="Spring", state=EditionState.ARCHIVED)


def off_path(public_id: str) -> str:
    return f"/mails/off/{public_id}"


def send(
    app: Flask,
    edition: Edition,
    now: datetime,
    *,
    announcement: str = ID,
    wanted: PeopleFilter | None = None,
    words: announcements.Words = WORDS,
    after: timedelta = timedelta(0),
) -> int:
    with app.test_request_context():
        return announcements.send(
            PeopleScope(edition, 1),
            wanted or PeopleFilter(),
            words,
            announcement=announcement,
            not_before=now + after,
            off_path=off_path,
            by=1,
            now=now,
        )


def mails() -> list[OutgoingMail]:
    return list(
        db.session.scalars(
            select(OutgoingMail)
            .where(OutgoingMail.kind == "announcement")
            .order_by(OutgoingMail.id)
            .execution_options(populate_existing=True)
        )
    )


def test_each_gets_it_once_however_often_the_button_is_pressed(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    for _ in range(3):
        factory.registration(edition)
    done = at_once(app, [lambda: send(app, edition, now)] * 3)
    assert done == {"done": 1, "ConflictError": 2}
    assert len({mail.recipient for mail in mails()}) == len(mails()) == 3
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.object_id, entry.details) == ("mail.announce", ID, {"mails": 3})
    # Another announcement is other news.
    assert send(app, edition, now, announcement="z" * 15) == 3
    first = mails()[0]
    first.state = WorkState.DONE
    db.session.commit()
    (_later, row) = sorted(announcements_of(edition), key=lambda one: one.public_id,
                           reverse=True)  # fmt: skip
    assert (row.public_id, row.total, row.waiting, row.counts[Shelf.SENT]) == (ID, 3, 2, 1)
    assert (row.subject, row.written_at, row.not_before) == ("Spring", now, now)


@SQLITE
def test_who_is_left_out_and_why(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    factory.registration(edition, name="Ada")
    factory.registration(edition, name="Gone", state=RegistrationState.CANCELLED)
    factory.registration(edition, name="No", state=RegistrationState.REJECTED)
    factory.registration(edition, name="Back", mail_bounced_at=now)
    factory.registration(edition, name="Enough", nudges_off_at=now)
    factory.registration(edition, name="Erased", erased_at=now)
    factory.registration(factory.edition(), name="Elsewhere")
    scope = PeopleScope(edition, 1)
    with app.test_request_context():
        found = announcements.audience(scope, PeopleFilter())
        assert [one.name for one in found.going] == ["Ada"]
        assert found.left_out == {
            "has cancelled": ("Gone",),
            "is rejected": ("No",),
            "mails to the address come back": ("Back",),
            "wants no mails of this kind": ("Enough",),
        }
        rejected = PeopleFilter(state=RegistrationState.REJECTED)
        assert [one.name for one in announcements.audience(scope, rejected).going] == ["No"]
    assert send(app, edition, now) == 1
    with pytest.raises(InvalidInputError):
        send(app, edition, now, announcement="z" * 15, wanted=PeopleFilter(text="Enough"))


@SQLITE
def test_each_reads_their_language_and_can_end_it(
    app: Flask, factory: Factory, edition: Edition, now: datetime
) -> None:
    factory.registration(edition, name="<b>Ada</b> evil.com\r\nBcc: x", email="a@example.org")
    factory.registration(edition, name="Jan", email="pl@example.org", locale="pl")
    factory.registration(edition, name="Luc", email="fr@example.org", locale="fr")
    assert send(app, edition, now, words=WORDS | {"pl": OwnWords("Cześć", "Dzień dobry")}) == 3
    read = {
        mail.recipient: email.message_from_bytes(mail.data or b"", policy=email.policy.default)
        for mail in mails()
    }
    assert [read[f"{who}@example.org"]["Content-Language"] for who in ("a", "pl", "fr")] == [
        *("en", "pl", "en")
    ]
    ours = read["a@example.org"]
    assert ours["Bcc"] is None
    assert ours["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/mails/off/" in ours["List-Unsubscribe"]
    html = ours.get_body(("html",))
    assert html is not None
    assert "Dear &lt;b&gt;Ada&lt;/b&gt; evil.\u200bcom Bcc: x," in html.get_content()
    assert html.get_content().count("href=") == 1


@SQLITE
def test_who_ends_it_or_cancels_gets_none_that_waits(
    app: Flask, factory: Factory, now: datetime
) -> None:
    edition = factory.edition()
    ends, cancels, stays = (factory.registration(edition) for _ in range(3))
    send(app, edition, now, after=timedelta(days=1))
    assert {mail.not_before for mail in mails()} == {now + timedelta(days=1)}
    nudges.set_nudges(ends.public_id, wanted=False, now=now)
    cancelling.cancel(cancels, by=None, now=now)
    states = {mail.registration_id: mail.state for mail in mails()}
    assert states == {
        ends.id: WorkState.CANCELLED,
        cancels.id: WorkState.CANCELLED,
        stays.id: WorkState.QUEUED,
    }


@SQLITE
def test_a_time_is_the_editions_and_still_to_come(app: Flask, factory: Factory) -> None:
    edition = factory.edition(zone="Europe/Warsaw")
    now = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)  # 10:00 in Warsaw

    def at(day: date | None, clock: time | None) -> datetime:
        with app.test_request_context():
            return announcements.moment_of(edition, day, clock, now=now)

    today = date(2027, 3, 1)
    assert at(None, None) == now
    assert at(today, time(10, 1)) == now + timedelta(minutes=1)
    # On 28 March the clocks go from 2 to 3.
    faulty = [
        *((today, time(10)), (today, None), (None, time(11)), (date.min, time(11))),
        *((date(2027, 3, 28), time(2, 30)), (date(2028, 4, 1), time(11))),
    ]
    for day, clock in faulty:
        with pytest.raises(InvalidInputError):
            at(day, clock)
