"""Invites by mail: each change once to whom it concerns, and every calendar as the schedule is."""

import re
from collections import Counter
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlalchemy import select, update

from app.domain.errors import ConflictError
from app.domain.states import CalendarChoice, WorkState
from app.extensions import db
from app.models import CalendarIdentity, OutgoingMail, Registration
from app.services import cancelling, invites, live_schedule, mail_acts
from app.services.mail_acts import Act
from app.services.mail_filter import MailFilter
from app.services.transaction import writing
from tests.factory import Factory
from tests.itip_store import invites_in
from tests.services.inviting import (
    ON_SQLITE,
    Inviting,
    calendars,
    expected,
    inviting,
    rows,
    shuffled,
)

HUB, FIRST, SECOND, THIRD = "Zofia Łódzka", "Visitor 0", "Visitor 1", "Visitor 2"


def choose(person: Registration, choice: CalendarChoice, now: datetime) -> None:
    with writing():
        person.calendar_choice = choice
        invites.calendar_choice_changed(person, now=now)


def test_a_lively_fortnight_ends_as_the_schedule_says(factory: Factory, now: datetime) -> None:
    with inviting(factory, now) as event:
        colleague = factory.registration(event.edition, event.hub.organisation, name="Colleague")
        event.version((0, 0, 0), (1, 1, 0), (2, 2, None))
        both = [(HUB, "REQUEST")]
        assert event.mails() == [
            (FIRST, "REQUEST"),
            (SECOND, "REQUEST"),
            (THIRD, "REQUEST"),
            *both * 3,
        ]
        event.version((0, 0, 0), (1, 1, 0), (2, 2, None))
        assert event.mails() == []  # nothing changed
        event.version((0, 3, 0), (1, 1, 0), (2, 2, None))
        event.version((0, 0, 0), (1, 1, 0), (2, 2, None))
        assert event.mails() == []  # changed and changed back
        event.version((0, 0, 0), (1, 3, 1), (2, 2, None))
        assert event.mails() == [(SECOND, "REQUEST"), *both]
        # Another person of the hub: one calendar drops it, one gets it, one hears who comes.
        now_ = [(0, 0, 0), (1, 3, 1), (2, 2, None)]
        event.swap_hub(2, colleague, *now_)
        assert event.mails() == [("Colleague", "REQUEST"), (THIRD, "REQUEST"), (HUB, "CANCEL")]
        event.swap_hub(2, colleague, *now_[1:])
        assert event.mails() == [(FIRST, "CANCEL"), (HUB, "CANCEL")]
        event.swap_hub(2, colleague, *now_)
        assert event.mails() == [(FIRST, "REQUEST"), *both]  # under a new uid
        cancelling.cancel(event.visitors[1], by=None, now=event.later())
        assert event.mails() == [(SECOND, ""), (SECOND, "CANCEL"), (HUB, "CANCEL")]
        choose(event.visitors[0], CalendarChoice.FEED, event.later())
        choose(event.visitors[0], CalendarChoice.BOTH, event.later())
        assert event.mails() == []
        event.swap_hub(2, colleague, (0, 1, 0), (2, 3, None))
        assert len(event.mails()) == 4
        received = event.sink.received
        assert calendars(received) == calendars(shuffled(received)) == expected()
        # 6 first invites, 2 for the move, 3 for the swap, 2 + 2 off and on again, 2 for who
        # cancels (and a letter), 4 for the last two moves.
        assert len(received) == rows() - 2 == 6 + 2 + 3 + 2 + 2 + 3 + 4
        assert set(event.sink.senders) == {"hubmeet@example.org"}  # of tests.services.test_sending
        seen = Counter(
            (to, uid, one.sequence, one.method)
            for to, data in received
            for uid, one in invites_in(data).items()
        )
        assert set(seen.values()) == {1}


@ON_SQLITE
def test_one_person_one_object_and_nobody_elses_address(factory: Factory, now: datetime) -> None:
    with inviting(factory, now) as event:
        event.version((0, 0, 0), (1, 1, None))
        event.mails()
        everybody = {one.email for one in (event.hub, *event.visitors)}
        for to, data in event.sink.received:
            message = message_from_bytes(data, policy=default)
            assert isinstance(message, EmailMessage)
            assert (message["To"], message["From"].addresses[0].addr_spec) == (
                to,
                "hubmeet@localhost",
            )
            assert message["Auto-Submitted"] == "auto-generated"
            assert message["List-Unsubscribe"] is None
            for part in message.walk():
                text = part.get_payload(decode=True)
                if isinstance(text, bytes):
                    assert not (everybody - {to}) & set(re.findall(r"[\w.]+@[\w.]+", text.decode()))
            body = message.get_body(("plain",))
            assert body is not None
            words = body.get_content()
            assert "/me/requests/" in words
            assert ("Where: Table 1, Hall, Copernicus Centre, Warsaw" in words) or (
                "https://meet.example.eu/" in words
            )


def test_what_is_undone_before_it_went_was_never_said(factory: Factory, now: datetime) -> None:
    with inviting(factory, now) as event:
        event.version((0, 0, 0))
        event.version()
        assert event.mails() == []
        event.version((0, 0, 0))
        event.version((0, 1, 0))
        assert event.mails() == [(FIRST, "REQUEST"), (HUB, "REQUEST")]
        event.version((0, 2, 0))
        event.version()
        event.version((0, 1, 0))
        event.version((0, 2, 0))
        # Off, and on again at another time: the entry that was known goes, a new one comes.
        assert event.mails() == [
            (FIRST, "CANCEL"),
            (FIRST, "REQUEST"),
            (HUB, "CANCEL"),
            (HUB, "REQUEST"),
        ]
        assert calendars(event.sink.received) == expected()


@ON_SQLITE
def test_a_mail_that_a_worker_has_taken_was_told(factory: Factory, now: datetime) -> None:
    with inviting(factory, now) as event:
        event.version((0, 0, 0))
        db.session.execute(
            update(OutgoingMail)
            .where(OutgoingMail.registration_id == event.hub.id)
            .values(state=WorkState.RUNNING, lease_until=event.now + timedelta(hours=2), attempts=1)
        )
        db.session.commit()
        event.version()
        # The hub's mail is under way, so the hub hears that it is off, but not before.
        assert event.waiting() == ["invite.cancel"]
        assert event.mails() == []
        event.now += timedelta(hours=3)  # its worker was killed: another one sends it
        assert event.mails() == [(HUB, "CANCEL"), (HUB, "REQUEST")]
        kinds = [next(iter(invites_in(data).values())).method for _, data in event.sink.received]
        assert kinds == ["REQUEST", "CANCEL"]


@ON_SQLITE
def test_a_mail_that_was_tried_once_may_have_come(factory: Factory, now: datetime) -> None:
    with inviting(factory, now) as event:
        event.version((0, 0, 0))
        tried = OutgoingMail.registration_id == event.hub.id
        db.session.execute(update(OutgoingMail).where(tried).values(attempts=1))
        db.session.commit()
        event.version()
        # It stays, and that it is off comes after it.
        assert event.waiting() == ["invite.request", "invite.cancel"]
        assert event.mails() == [(HUB, "CANCEL"), (HUB, "REQUEST")]


@ON_SQLITE
def test_no_change_no_mail_and_the_same_news_once(factory: Factory, now: datetime) -> None:
    with inviting(factory, now) as event:
        event.version((0, 0, 0))
        told = rows()
        meeting = live_schedule.live_meetings(event.edition.id)[0]
        with pytest.raises(RuntimeError), writing():  # noqa: PT012 - what follows the change
            live_schedule.cancel(event.edition, meeting, by_account_id=None, now=now)
            db.session.flush()
            raise RuntimeError
        assert rows() == told
        with writing():
            for _ in range(10):
                invites.tell(event.edition, [event.requests[0].id], now=event.later())
        event.requests[0].answer_note = "An internal note"
        event.version((0, 0, 0))
        assert rows() == told == 2


@ON_SQLITE
def test_who_takes_the_feed_is_mailed_nothing_new(factory: Factory, now: datetime) -> None:
    with inviting(factory, now) as event:
        visitor = event.visitors[0]
        choose(visitor, CalendarChoice.FEED, now)
        event.version((0, 0, 0), (1, 1, 0))
        # A letter instead: the feed is read every few hours only.
        assert event.mails() == [(FIRST, ""), (SECOND, "REQUEST"), *[(HUB, "REQUEST")] * 2]
        choose(visitor, CalendarChoice.MAIL, event.later())
        assert event.waiting() == ["invite.request"]
        choose(visitor, CalendarChoice.FEED, event.later())
        assert event.mails() == []
        choose(visitor, CalendarChoice.BOTH, event.later())
        assert event.mails() == [(FIRST, "REQUEST")]
        # What came by mail stays true by mail, whatever is chosen later.
        choose(visitor, CalendarChoice.FEED, event.later())
        event.version((0, 2, 0), (1, 1, 0))
        assert event.mails() == [(FIRST, "REQUEST"), (HUB, "REQUEST")]
        assert calendars(event.sink.received) == expected()


@ON_SQLITE
def test_what_is_over_is_told_to_nobody(factory: Factory, now: datetime) -> None:
    with inviting(factory, now) as event:
        event.version((0, 0, 0), (1, 3, 0))
        event.mails()
        event.now = event.slots[1].starts_at  # the first meeting has ended
        event.publish(now=event.now)
        assert event.mails() == [(SECOND, "CANCEL"), (HUB, "CANCEL")]


@ON_SQLITE
def test_sent_again_it_says_what_holds_now_under_the_same_number(
    factory: Factory, now: datetime
) -> None:
    with inviting(factory, now) as event:
        event.version((0, 0, 0))
        event.mails()
        first = mail_of(event, FIRST)
        event.visitors[0].email = "new@example.org"
        db.session.commit()
        again(event, first)
        to, data = event.sink.received[-1]
        assert to == "new@example.org"
        (uid, after), *_ = invites_in(data).items()
        (before,) = (
            invites_in(mail)[uid] for _, mail in event.sink.received[:2] if uid in invites_in(mail)
        )
        assert (after.sequence, after.starts_at) == (before.sequence, before.starts_at)
        assert after.stamp > before.stamp
        # One that is off is not invited to again; that it is off can be.
        event.version()
        event.mails()
        with pytest.raises(ConflictError):
            again(event, first)
        again(event, mail_of(event, FIRST))
        assert invites_in(latest(event)[1]).popitem()[1].method == "CANCEL"


@ON_SQLITE
def test_what_organisers_cancel_was_not_told(factory: Factory, now: datetime) -> None:
    with inviting(factory, now) as event:
        event.version((0, 0, 0))
        mail_acts.act_on_all(event.edition, Act.CANCEL, MailFilter(), by=1, now=event.now)
        assert set(db.session.scalars(select(CalendarIdentity.told))) == {""}
        event.version((0, 1, 0))
        assert event.mails() == [(FIRST, "REQUEST"), (HUB, "REQUEST")]
        event.version((0, 2, 0))
        mail_acts.act_on_all(event.edition, Act.CANCEL, MailFilter(), by=1, now=event.now)
        event.version()
        # Nobody heard of the third time: what they know of is off.
        assert event.mails() == [(FIRST, "CANCEL"), (HUB, "CANCEL")]


@ON_SQLITE
def test_news_of_what_is_held_back_is_held_back(factory: Factory, now: datetime) -> None:
    with inviting(factory, now) as event:
        event.version((0, 0, 0))
        mail_acts.act_on_all(event.edition, Act.HOLD, MailFilter(), by=1, now=event.now)
        event.version((0, 1, 0))
        assert event.mails() == []
        mail_acts.act_on_all(event.edition, Act.RELEASE, MailFilter(), by=1, now=event.now)
        assert event.mails() == [(FIRST, "REQUEST"), (HUB, "REQUEST")]
        assert calendars(event.sink.received) == expected()


def mail_of(event: Inviting, name: str) -> str:
    """The public id of the last mail to somebody."""
    return (
        db.session.scalars(
            select(OutgoingMail.public_id)
            .join(Registration, Registration.id == OutgoingMail.registration_id)
            .where(Registration.name == name)
            .order_by(OutgoingMail.id.desc())
        ).first()
        or ""
    )


def again(event: Inviting, public_id: str) -> None:
    mail_acts.act(event.edition, public_id, Act.AGAIN, by=1, now=event.later())
    event.mails()


def latest(event: Inviting) -> tuple[str, bytes]:
    return event.sink.received[-1]
