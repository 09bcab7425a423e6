"""The demo in a browser: run, publish, and what people take home."""

import re
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, assert_fits, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WARSAW = "dih-2018-warsaw"
RUN_MILLISECONDS = 120_000


@pytest.fixture(scope="module")
def scheduled(demo: Server) -> Server:
    """The demo with Warsaw solved and published from the command line."""
    said = demo.command("solve", WARSAW)
    assert "proved optimal" in said
    assert "is published" in demo.command("publish", WARSAW)
    return demo


def test_an_organiser_runs_and_publishes(page: Page, demo: Server) -> None:
    sign_in(page, demo, *demo.login("organiser"))
    page.goto(f"{demo.url}/organiser/e/{WARSAW}/runs/")
    page.get_by_role("button", name="Start the run").click()
    # The panel is swapped in by itself until the run is over.
    expect(page.locator("[data-say]")).to_contain_text(
        "requests scheduled, proved optimal.", timeout=RUN_MILLISECONDS
    )
    page.get_by_role("link", name="Look at the result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"\d+ of 86 requests scheduled")
    )
    reasons = {text for text in page.locator("#left-out ~ ul p").all_text_contents() if text}
    assert len(reasons) >= 3
    page.get_by_role("link", name="Publish it").click()
    page.get_by_role("button", name=re.compile("Publish version")).click()
    expect(page.get_by_text(re.compile(r"Version \d+ is published"))).to_be_visible()


def test_a_company_takes_its_agenda_home(page: Page, scheduled: Server, tmp_path: Path) -> None:
    sign_in(page, scheduled, *scheduled.login("sme"))
    page.goto(f"{scheduled.url}/e/{WARSAW}/me/agenda")
    times = page.locator(".entry.is-meeting time:first-of-type").all_text_contents()
    starts = [text for text in times[::1] if re.fullmatch(r"\d\d:\d\d", text)]
    assert starts
    with page.expect_download() as pdf:
        page.get_by_role("link", name="PDF to print").click()
    pdf.value.save_as(tmp_path / "agenda.pdf")
    text = subprocess.run(  # noqa: S603 - a file of this test
        ["pdftotext", "-layout", tmp_path / "agenda.pdf", "-"],  # noqa: S607 - a tool of the tests
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Delegate 1 of Demo SME 05" in text
    assert all(start in text for start in starts)
    with page.expect_download() as file:
        page.get_by_role("link", name="Calendar file").click()
    file.value.save_as(tmp_path / "agenda.ics")
    calendar = Calendar.from_ical((tmp_path / "agenda.ics").read_bytes())
    meetings = [
        event for event in calendar.walk("VEVENT") if str(event["SUMMARY"]).startswith("Meeting")
    ]
    assert len(meetings) == page.locator(".entry.is-meeting").count()


PUBLIC = ["/", f"/e/{WARSAW}/", f"/e/{WARSAW}/programme", f"/e/{WARSAW}/hubs", "/account/sign-in"]
OF_COMPANY = [
    f"/e/{WARSAW}/me",
    f"/e/{WARSAW}/me/agenda",
    f"/e/{WARSAW}/me/requests",
    f"/e/{WARSAW}/me/availability",
]
OF_ORGANISER = [
    "/organiser/",
    f"/organiser/e/{WARSAW}/",
    f"/organiser/e/{WARSAW}/people",
    f"/organiser/e/{WARSAW}/runs/",
    f"/organiser/e/{WARSAW}/board/",
    f"/organiser/e/{WARSAW}/demand/",
    f"/organiser/e/{WARSAW}/publish/",
    f"/organiser/e/{WARSAW}/prints/",
]


@pytest.mark.parametrize(
    ("role", "addresses"), [("", PUBLIC), ("sme", OF_COMPANY), ("organiser", OF_ORGANISER)]
)
def test_pages_have_no_barrier_that_axe_can_find(
    page: Page, scheduled: Server, role: str, addresses: list[str]
) -> None:
    if role:
        sign_in(page, scheduled, *scheduled.login(role))
    faults = []
    for address in addresses:
        answer = page.goto(scheduled.url + address)
        assert answer is not None
        assert answer.status == 200, address
        found = Axe().run(page).response["violations"]
        faults += [(address, one["id"], one["nodes"][0]["html"][:90]) for one in found]
    assert faults == []


@pytest.mark.parametrize(
    ("role", "addresses"), [("", PUBLIC), ("sme", OF_COMPANY), ("organiser", OF_ORGANISER)]
)
def test_pages_fit_the_narrowest_phone_without_javascript(
    plain_page: Page, scheduled: Server, role: str, addresses: list[str]
) -> None:
    if role:
        sign_in(plain_page, scheduled, *scheduled.login(role))
    for address in addresses:
        plain_page.goto(scheduled.url + address)
        assert_fits(plain_page)
