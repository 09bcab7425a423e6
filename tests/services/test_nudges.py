"""Nudges: one to each who is stuck, none twice in two days, none to who wants none."""

import email
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.errors import InvalidInputError
from app.extensions import db
from app.models import AuditEntry, OutgoingMail
from app.services import nudges
from app.services.segments import Segment
from tests.factory import Factory
from tests.services.at_once import at_once
from tests.services.gathering import Gathering


def off_path(public_id: str) -> str:
    return f"/mails/off/{public_id}"


@pytest.fixture
def scene(factory: Factory) -> Gathering:
    """Two companies that are asked by nobody, and have asked nobody."""
    made = Gathering(factory)
    made.company(), made.company()
    return made


def send(scene: Gathering, now: datetime) -> int:
    return nudges.send(scene.edition, Segment.NO_REQUEST, off_path=off_path, by=1, now=now)


def test_each_is_nudged_once_in_two_days(app: Flask, scene: Gathering, now: datetime) -> None:
    done = at_once(app, [lambda: send(scene, now)] * 3)
    assert done == {"done": 1, "InvalidInputError": 2}
    mails = db.session.scalars(select(OutgoingMail)).all()
    assert len(mails) == 2
    message = email.message_from_bytes(mails[0].data or b"")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/mails/off/" in message["List-Unsubscribe"]
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.details) == ("nudge.no_request", {"mails": 2})
    found = nudges.preview(
        scene.edition, Segment.NO_REQUEST, off_path=off_path, now=now + timedelta(hours=47)
    )
    assert (len(found.going), found.lately) == (0, 2)
    assert send(scene, now + timedelta(hours=48)) == 2


def test_who_wants_none_gets_none(app: Flask, scene: Gathering, now: datetime) -> None:
    def preview() -> nudges.NudgePreview:
        return nudges.preview(scene.edition, Segment.NO_REQUEST, off_path=off_path, now=now)

    first = preview().going[0].public_id
    nudges.set_nudges(first, wanted=False, now=now)
    assert (len(preview().going), preview().unwanted) == (1, 1)
    second = preview().going[0].public_id
    nudges.set_nudges(second, wanted=False, now=now)
    with pytest.raises(InvalidInputError):
        send(scene, now)
    nudges.set_nudges(first, wanted=True, now=now)
    assert send(scene, now) == 1
