"""A subscribed calendar as a calendar program asks for it: over HTTP, without signing in."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from app.exports.calendar_text import how_to_cancel
from app.extensions import db
from app.models import AuditEntry, CalendarIdentity, Edition
from app.services import cancelling, feeds
from app.services.transaction import writing
from tests.exports.calendar_readers import agreed, lint, read_by_libical
from tests.factory import Factory
from tests.services.published import PublishedEvent
from tests.web.world import World


@pytest.fixture
def engine_name() -> str:
    """The statements are those of tests/services/test_feeds.py, which both engines run."""
    return "sqlite"


@dataclass
class Subscribed:
    """A published event; a calendar that knows the hub's link."""

    event: PublishedEvent
    calendar: FlaskClient
    token: str

    @property
    def address(self) -> str:
        return f"/feeds/{self.token}.ics"

    def uids(self) -> list[str]:
        answer = self.calendar.get(self.address)
        assert answer.status_code == 200
        return [seen.uid for seen in read_by_libical(answer.data)]


@pytest.fixture
def subscribed(
    factory: Factory, new_browser: Callable[[], FlaskClient], now: datetime
) -> Subscribed:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), (1, 1, 2), (2, 3, None), now=now)
    return Subscribed(event, new_browser(), feeds.make(event.hub, now=now))


def test_it_holds_the_own_meetings_and_talks_as_every_reader_sees_them(
    subscribed: Subscribed,
) -> None:
    data = subscribed.calendar.get(subscribed.address).data

    lint(data)
    assert [seen.summary.split(",")[0] for seen in agreed(data)] == [
        *("What hubs do", "Meeting: Visitor 0", "Meeting: Visitor 1", "Meeting: Visitor 2")
    ]
    text = data.decode()
    for line in (
        *("VERSION:2.0", "CALSCALE:GREGORIAN", "NAME:Spring 2027", "X-WR-CALNAME:Spring 2027"),
        *("REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"),
    ):
        assert f"\r\n{line}\r\n" in text
    unfolded = text.replace("\r\n ", "")
    request = subscribed.event.requests[0].public_id
    link = f"http://127.0.0.1:8000/e/spring/me/requests/{request}"
    assert f"\\n{how_to_cancel(link, str)}\r\n" in unfolded
    assert not re.search(r"^(METHOD|ORGANIZER|ATTENDEE|BEGIN:VALARM)", unfolded, re.MULTILINE)


def test_it_tells_no_address_of_anybody(subscribed: Subscribed) -> None:
    text = subscribed.calendar.get(subscribed.address).text.replace("\r\n ", "")
    event = subscribed.event
    for person in (event.hub, *event.visitors):
        assert person.email not in text
    without_uids = re.sub(r"UID:\S+@hubmeet", "", text)
    assert "@" not in without_uids.replace("talk-1@hubmeet", "")


def test_its_names_are_those_of_the_mails_and_stay(subscribed: Subscribed, now: datetime) -> None:
    event = subscribed.event
    mailed = set(
        db.session.scalars(
            select(CalendarIdentity.uid).where(CalendarIdentity.registration_id == event.hub.id)
        )
    )
    first = subscribed.uids()
    assert set(first) == mailed | {"talk-1@hubmeet"}
    assert all(re.fullmatch(r"[0-9a-f-]{36}@hubmeet", uid) for uid in mailed)

    with writing():
        event.hub.locale = "fr"
    assert subscribed.uids() == first
    event.publish((0, 2, 0), (1, 1, 2), (2, 3, None), now=now)  # the first moves
    assert set(subscribed.uids()) == set(first)


def test_nothing_else_in_the_request_counts(subscribed: Subscribed) -> None:
    plain = subscribed.calendar.get(subscribed.address)
    visitor = subscribed.event.visitors[0].public_id
    asked = subscribed.calendar.get(
        f"{subscribed.address}?user={visitor}&status=all&lang=fr",
        headers={"Accept-Language": "fr", "Authorization": "Bearer x"},
    )
    assert asked.data == plain.data
    head = subscribed.calendar.head(subscribed.address)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == plain.headers["ETag"]


def test_its_headers(subscribed: Subscribed, factory: Factory) -> None:
    answer = subscribed.calendar.get(subscribed.address)
    headers = answer.headers
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert headers["Cache-Control"] == "private, max-age=300"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Disposition"] == 'inline; filename="agenda-spring.ics"'
    assert re.fullmatch(r'"[0-9a-f]{64}"', headers["ETag"])
    assert "Set-Cookie" not in headers

    account = factory.account()
    factory.sign_in(subscribed.calendar, account)
    again = subscribed.calendar.get(subscribed.address)
    assert again.headers["Cache-Control"] == "private, max-age=300"
    assert "Set-Cookie" not in again.headers


def test_who_has_the_newest_gets_304_until_something_changes(
    subscribed: Subscribed, factory: Factory, now: datetime
) -> None:
    calendar, address = subscribed.calendar, subscribed.address
    first = calendar.get(address)
    by_tag = {"If-None-Match": first.headers["ETag"]}
    by_date = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert calendar.get(address).data == first.data
    for asked in (by_tag, by_date, by_tag | by_date):
        answer = calendar.get(address, headers=asked)
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == first.headers["ETag"]
        assert answer.headers["Cache-Control"] == "private, max-age=300"

    # A name: no meeting's own stamp tells of that.
    visitor = subscribed.event.visitors[0]
    visitor.name = "Somebody Else"
    factory.add(visitor)
    for asked in (by_tag, by_date, by_tag | by_date):
        answer = calendar.get(address, headers=asked)
        assert answer.status_code == 200
        assert "Somebody Else" in answer.text

    last = calendar.get(address).headers
    subscribed.event.cancel(0, now=now)
    by_tag = {"If-None-Match": last["ETag"]}
    by_date = {"If-Modified-Since": last["Last-Modified"]}
    for asked in (by_tag, by_date):
        answer = calendar.get(address, headers=asked)
        assert answer.status_code == 200
        assert len(read_by_libical(answer.data)) == 3
        assert "Somebody Else" not in answer.text  # what is cancelled is left out, not struck out
        assert "CANCELLED" not in answer.text


def test_a_feed_of_nothing_is_a_calendar(
    subscribed: Subscribed, factory: Factory, now: datetime
) -> None:
    newcomer = factory.registration(subscribed.event.edition)
    answer = subscribed.calendar.get(f"/feeds/{feeds.make(newcomer, now=now)}.ics")
    assert answer.status_code == 200
    lint(answer.data)
    assert agreed(answer.data) == []


def test_whatever_opens_nothing_gets_the_same_answer(
    subscribed: Subscribed, factory: Factory, now: datetime
) -> None:
    event = subscribed.event
    assert subscribed.calendar.get(subscribed.address).status_code == 200  # a warm cache
    revoked, subscribed.token = subscribed.token, feeds.make(event.hub, now=now)
    gone = factory.registration(event.edition)
    cancelled = feeds.make(gone, now=now)
    cancelling.cancel(gone, by=None, now=now)
    tokens = [revoked, cancelled, "x" * 32, "%F0%9F", f"{subscribed.token}x", feeds.hashed(revoked)]

    answers = [subscribed.calendar.get(f"/feeds/{token}.ics") for token in tokens]

    assert {(one.status_code, one.data, one.content_type) for one in answers} == {
        (404, b"There is no such calendar (any more).\n", "text/plain; charset=utf-8")
    }
    assert {one.headers["Cache-Control"] for one in answers} == {"no-store"}
    assert subscribed.calendar.get(subscribed.address).status_code == 200


def test_who_guesses_has_to_wait_and_who_knows_has_not(subscribed: Subscribed) -> None:
    statuses = [
        subscribed.calendar.get(f"/feeds/{number}.ics").status_code for number in range(305)
    ]
    assert statuses == [404] * 300 + [429] * 5
    assert int(subscribed.calendar.get("/feeds/y.ics").headers["Retry-After"]) <= 61
    assert subscribed.calendar.get(subscribed.address).status_code == 200


def test_no_log_has_the_token(subscribed: Subscribed, capsys: pytest.CaptureFixture[str]) -> None:
    calendar, address = subscribed.calendar, subscribed.address
    calendar.application.config["PROPAGATE_EXCEPTIONS"] = False
    for method in ("get", "head", "post"):
        getattr(calendar, method)(f"{address}?x=1")
    unknown = f"{subscribed.token[:-4]}xxxx"
    calendar.get(f"/feeds/{unknown}.ics")
    with writing():  # a calendar that cannot be written: a fault of ours
        db.session.execute(update(Edition).values(zone="Nowhere/At all"))
    assert calendar.get(address).status_code == 500

    text = capsys.readouterr().err
    lines = [json.loads(line) for line in text.splitlines()]
    assert subscribed.token[:8] not in text
    assert "unexpected" in {line["event"] for line in lines}
    read = [line for line in lines if line.get("endpoint") == "feeds.feed"]
    known, not_known = feeds.hashed(subscribed.token)[:8], feeds.hashed(unknown)[:8]
    assert [(line["status"], line["feed"]) for line in read] == [
        *((200, known), (200, known), (404, not_known), (500, known))
    ]
    noted = " ".join(str(vars(one)) for one in db.session.scalars(select(AuditEntry)))
    assert "feed.make" in noted
    assert subscribed.token not in noted


def test_a_row_that_makes_no_sense_costs_only_its_own_event(
    subscribed: Subscribed, capsys: pytest.CaptureFixture[str]
) -> None:
    with writing():
        db.session.execute(
            delete(CalendarIdentity).where(
                CalendarIdentity.request_id == subscribed.event.requests[1].id
            )
        )
    answer = subscribed.calendar.get(subscribed.address)
    assert [seen.summary.split(",")[0] for seen in read_by_libical(answer.data)] == [
        *("What hubs do", "Meeting: Visitor 0", "Meeting: Visitor 2")
    ]
    assert "agenda entry left out" in capsys.readouterr().err


def test_it_rings_where_the_person_wants_it_and_speaks_their_language(
    subscribed: Subscribed, factory: Factory
) -> None:
    event = subscribed.event
    before = subscribed.calendar.get(subscribed.address)
    event.hub.reminder_minutes = 10
    factory.add(event.hub)
    after = subscribed.calendar.get(
        subscribed.address, headers={"If-None-Match": before.headers["ETag"]}
    )
    assert after.text.count("BEGIN:VALARM\r\nACTION:DISPLAY\r\n") == 4
    assert after.text.count("TRIGGER:-PT10M") == 4
    assert len(agreed(after.data)) == 4


def test_its_token_opens_nothing_else_and_no_other_token_opens_it(world: World) -> None:
    token = world.own.names["feeds.feed token"]
    tried = 0
    for rule, method in world.rules():
        if "token" in rule.arguments and method == "GET" and rule.endpoint != "feeds.feed":
            tried += 1
            assert world.browser("visitor").get(world.address(rule, token=token)).status_code == 404
    assert tried >= 5
    for name in ("token", "nudges_off.page token", "answer.page token"):
        other = world.own.names[name]
        assert world.browser("visitor").get(f"/feeds/{other}.ics").status_code == 404
