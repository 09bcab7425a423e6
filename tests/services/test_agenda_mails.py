"""The letter "your agenda": who gets it, and that it says what holds when it leaves."""

from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from sqlalchemy import select

from app.domain.states import CalendarChoice, WorkState
from app.extensions import db
from app.models import MailTemplate, OutgoingMail, Registration
from app.services import cancelling
from app.services.agenda_mails import MailTo
from app.services.publication_preview import MailForecast, preview
from app.services.publish import publish
from tests.factory import Factory
from tests.services.inviting import ON_SQLITE, Inviting, inviting


def waiting(event: Inviting) -> list[tuple[str, str, bool]]:
    """(name, kind, held) of the mails that wait."""
    rows = db.session.execute(
        select(Registration.name, OutgoingMail.kind, OutgoingMail.held)
        .join(Registration, Registration.id == OutgoingMail.registration_id)
        .where(OutgoingMail.state == WorkState.QUEUED)
    )
    return sorted((name, kind.partition(".")[2], held) for name, kind, held in rows)


def published(event: Inviting, mail_to: MailTo, *, with_paper: bool = False) -> MailForecast:
    """Publish the draft; what was said beforehand of its mails."""
    found = preview(event.edition, now=event.later())
    assert found is not None
    publish(
        event.edition, by_account_id=None, now=event.now, mail_to=mail_to, with_paper=with_paper
    )
    return found.mails


@ON_SQLITE
def test_who_is_mailed_is_what_the_page_said(factory: Factory, now: datetime) -> None:
    with inviting(factory, now) as event:
        hub, first, second, third = event.hub.name, *(one.name for one in event.visitors)
        event.visitors[1].calendar_choice = CalendarChoice.FEED
        event.publish_later((0, 0, 0), (1, 1, 0))
        # The hub has two meetings, a visitor one; another takes the feed; the third has nothing.
        said = published(event, MailTo.CHANGED)
        assert said == MailForecast(invites=3, invited=2, on_the_feed=1, changed=3, everybody=4)
        assert waiting(event) == [
            *((first, "request", False), (second, "letter", False)),
            *[(hub, "request", False)] * 2,
        ]
        event.mails()
        event.publish_later((0, 0, 0), (1, 1, 0))
        assert published(event, MailTo.CHANGED) == MailForecast(0, 0, 0, 0, 4)
        assert waiting(event) == []
        event.publish_later((0, 2, 0), (1, 1, 0))
        published(event, MailTo.NOBODY)
        assert waiting(event) == [(first, "update", True), (hub, "update", True)]
        event.publish_later((0, 2, 0), (1, 1, 0))
        published(event, MailTo.EVERYBODY, with_paper=True)
        everybody = [(name, "paper", False) for name in (first, second, third, hub)]
        assert waiting(event) == sorted(
            [*everybody, (first, "update", True), (hub, "update", True)]
        )


@ON_SQLITE
def test_who_went_over_to_the_feed_hears_of_a_new_meeting_too(
    factory: Factory, now: datetime
) -> None:
    with inviting(factory, now) as event:
        event.publish_later((0, 0, 0))
        published(event, MailTo.CHANGED)
        event.mails()
        event.hub.calendar_choice = CalendarChoice.FEED
        db.session.commit()
        # What came by mail is cancelled by mail; of the new meeting no mail would tell.
        event.publish_later((1, 1, 0))
        published(event, MailTo.CHANGED)
        hub, first, second = event.hub.name, *(one.name for one in event.visitors[:2])
        assert waiting(event) == sorted(
            [
                *((hub, "cancel", False), (hub, "letter", False)),
                *((first, "cancel", False), (second, "request", False)),
            ]
        )


@ON_SQLITE
def test_it_says_what_holds_when_it_leaves_and_the_same_again(
    factory: Factory, now: datetime
) -> None:
    with inviting(factory, now) as event:
        event.publish_later((0, 0, 0))
        published(event, MailTo.EVERYBODY, with_paper=True)
        factory.add(
            MailTemplate(
                edition_id=event.edition.id,
                kind="agenda.paper",
                language="en",
                subject="{event}",
                body="In our own words, {name}.",
                changed_at=now,
            )
        )
        event.version((0, 1, 0))  # at 10:25
        cancelling.cancel(event.visitors[1], by=None, now=event.later())
        event.mails()
        letters = {to: data for to, data in event.sink.received if b"application/pdf" in data}
        # Who cancelled gets none; the second version wanted none, so the first one's stand.
        assert set(letters) == {
            one.email for one in (event.hub, event.visitors[0], event.visitors[2])
        }
        message = message_from_bytes(letters[event.visitors[0].email], policy=default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(("plain",))
        assert body is not None
        line = (
            "Tue 18 May 10:25: Zofia Łódzka, Hub of Łódź; Table 1, Hall, Copernicus Centre, Warsaw"
        )
        assert line in body.get_content()
        assert body.get_content().startswith("In our own words, ")
        (paper,) = message.iter_attachments()
        assert paper.get_filename() == "agenda.pdf"
        data = paper.get_payload(decode=True)
        assert isinstance(data, bytes)
        assert data.startswith(b"%PDF-")
        kept = db.session.scalars(
            select(OutgoingMail).where(OutgoingMail.recipient == event.visitors[0].email)
        ).all()
        assert all(mail.data for mail in kept if mail.state is WorkState.DONE)
