"""From empty tables to agendas by hand: at a desk, and on a narrow phone without JavaScript."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, expect

from tests.browser import by_hand
from tests.browser.by_hand import COMPANY, EXHIBITOR, HUB, PASSWORD, Visitor
from tests.browser.conftest import Server, fresh_page, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OLGA = "olga@example.org"
DAY = datetime.now(UTC).date() + timedelta(days=60)
BOOKED, SCHEDULED = time(14), time(14, 30)


@pytest.fixture(
    params=[(True, 1440), (False, 320)], ids=["at a desk", "on a phone without JavaScript"]
)
def person(
    request: pytest.FixtureRequest, chromium: Browser, empty: Server
) -> Iterator[Callable[[], Visitor]]:
    """One more person with a browser of their own."""
    javascript, width = request.param
    with ExitStack() as everybody:

        def arrive() -> Visitor:
            opened = fresh_page(chromium, javascript=javascript, width=width)
            return Visitor(everybody.enter_context(opened), empty.url)

        yield arrive


def test_an_event_from_nothing_to_agendas(
    person: Callable[[], Visitor], empty: Server, tmp_path: Path
) -> None:
    empty.command("create-organiser", OLGA, "--password", PASSWORD)
    olga, hub, company, exhibitor = (person() for _ in range(4))
    sign_in(olga.page, empty, OLGA, PASSWORD)
    edition = by_hand.makes_an_edition(olga, DAY)
    event = edition.removeprefix("/organiser")
    by_hand.makes_times_and_places(olga, edition)
    by_hand.changes_the_phase(olga, edition, "Open registration")
    register_all(event, hub, company, exhibitor)
    by_hand.approves_everybody(olga, edition, people=3)
    by_hand.changes_the_phase(olga, edition, "Open requests")
    by_hand.asks_the_hub(company, event)
    by_hand.accepts(hub, event)
    by_hand.offers_times(exhibitor, event, "14:00", "15:30")
    by_hand.books(company, event, "14:00")
    by_hand.changes_the_phase(olga, edition, "Close requests")
    by_hand.runs_and_publishes(olga, edition)
    takes_home(company, event, tmp_path)


def register_all(event: str, hub: Visitor, company: Visitor, exhibitor: Visitor) -> None:
    """Three people of three organisations; two of these the organiser has entered."""
    by_hand.registers(
        hub,
        event,
        "A Digital Innovation Hub",
        {"Your name": "Ģirts Bērziņš", "E-mail": "girts@example.org"},
        {"Name of the organisation": HUB},
        {},
    )
    by_hand.forgets_something(company, event)
    by_hand.registers(
        company,
        event,
        "A small or medium-sized company",
        {"Your name": "Łukasz Čapek", "E-mail": "lukasz@example.org"},
        {"Name of the organisation": COMPANY, "Country": "Estonia"},
        {"Technology 1": "Robotics"},
    )
    by_hand.registers(
        exhibitor,
        event,
        "An exhibitor with a stand",
        {"Your name": "Ελένη Ψαρρά", "E-mail": "eleni@example.org"},
        {"Name of the organisation": EXHIBITOR, "Large company": True, "Country": "Greece"},
        {},
    )


def takes_home(company: Visitor, event: str, folder: Path) -> None:
    """Page, paper and calendar say the same: the booked and the scheduled meeting."""
    company.go(f"{event}/me/agenda")
    entries = company.page.locator(".entry.is-meeting")
    expect(entries).to_contain_text([EXHIBITOR, HUB])
    expect(entries.locator("time").first).to_have_text("14:00")
    paper = folder / "agenda.pdf"
    download(company, "PDF to print", paper)
    text = subprocess.run(  # noqa: S603 - a file of this test
        ["pdftotext", "-layout", paper, "-"],  # noqa: S607 - a tool of the tests
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for words in ("14:00", "14:30", "Łukasz Čapek", EXHIBITOR, HUB):
        assert words in text, words
    calendar = folder / "agenda.ics"
    download(company, "Calendar file", calendar)
    events = Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
    starts = sorted(one.decoded("DTSTART") for one in events)
    assert starts == [in_warsaw(DAY, BOOKED), in_warsaw(DAY, SCHEDULED)]
    assert {start.utcoffset() for start in starts} == {timedelta()}


def download(visitor: Visitor, link: str, to: Path) -> None:
    """What a link gives, as a file."""
    with visitor.page.expect_download() as file:
        visitor.page.get_by_role("link", name=link).click()
    file.value.save_as(to)


def in_warsaw(day: date, clock: time) -> datetime:
    """A time of the event's day, as an instant."""
    return datetime.combine(day, clock, ZoneInfo("Europe/Warsaw"))
