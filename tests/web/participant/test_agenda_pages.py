"""A person's agenda in the browser, as PDF and as calendar file."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.states import RegistrationState
from app.models import Registration
from tests.exports.calendar_readers import agreed
from tests.exports.poppler import words_of
from tests.factory import Factory
from tests.services.published import PublishedEvent


@dataclass
class Visit:
    """The event, and the browser in which the hub's person is signed in."""

    event: PublishedEvent
    client: FlaskClient

    def text(self, address: str) -> str:
        """The page, with single spaces."""
        answer = self.client.get(f"/e/spring/me/{address}")
        assert answer.status_code == 200
        return " ".join(answer.get_data(as_text=True).split())


def as_person(client: FlaskClient, factory: Factory, person: Registration) -> None:
    account = factory.account(person.email)
    person.account_id = account.id
    factory.add(person)
    factory.sign_in(client, account)


@pytest.fixture
def visit(app: Flask, factory: Factory, client: FlaskClient) -> Visit:
    event = PublishedEvent(factory)
    as_person(client, factory, event.hub)
    return Visit(event, client)


def test_page_of_a_published_schedule(visit: Visit, now: datetime) -> None:
    visit.event.publish((0, 0, 0), (1, 1, 2), now=now)
    page = visit.text("agenda")
    assert "2 meetings, version 1 of the schedule" in page
    assert "All times Warsaw, CEST" in page
    assert "Monday 17 May 2027" in page
    assert "What hubs do" in page
    assert "Tuesday 18 May 2027" in page
    assert "10:00</time>" in page
    assert '<span class="entry-table">S1</span>' in page
    assert 'href="/e/spring/me/agenda.pdf"' in page
    assert 'href="/e/spring/me/agenda.ics"' in page
    assert "Visitor 2, " in page  # without a meeting this time
    assert "It was accepted after the schedule was made" in page


def test_what_is_next_stands_first(
    visit: Visit, factory: Factory, client: FlaskClient, now: datetime
) -> None:
    client.post("/account/sign-out")
    as_person(client, factory, visit.event.visitors[1])
    # Later than any clock that this test may run by: 08:50 UTC is 09:50 in Warsaw in winter.
    slot = visit.event.slots[2]
    slot.starts_at = slot.starts_at.replace(year=2999, month=1)
    slot.ends_at = slot.starts_at + timedelta(minutes=20)
    factory.add(slot)
    visit.event.publish((1, 2, 2), now=now)
    words = " ".join(re.sub("<[^>]*>", " ", visit.text("agenda")).split())
    assert "Next: Fri 18 Jan, 09:50 Zofia Łódzka, Hub of Łódź · Stand S1 · Hall" in words


def test_empty_pages_say_what_comes(
    visit: Visit, factory: Factory, client: FlaskClient, now: datetime
) -> None:
    client.post("/account/sign-out")
    visitor = visit.event.visitors[0]
    as_person(client, factory, visitor)
    page = visit.text("agenda")
    assert "The schedule of meetings is not published yet." in page
    assert "Your meetings will stand here" in page
    visit.event.publish((1, 0, 0), now=now)
    assert "Nothing is on your agenda" in visit.text("agenda")
    visitor.state = RegistrationState.SUBMITTED
    factory.add(visitor)
    assert "The organisers have not approved your registration yet." in visit.text("agenda")


def test_pdf_download(visit: Visit, now: datetime) -> None:
    visit.event.publish((0, 0, 0), (2, 1, None), now=now)
    answer = visit.client.get("/e/spring/me/agenda.pdf")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    disposition = 'attachment; filename="agenda-spring.pdf"'
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.headers["Cache-Control"] == "no-store"
    words = words_of(answer.data)
    assert "Zofia Łódzka" in words
    assert "2 meetings · All times Warsaw, CEST" in words
    assert "10:00 –10:20" in words
    assert "Join online: https://meet.example.eu/" in words


def test_calendar_download(visit: Visit, now: datetime) -> None:
    visit.event.publish((0, 0, 0), (2, 1, None), now=now)
    answer = visit.client.get("/e/spring/me/agenda.ics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    disposition = 'attachment; filename="agenda-spring.ics"'
    assert answer.headers["Content-Disposition"] == disposition
    seen = agreed(answer.data)
    assert [event.summary.split(",")[0] for event in seen] == [
        *("What hubs do", "Meeting: Visitor 0", "Meeting: Visitor 2"),
    ]
    assert answer.data == visit.client.get("/e/spring/me/agenda.ics").data


def test_nobody_else_gets_it(visit: Visit, factory: Factory, client: FlaskClient) -> None:
    client.post("/account/sign-out")
    for address in ("agenda", "agenda.pdf", "agenda.ics"):
        answer = client.get(f"/e/spring/me/{address}")
        assert (answer.status_code, answer.headers["Location"]) == (
            303,
            f"/account/sign-in?next=/e/spring/me/{address}",
        )
    factory.sign_in(client, factory.account())
    for address in ("agenda", "agenda.pdf", "agenda.ics"):
        assert client.get(f"/e/spring/me/{address}").status_code == 404
