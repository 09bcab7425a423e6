"""After a restore every calendar still hears: what is mailed is newer than all it has seen."""

from datetime import datetime
from pathlib import Path

import pytest

from app.extensions import db
from app.services import backup
from tests.factory import Factory
from tests.services.inviting import Inviting, calendars, expected, inviting
from tests.services.test_backup import KEY, made, restore

__all__ = ["made"]  # a fixture
FIRST = ((0, 0, 0), (1, 1, 0), (2, 2, None))
HUB, VISITORS = "Zofia Łódzka", ("Visitor 0", "Visitor 1", "Visitor 2")


@pytest.fixture
def engine_name() -> str:
    """The statements are those of test_backup.py, which both engines run."""
    return "sqlite"


def lost(event: Inviting, file: Path) -> None:
    """Publish, back up, let much happen that people are mailed, and restore."""
    event.version(*FIRST)
    assert len(event.mails()) == 6
    backup.backup(file, secret_key=KEY, now=event.now)
    for slot in (3, 0, 3):
        event.version((0, slot, 0), *FIRST[1:])
        assert len(event.mails()) == 2
    event.version((0, 3, 0), FIRST[2])  # the second is off
    assert len(event.mails()) == 2
    restore(file, file.parent, event.later(), replace=True)
    rows = (event.edition, event.hub, *event.visitors, *event.requests, *event.slots, *event.places)
    db.session.add_all(rows)  # the session that had them is gone
    db.session.expire_all()


def test_the_next_change_reaches_every_calendar(
    factory: Factory, made: Path, tmp_path: Path, now: datetime
) -> None:
    with inviting(factory, now) as event:
        lost(event, made)
        event.version((0, 1, 0), (1, 2, 0), (2, 3, None))
        assert event.mails() == []  # until an organiser lets them go
        assert (
            backup.release_mails("spring", invites=False, now=event.now) == 0
        )  # none waited at the backup
        assert event.mails() == sorted(
            [*((one, "REQUEST") for one in VISITORS), *[(HUB, "REQUEST")] * 3]
        )
        assert calendars(event.sink.received) == expected()


def test_a_cancel_after_a_restore_is_heard_too(
    factory: Factory, made: Path, tmp_path: Path, now: datetime
) -> None:
    with inviting(factory, now) as event:
        lost(event, made)
        backup.release_mails(None, invites=False, now=event.now)
        event.version((2, 3, None))
        event.mails()
        assert calendars(event.sink.received) == expected()


def test_everybody_can_be_mailed_again_what_is_so(
    factory: Factory, made: Path, tmp_path: Path, now: datetime
) -> None:
    with inviting(factory, now) as event:
        lost(event, made)
        event.version(*FIRST)
        backup.release_mails("spring", invites=True, now=event.later())
        assert len(event.mails()) == 6
        assert calendars(event.sink.received) == expected()
        backup.release_mails(None, invites=True, now=event.later())
        assert event.mails() == []
