"""A published event whose mails go to a mail server, and what everybody's calendar then shows."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from app.domain.states import MeetingState, VersionKind
from app.extensions import db
from app.models import (
    Attendance,
    CalendarIdentity,
    Meeting,
    OutgoingMail,
    Registration,
    ScheduleVersion,
)
from app.services.sending import Round
from tests.factory import Factory
from tests.itip_store import ItipStore
from tests.mail_sink import Sink
from tests.services.published import PublishedEvent
from tests.services.test_sending import send_all, worker

HOUR = timedelta(hours=1)
Shown = dict[str, dict[str, tuple[datetime, str]]]


class Inviting(PublishedEvent):
    """The event, a clock that `later` moves on, and the mail server."""

    def __init__(self, factory: Factory, now: datetime, sink: Sink, work: Round) -> None:
        super().__init__(factory)
        self.now, self.sink, self._work = now, sink, work
        self._read = 0

    def version(self, *placed: tuple[int, int, int | None]) -> None:
        """An hour later, publish a version with (visitor, slot, place) for each meeting."""
        self.later()
        self.publish(*placed, now=self.now)

    def swap_hub(
        self, visitor: int, person: Registration, *placed: tuple[int, int, int | None]
    ) -> None:
        """The same, where `person` meets that visitor in place of the hub's first person."""
        self.later()
        self.publish_later(*placed)
        attendance = db.session.scalars(
            select(Attendance)
            .join(Meeting)
            .join(ScheduleVersion)
            .where(
                ScheduleVersion.kind == VersionKind.DRAFT,
                Meeting.request_id == self.requests[visitor].id,
                Attendance.registration_id == self.hub.id,
            )
        ).one()
        attendance.registration_id = person.id
        db.session.commit()
        self.publish_now(self.now)

    def later(self) -> datetime:
        """An hour later."""
        self.now += HOUR
        return self.now

    def mails(self) -> list[tuple[str, str]]:
        """Send all that waits; (recipient's first name, first words of the subject) of each."""
        send_all(self._work, self.now)
        names = {one.email: one.name for one in db.session.scalars(select(Registration))}
        new = self.sink.received[self._read :]
        self._read += len(new)
        return sorted((names[to], kind_in(data)) for to, data in new)

    def waiting(self) -> list[str]:
        """The kinds of the mails that wait."""
        return list(
            db.session.scalars(
                select(OutgoingMail.kind)
                .where(OutgoingMail.state == "queued")
                .order_by(OutgoingMail.id)
            )
        )


def kind_in(mail: bytes) -> str:
    """What the mail's invite asks a calendar to do; "" where there is none."""
    for method in (b"REQUEST", b"CANCEL"):
        if b'method="' + method + b'"' in mail:
            return method.decode()
    return ""


@contextmanager
def inviting(factory: Factory, now: datetime) -> Iterator[Inviting]:
    """The event while the mail server is there."""
    with worker() as (sink, work):
        yield Inviting(factory, now, sink, work)


def calendars(received: list[tuple[str, bytes]]) -> Shown:
    """Recipient → uid → when it begins and who it is with, in the order the mails came."""
    stores: dict[str, ItipStore] = defaultdict(ItipStore)
    for to, data in received:
        stores[to].take(data)
    return {
        to: {uid: (one.starts_at, one.summary) for uid, one in store.shown.items()}
        for to, store in stores.items()
        if store.shown
    }


def shuffled(received: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The same mails in an order of chance."""
    mixed = list(received)
    Random(7).shuffle(mixed)  # noqa: S311 - an order, no secret
    return mixed


def expected() -> Shown:
    """What the database says that everybody's calendar shows, worked out anew."""
    found: Shown = defaultdict(dict)
    meetings = db.session.scalars(
        select(Meeting)
        .join(ScheduleVersion)
        .where(ScheduleVersion.kind == VersionKind.LIVE, Meeting.state == MeetingState.PLANNED)
    )
    for meeting in meetings:
        people = [one.registration for one in meeting.attendances]
        for person in people:
            identity = db.session.scalars(
                select(CalendarIdentity).where(
                    CalendarIdentity.request_id == meeting.request_id,
                    CalendarIdentity.registration_id == person.id,
                    CalendarIdentity.cancelled_at.is_(None),
                )
            ).one()
            (partner,) = (one for one in people if one is not person)
            summary = f"Meeting: {partner.name}, {partner.organisation.name}"
            found[person.email][identity.uid] = (meeting.slot.starts_at, summary)
    return dict(found)


def rows() -> int:
    """How many mails there are."""
    return db.session.scalar(select(func.count()).select_from(OutgoingMail)) or 0


ON_SQLITE = pytest.mark.parametrize("engine_name", ["sqlite"])
