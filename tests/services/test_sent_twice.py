"""An impatient person sends the same form twenty times: it is done once, and all are told so."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.errors import ConflictError
from app.extensions import Base, db
from app.models import Meeting, MeetingRequest, OpenSlot, Organisation, OutgoingMail, Registration
from app.services import meeting_requests, open_slots
from tests.factory import Factory
from tests.invariants import invariants
from tests.services.at_once import at_once
from tests.services.gathering import Gathering

TIMES = 20


def count(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_one_request_and_one_mail(app: Flask, factory: Factory, now: datetime) -> None:
    """Also where it was the last one of the quota."""
    event = Gathering(factory, request_quota=1)
    company, hub = event.company().id, event.hub().organisation_id

    def send() -> object:
        asking = db.session.get_one(Registration, company)
        asked = db.session.get_one(Organisation, hub)
        return meeting_requests.ask(asking, asked, topic=" Robots ", now=now)

    assert at_once(app, [send] * TIMES) == {"done": TIMES}
    # The hub has one person, who gets one mail.
    assert (count(MeetingRequest), count(OutgoingMail)) == (1, 1)


def test_one_booking(app: Flask, factory: Factory, now: datetime) -> None:
    event = Gathering(factory)
    (host,) = event.exhibitor()
    offered, visitor = event.offer(host, 0).public_id, event.company().id

    def send() -> object:
        return open_slots.book_open_slot(
            db.session.get_one(Registration, visitor), offered, now=now
        )

    assert at_once(app, [send] * TIMES) == {"done": TIMES}
    assert (count(Meeting), count(MeetingRequest), count(OpenSlot)) == (1, 1, 1)
    assert invariants() == []


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_another_topic_or_another_day_is_another_request(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    company, hub = event.company(), event.hub()

    def send(topic: str, after: timedelta = timedelta()) -> MeetingRequest:
        return meeting_requests.ask(company, hub.organisation, topic=topic, now=now + after)

    assert send("Robots").id == send("Robots", timedelta(seconds=59)).id
    for topic, after in (("Lasers", timedelta()), ("Robots", timedelta(minutes=1))):
        with pytest.raises(ConflictError, match="have a living request already"):
            send(topic, after)
