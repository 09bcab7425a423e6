"""What each person does by hand on the way from empty tables to a published schedule."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Page, expect

from tests.browser.conftest import assert_fits

PASSWORD = "green tables stand here"
HUB = "Ģirts Šķēle Hub"
COMPANY = "Łukasz & Söhne <Robotics> OÜ"
EXHIBITOR = "Ψαρράς Sensors"
EDITION = "Hub days Gdańsk"
TOPIC = "Robots for welding ships"
RUN_MILLISECONDS = 60_000

Fields = Mapping[str, str | bool]


@dataclass(frozen=True)
class Visitor:
    """A browser profile of one person at one installation."""

    page: Page
    url: str

    def go(self, address: str) -> None:
        """Open an address of the installation."""
        self.page.goto(self.url + address)
        self.look()

    def look(self) -> None:
        """What holds on every page of the way."""
        self.page.wait_for_load_state()  # style sheets included
        assert_fits(self.page)
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press a button that sends a form."""
        self.page.get_by_role("main").get_by_role("button", name=name).click()
        self.look()

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Follow a link of the page's own part."""
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()
        self.look()

    def fill(self, fields: Fields) -> None:
        """Fill in by label: text, the words of a choice, or True for a box or a radio."""
        for label, value in fields.items():
            control = self.page.locator("main :is(input, select, textarea)")
            field = control.and_(self.page.get_by_label(label)).first
            if value is True:
                field.check()
            elif field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(label=str(value))
            else:
                field.fill(str(value))

    def says(self, text: str | re.Pattern[str]) -> None:
        """The page says so after what was done."""
        expect(self.page.get_by_role("main")).to_contain_text(text)

    def complains(self, *texts: str) -> None:
        """The faults beside the fields, in the order of the page."""
        expect(self.page.locator(".field-error")).to_have_text(list(texts))


def makes_an_edition(olga: Visitor, day: date) -> str:
    """Name, zone and days, after one try that is wrong; gives the edition's address."""
    olga.go("/organiser/")
    olga.follow("New edition")
    olga.fill({"Name of the edition": EDITION, "Time zone": "Warsaw"})
    olga.fill({"First day": day.isoformat(), "Last day": "2020-01-01"})
    olga.press("Make the edition")
    olga.complains("The last day is before the first.")
    expect(olga.page.get_by_label("Name of the edition")).to_have_value(EDITION)
    olga.fill({"Last day": day.isoformat(), "City": "Gdańsk", "Country": "Poland"})
    olga.press("Make the edition")
    olga.says("Hub days Gdańsk is there")
    return olga.page.url.removeprefix(olga.url).removesuffix("/")


def makes_times_and_places(olga: Visitor, edition: str) -> None:
    """A block of four slots, a room with tables, a hub and an exhibitor."""
    olga.go(f"{edition}/times/")
    olga.fill({"Start": "14:00", "End": "16:00"})
    olga.fill({"Minutes per meeting": "25", "Minutes between meetings": "5"})
    olga.press("Add the block")
    olga.says("Block A is added: 4 slots.")
    olga.go(f"{edition}/places/")
    olga.fill({"Name of the room": "Amber hall", "Shared tables": "2"})
    olga.press("Add the room")
    olga.go(f"{edition}/hubs/")
    olga.follow("Enter a hub by hand")
    olga.fill({"Name of the hub": HUB, "Country": "Latvia", "City": "Rīga", "Robotics": True})
    olga.press("Add the hub")
    olga.says(HUB)
    olga.go(f"{edition}/exhibitors/")
    olga.fill({"Exhibitor": EXHIBITOR, "Kind": "Large company", "Country": "Greece"})
    olga.press("Give out the stand")
    olga.says(EXHIBITOR)


def changes_the_phase(olga: Visitor, edition: str, button: str) -> None:
    """One step on."""
    olga.go(f"{edition}/phase/")
    olga.press(button)
    olga.says("The edition is now")


def registers(visitor: Visitor, event: str, coming_as: str, *screens: Fields) -> None:
    """Four screens from the event page to one's registration, without an account before."""
    visitor.go(f"{event}/")
    visitor.follow("Register")
    for fields in ({coming_as: True, **screens[0]}, *screens[1:]):
        visitor.fill(fields)
        visitor.press("Go on")
    visitor.fill({"I agree that the organisers": True, "Code from the mail": "1"})
    visitor.press("Register")
    visitor.complains("This code is not right.")
    code = reads_the_code(visitor)
    visitor.go(f"{event}/register/consents")
    visitor.fill({"I agree that the organisers": True, "Code from the mail": code})
    visitor.press("Register")
    visitor.says("The organisers look at it and write to you.")


def reads_the_code(visitor: Visitor) -> str:
    """From the newest mail of the demo."""
    visitor.follow("Read the mails of this demo")
    visitor.page.locator(".mail-list a").first.click()
    visitor.look()
    found = re.search(r"\b\d{8}\b", visitor.page.get_by_role("main").inner_text())
    assert found
    return found.group()


def forgets_something(visitor: Visitor, event: str) -> None:
    """A screen that is not complete says what is missing and keeps what was typed."""
    visitor.go(f"{event}/register")
    visitor.fill({"Your name": "Łukasz Čapek", "E-mail": "lukasz"})
    visitor.press("Go on")
    visitor.complains(
        "Choose one.", "This is not an e-mail address: An email address must have an @-sign."
    )
    expect(visitor.page.get_by_label("Your name")).to_have_value("Łukasz Čapek")


def approves_everybody(olga: Visitor, edition: str, people: int) -> None:
    """At once, from the list of people, after a look at the letter that they get."""
    olga.go(f"{edition}/people/")
    olga.follow(f"Approve all {people} who wait")
    olga.press(f"Approve {people} people")
    olga.says(f"{people} people are approved.")


def asks_the_hub(company: Visitor, event: str) -> None:
    """The best match first, with its reasons; a topic is needed."""
    company.go(f"{event}/me")
    company.follow("Look for hubs")
    company.follow(HUB)
    company.press(f"Ask {HUB}")
    company.complains("Say in a few words what you want to talk about.")
    company.fill({"What you want to talk about": TOPIC})
    company.press(f"Ask {HUB}")
    company.says(f"{HUB} is asked.")


def accepts(hub: Visitor, event: str) -> None:
    """The one request there is."""
    hub.go(f"{event}/me/requests")
    hub.press(re.compile(f"Accept.*{COMPANY}"))
    hub.says(f"Accepted: {COMPANY}.")


def offers_times(exhibitor: Visitor, event: str, *clocks: str) -> None:
    """Some slots of the day at the own stand."""
    exhibitor.go(f"{event}/team/")
    exhibitor.follow("Offer times")
    for clock in clocks:
        exhibitor.page.get_by_label(clock).check()
    exhibitor.press("Store")


def books(company: Visitor, event: str, clock: str) -> None:
    """A time at a stand, at once."""
    company.go(f"{event}/me/book")
    company.press(re.compile(f"Book .*{clock}"))
    company.says(f"Booked: {EXHIBITOR}")


def runs_and_publishes(olga: Visitor, edition: str) -> None:
    """From the run's progress to version 1."""
    olga.go(f"{edition}/runs/")
    olga.press("Start the run")
    # By script the panel is swapped, without it the page is loaded anew.
    expect(olga.page.get_by_role("link", name="Look at the result")).to_be_visible(
        timeout=RUN_MILLISECONDS
    )
    olga.look()
    olga.follow("Look at the result")
    olga.says("2 of 2 requests scheduled")
    olga.go(f"{edition}/board/")
    expect(olga.page.locator(".is-pinned")).to_have_count(1)
    olga.go(f"{edition}/publish/")
    olga.press("Publish version 1")
    olga.says("Version 1 is published")
