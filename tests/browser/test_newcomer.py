"""From the public page to a registration with three requests, one of them accepted."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, fresh_page, sign_in
from tests.browser.newcomers import ByKeyboard, Newcomer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HUB = "BDIH_EDIH"
TOPIC = "Robots that weld ships"
Arrive = Callable[[str], Newcomer]


@pytest.fixture
def arrives(chromium: Browser, demo: Server) -> Iterator[Arrive]:
    """Somebody with a phone of 360 px, or with a keyboard only, without JavaScript, at 320 px."""
    with ExitStack() as everybody:

        def arrive(how: str) -> Newcomer:
            by_keyboard = how == "by keyboard"
            width = 320 if by_keyboard else 360
            opened = fresh_page(chromium, javascript=not by_keyboard, width=width)
            page = everybody.enter_context(opened)
            return (ByKeyboard if by_keyboard else Newcomer)(page, demo.url)

        yield arrive


@pytest.mark.parametrize("how", ["by finger", "by keyboard"])
def test_a_newcomer_gets_a_meeting_accepted(arrives: Arrive, demo: Server, how: str) -> None:
    ada = arrives(how)
    company = f"Newcomer {how} Ltd"
    event = registers(ada, company, f"newcomer-{how[3:]}@example.org")
    # You come as, name, e-mail; organisation, country; one technology; consent and code.
    assert ada.inputs == 8
    # Register on the event's page, then four screens.
    assert ada.clicks == 5
    approved_by_an_organiser(arrives, demo, event, company)
    asks_three_hubs(ada, event)
    accepted_by_the_hub(arrives, demo, event, company)
    ada.go(f"{event}/me/requests")
    expect(ada.page.get_by_role("region", name="Accepted")).to_contain_text(HUB)
    ada.says("5 of 8 requests left")


def test_no_page_of_the_way_has_a_fault_of_access(chromium: Browser, demo: Server) -> None:
    # The policy of the pages stops axe's own script, too; only here it is set aside.
    context = chromium.new_context(bypass_csp=True, viewport={"width": 320, "height": 800})
    page = context.new_page()
    sign_in(page, demo, *demo.login("sme"))
    event = open_event(Newcomer(page, demo.url))
    paths = [
        *(f"{event}/me{end}" for end in ("", "/registration", "/availability", "/profile")),
        *(f"{event}/me/{end}" for end in ("hubs", "companies", "requests", "book", "agenda")),
        *("/account/", "/account/security", "/account/data", f"{event}/privacy"),
    ]
    faults = faults_of(page, demo, paths)
    page.context.clear_cookies()
    faults |= faults_of(page, demo, [f"{event}/register", "/account/sign-in", "/demo/mail"])
    context.close()
    assert {path: found for path, found in faults.items() if found} == {}


def faults_of(page: Page, demo: Server, paths: list[str]) -> dict[str, list[object]]:
    """What axe finds, and whether the page is wider than 320 px, by address."""
    found: dict[str, list[object]] = {}
    for path in paths:
        answer = page.goto(demo.url + path)
        violations = Axe().run(page).response["violations"]
        found[path] = [(one["id"], one["nodes"][0]["html"]) for one in violations]
        if answer is None or answer.status != 200:
            found[path].append("no page")
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            found[path].append("wider than the window")
    return found


def open_event(visitor: Newcomer) -> str:
    """The address of the demo's open event."""
    visitor.go("/")
    links = visitor.page.locator("main a[href^='/e/']").all()
    addresses = [link.get_attribute("href") or "" for link in links]
    return next(one.rstrip("/") for one in addresses if "warsaw" not in one)


def registers(ada: Newcomer, company: str, email: str) -> str:
    """Four screens; gives the event's address."""
    event = open_event(ada)
    ada.go(f"{event}/")
    ada.follow("Register")
    ada.choose("A small or medium-sized company")
    ada.type("Your name", "Delegate of a newcomer")
    ada.type("E-mail", email)
    ada.press("Go on")
    ada.type("Name of the organisation", company)
    ada.type("Country", "Portugal")
    ada.press("Go on")
    ada.type("Technology 1", "Robotics")
    ada.press("Go on")
    code = newest_code(ada)
    ada.choose("I agree that the organisers")
    ada.type("Code from the mail", code)
    ada.press("Register")
    ada.says("The organisers look at it")
    return event


def newest_code(ada: Newcomer) -> str:
    """From the newest mail of the demo, in another tab as in a mail program."""
    tab = ada.page.context.new_page()
    tab.goto(f"{ada.url}/demo/mail")
    tab.locator(".mail-list a").first.click()
    found = re.search(r"\b\d{8}\b", tab.get_by_role("main").inner_text())
    tab.close()
    assert found
    return found.group()


def approved_by_an_organiser(arrives: Arrive, demo: Server, event: str, company: str) -> None:
    """From the list of people, after a look at the letter."""
    olga = arrives("by finger")
    sign_in(olga.page, demo, *demo.login("organiser"))
    olga.go(f"/organiser{event}/people/?q={company.replace(' ', '+')}")
    olga.page.get_by_role("main").get_by_role("checkbox", name="Delegate of a newcomer").check()
    olga.press("Approve")
    olga.press("Approve 1 person")
    olga.says("1 person is approved.")


def asks_three_hubs(ada: Newcomer, event: str) -> None:
    """The hub whose delegate answers, and the two that fit best."""
    asked: list[str] = []
    for number in range(3):
        ada.go(f"{event}/me/hubs")
        names = ada.page.locator("main .card-title a").all_inner_texts()
        name = HUB if number == 0 else next(one for one in names if one not in asked)
        ada.follow(name)
        ada.type("What you want to talk about", TOPIC)
        ada.press(f"Ask {name}")
        ada.says(f"{name} is asked.")
        asked.append(name)


def accepted_by_the_hub(arrives: Arrive, demo: Server, event: str, company: str) -> None:
    """The hub's delegate accepts the newcomer's request."""
    hub = arrives("by finger")
    sign_in(hub.page, demo, *demo.login("hub"))
    hub.go(f"{event}/me/requests")
    row = hub.page.locator("main li", has_text=company).last
    row.get_by_role("button", name=re.compile("^Accept")).click()
    hub.says(f"Accepted: {company}.")
