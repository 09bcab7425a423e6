"""What comes back is taken in once, noted where it belongs, and cancels nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.states import IncomingKind, MeetingState, WorkState
from app.extensions import db
from app.mailing import inbox_is_read
from app.models import CalendarIdentity, Edition, IncomingMail, Meeting, OutgoingMail, Registration
from app.postbox import Postbox
from app.services import inbox, sending
from app.services.calendar_declines import declined_entries
from app.services.periodic_tasks import inbox_tasks
from app.services.transaction import writing
from tests.exports import foreign_mails as mails
from tests.factory import Factory
from tests.imap_server import Box, imap_server
from tests.services.published import PublishedEvent
from tests.services.test_sending import post

ONCE = pytest.mark.parametrize("engine_name", ["sqlite"])
ADA = "ada@factory.example"


@pytest.fixture
def box() -> Iterator[Box]:
    with imap_server() as server:
        yield server


class Scene:
    """Ada, registered, and a mail to her that has left."""

    def __init__(self, factory: Factory, now: datetime, edition: Edition | None = None) -> None:
        self.edition = edition or factory.edition()
        self.ada = factory.registration(self.edition, email=ADA)
        post(ADA, now=now, edition=self.edition)
        self.mail = db.session.scalars(select(OutgoingMail)).one()
        self.mail.message_id, self.mail.registration_id = mails.OURS, self.ada.id
        self.mail.state, self.mail.sent_at, self.mail.finished_at = WorkState.DONE, now, now
        db.session.commit()


@pytest.fixture
def scene(factory: Factory, now: datetime) -> Scene:
    return Scene(factory, now)


def take(text: str, now: datetime, key: str = "box:1:1") -> IncomingMail:
    """The mail as it is taken in."""
    inbox.take_in(key, text.replace("\n", "\r\n").encode(), arrived_at=now, now=now)
    db.session.expire_all()
    return db.session.scalars(select(IncomingMail).where(IncomingMail.mailbox_key == key)).one()


def test_each_mail_is_read_once_and_what_is_of_concern_is_marked(
    app: Flask, scene: Scene, box: Box, now: datetime
) -> None:
    box.put(mails.REPLY, now - timedelta(days=1))
    box.put("From: shop@shop.example\nSubject: Buy\n\nBuy.\n", now)
    box.put(mails.POSTFIX, now)
    box.put(mails.REPLY, now - timedelta(days=30))  # too old to be read
    for expected in (3, 0):
        assert inbox.read_inbox(Postbox(box.at()), now) == expected
        assert box.seen() == [True, False, True, False]
    rows = db.session.scalars(select(IncomingMail).order_by(IncomingMail.id)).all()
    assert [(row.kind, row.sender, row.received_at) for row in rows] == [
        (IncomingKind.REPLY, ADA, now - timedelta(days=1)),
        # Of who is no concern of any event nothing is kept.
        (IncomingKind.OTHER, "", now),
        (IncomingKind.BOUNCE, "mailer-daemon@mx.example.net", now),
    ]
    assert (rows[1].subject, rows[1].text, rows[1].edition_id) == ("", "", None)
    assert inbox.last_read() == now
    # Whoever forgets a mail does not meet it again: it is too old by then.
    assert sending.forget_old_mails(now + timedelta(days=30, seconds=1)) == 4
    assert inbox.read_inbox(Postbox(box.at()), now + timedelta(days=30, seconds=1)) == 0


@ONCE
def test_a_kill_between_two_steps_loses_nothing_and_doubles_nothing(
    app: Flask, scene: Scene, box: Box, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    box.put(mails.POSTFIX, now)
    box.put(mails.REPLY, now)
    with monkeypatch.context() as patch:
        patch.setattr(inbox.bounces, "note_bounce", killed)  # type: ignore[attr-defined]  # a module
        with pytest.raises(KeyboardInterrupt):
            inbox.read_inbox(Postbox(box.at()), now)
    assert db.session.scalars(select(IncomingMail)).all() == []
    with monkeypatch.context() as patch:
        patch.setattr(Postbox, "mark_seen", killed)
        with pytest.raises(KeyboardInterrupt):
            inbox.read_inbox(Postbox(box.at()), now)
    assert inbox.read_inbox(Postbox(box.at()), now) == 1
    assert len(db.session.scalars(select(IncomingMail)).all()) == 2


@ONCE
def test_a_mail_that_breaks_the_reading_does_not_stop_the_next(
    app: Flask, scene: Scene, box: Box, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(data: bytes) -> object:
        raise RuntimeError("a fault of ours")

    box.put(mails.REPLY, now)
    with monkeypatch.context() as patch:
        patch.setattr(inbox, "understand", broken)
        assert inbox.read_inbox(Postbox(box.at()), now) == 1
    box.put(mails.REPLY, now)
    assert inbox.read_inbox(Postbox(box.at()), now) == 1
    kinds = [row.kind for row in db.session.scalars(select(IncomingMail).order_by("id"))]
    assert kinds == [IncomingKind.OTHER, IncomingKind.REPLY]


@ONCE
def test_the_worker_reads_where_a_mailbox_is_set_and_a_server_that_is_away_is_no_fault(
    app: Flask, scene: Scene, box: Box, now: datetime
) -> None:
    assert (inbox_is_read(), inbox_tasks(), inbox.read_if_there_is_one(now)) == (False, (), 0)
    app.config["INBOX"], app.config["INBOX_MINUTES"] = box.at(), 5
    [task] = inbox_tasks()
    assert (inbox_is_read(), task.every) == (True, timedelta(minutes=5))
    box.put(mails.REPLY, now)
    assert task.run(now) == 1
    app.config["INBOX"] = box.at(password="wrong")
    assert task.run(now + timedelta(minutes=5)) == 0
    assert inbox.last_read() == now


@ONCE
@pytest.mark.parametrize("report", [mails.POSTFIX, mails.QMAIL, mails.GAVE_UP])
def test_a_bounce_is_noted_at_the_mail_and_at_whoever_has_the_address(
    app: Flask, factory: Factory, scene: Scene, now: datetime, report: str
) -> None:
    elsewhere = factory.registration(factory.edition(), email=ADA)
    other = factory.registration(scene.edition)
    row = take(report, now)
    assert (row.kind, row.edition_id, row.registration_id, row.outgoing_mail_id) == (
        IncomingKind.BOUNCE,
        scene.edition.id,
        scene.ada.id,
        scene.mail.id,
    )
    assert row.text.startswith("550 ")
    assert (scene.mail.bounced_at, scene.mail.message) == (now, row.text)
    assert [one.mail_bounced_at for one in (scene.ada, elsewhere, other)] == [now, now, None]
    # It is known since when; a reply shows that the address lives.
    take(report, now + timedelta(days=1), "box:1:2")
    assert (scene.ada.mail_bounced_at, scene.mail.bounced_at) == (now, now)
    take(mails.REPLY, now, "box:1:3")
    assert [one.mail_bounced_at for one in (scene.ada, elsewhere)] == [None, None]


@ONCE
def test_a_bounce_of_an_address_that_was_changed_since_marks_nobody(
    app: Flask, scene: Scene, now: datetime
) -> None:
    scene.ada.email = "new@factory.example"
    db.session.commit()
    take(mails.POSTFIX, now)
    assert (scene.ada.mail_bounced_at, scene.mail.bounced_at) == (None, now)


@ONCE
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (mails.DELAYED, IncomingKind.AUTOMATIC),
        (mails.QMAIL_LATE, IncomingKind.AUTOMATIC),
        (mails.AWAY, IncomingKind.AUTOMATIC),
        (mails.READ_RECEIPT, IncomingKind.AUTOMATIC),
        (mails.REPLY, IncomingKind.REPLY),
        (mails.REPLY.replace(mails.OURS, "<x@y>"), IncomingKind.OTHER),  # known by who writes
    ],
    ids=["delayed", "qmail late", "away", "read receipt", "reply", "other"],
)
def test_what_is_no_bounce_marks_no_address(
    app: Flask, scene: Scene, now: datetime, text: str, kind: IncomingKind
) -> None:
    row = take(text, now)
    assert (row.kind, row.registration_id, row.edition_id) == (
        kind,
        scene.ada.id,
        scene.edition.id,
    )
    assert (scene.mail.bounced_at, scene.ada.mail_bounced_at) == (None, None)


@ONCE
def test_a_bounce_of_a_mail_that_never_left_here_is_no_concern(
    app: Flask, scene: Scene, now: datetime
) -> None:
    row = take(mails.POSTFIX.replace(mails.OURS, "<forged@example.org>"), now)
    assert (row.kind, row.edition_id, row.text) == (IncomingKind.OTHER, None, "")
    assert scene.ada.mail_bounced_at is None


class Invited:
    """A published meeting, and its entry in the visitor's calendar, invited to by mail."""

    def __init__(self, factory: Factory, now: datetime) -> None:
        self.event = PublishedEvent(factory)
        self.event.publish((0, 0, 0), (1, 1, 1), now=now)
        self.visitor: Registration = self.event.visitors[0]
        self.entry = db.session.scalars(
            select(CalendarIdentity).where(CalendarIdentity.registration_id == self.visitor.id)
        ).one()
        post("invite@example.org", now=now, edition=self.event.edition, kind="invite")
        self.invite = db.session.scalars(
            select(OutgoingMail).where(OutgoingMail.kind == "invite")
        ).one()
        self.invite.recipient = self.visitor.email
        self.invite.registration_id = self.visitor.id
        self.invite.calendar_identity_id = self.entry.id
        db.session.commit()

    def answer(self, now: datetime, key: str, uid: str | None = None, **values: object) -> None:
        known = {"attendee": self.visitor.email, "sender": self.visitor.email}
        text = mails.calendar_reply(uid or self.entry.uid, **(known | values))  # type: ignore[arg-type]  # a test's
        take(text, now, key)

    def stands(self) -> list[OutgoingMail]:
        """The mails that say so."""
        db.session.expire_all()
        return list(
            db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "calendar.stands"))
        )


@ONCE
def test_a_calendar_that_declines_cancels_nothing_and_its_owner_is_told_once(
    app: Flask, factory: Factory, now: datetime
) -> None:
    invited = Invited(factory, now)
    away = "Auto-Submitted: auto-replied\n"  # a rule for an absence declines like this
    invited.answer(now, "box:1:1", headers=away)
    row = db.session.scalars(select(IncomingMail)).one()
    assert (row.kind, row.text, row.registration_id, row.outgoing_mail_id) == (
        IncomingKind.CALENDAR,
        "DECLINED",
        invited.visitor.id,
        invited.invite.id,
    )
    live = db.session.scalars(select(Meeting).where(Meeting.state == MeetingState.PLANNED))
    assert len(live.all()) == 4  # the two of the live schedule and of the version
    [mail] = invited.stands()
    assert (mail.recipient, mail.registration_id) == (invited.visitor.email, invited.visitor.id)
    request = invited.event.requests[0]
    assert mail.data is not None
    assert f"/e/spring/me/requests/{request.public_id}".encode() in mail.data
    [entry] = declined_entries(invited.visitor, now=now)
    assert (entry.request, entry.partner) == (request.public_id, "Zofia Łódzka")
    # Again, and after a yes again: no second mail. The last answer is what counts.
    invited.answer(now, "box:1:2", status="ACCEPTED")
    assert declined_entries(invited.visitor, now=now) == ()
    invited.answer(now, "box:1:3")
    assert len(declined_entries(invited.visitor, now=now)) == len(invited.stands()) == 1
    # The meeting is moved: the "no" was to another time.
    with writing():
        invited.entry.sequence, invited.entry.changed_at = 1, now + timedelta(hours=1)
    assert declined_entries(invited.visitor, now=now) == ()


@ONCE
def test_an_answer_counts_only_from_its_person_and_for_the_entry_as_it_is(
    app: Flask, factory: Factory, now: datetime
) -> None:
    invited = Invited(factory, now)
    with writing():
        invited.entry.sequence = 2
    nobody = {"attendee": "x@example.net", "sender": "x@example.net"}
    invited.answer(now, "box:1:1", sequence=1)  # to an earlier time
    invited.answer(now, "box:1:2", sequence=2, **nobody)
    invited.answer(now, "box:1:3", sequence=2, uid="unknown@hubmeet")
    rows = db.session.scalars(select(IncomingMail).order_by(IncomingMail.id)).all()
    # Two are at least from somebody known; the third is of no concern.
    assert [(row.kind, row.registration_id) for row in rows] == [
        (IncomingKind.AUTOMATIC, invited.visitor.id),
        (IncomingKind.OTHER, None),
        (IncomingKind.AUTOMATIC, invited.visitor.id),
    ]
    assert (invited.stands(), declined_entries(invited.visitor, now=now)) == ([], ())
    invited.answer(now, "box:1:4", sequence=2, sender="secretary@example.net")
    assert len(invited.stands()) == 1


@ONCE
def test_nobody_is_told_that_a_meeting_stands_that_is_over_or_cancelled(
    app: Flask, factory: Factory, now: datetime
) -> None:
    invited = Invited(factory, now)
    invited.answer(datetime.fromisoformat("2027-05-18T08:20:00Z"), "box:1:1")
    assert invited.stands() == []
    with writing():
        invited.entry.cancelled_at = now
    invited.answer(now, "box:1:2")
    assert (invited.stands(), declined_entries(invited.visitor, now=now)) == ([], ())
