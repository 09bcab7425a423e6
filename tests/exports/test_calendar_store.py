"""What a calendar server keeps: an update takes the place of what was there."""

from datetime import UTC, datetime, timedelta

from tests.exports.calendar_mutants import START, spoilt
from tests.exports.hand_made import feed, request
from tests.exports.radicale_server import Shelf

AT = datetime(2018, 11, 26, 12, 0, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def later(data: bytes) -> bytes:
    """The same meeting, three hours later, in its next version."""
    moved = spoilt(data, START, b"DTSTART:20181126T150000Z")
    moved = spoilt(moved, b"DTEND:20181126T122000Z", b"DTEND:20181126T152000Z")
    return spoilt(moved, b"SEQUENCE:0", b"SEQUENCE:1")


def test_an_update_moves_the_one_event() -> None:
    shelf = Shelf()
    assert shelf.put("meeting.ics", request()) == 201
    assert shelf.found_between(AT, AT + QUARTER) == 1
    assert shelf.put("meeting.ics", later(request())) == 204  # replaced, not made
    assert shelf.found_between(AT, AT + QUARTER) == 0
    assert shelf.found_between(AT + timedelta(hours=3), AT + timedelta(hours=4)) == 1
    assert shelf.read().count(b"BEGIN:VEVENT") == 1


def test_the_same_meeting_is_not_stored_twice_under_another_name() -> None:
    shelf = Shelf()
    assert shelf.put("meeting.ics", request()) == 201
    assert shelf.put("again.ics", later(request())) == 409
    assert shelf.read().count(b"BEGIN:VEVENT") == 1


def test_a_feed_fetched_again_replaces_the_old_one() -> None:
    shelf = Shelf()
    assert shelf.put_all(feed()) == 201
    assert shelf.put_all(later(feed())) == 201
    assert shelf.read().count(b"BEGIN:VEVENT") == 2
    assert shelf.found_between(AT, AT + QUARTER) == 0
