"""How a newcomer moves through pages: by finger, or by keyboard alone; what they do is counted."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import assert_fits

MOST_TABS = 150
CONTROLS = "main :is(input:not([type=hidden]), select, textarea)"


@dataclass
class Newcomer:
    """A person with a browser; `clicks` are presses and links, `inputs` fields filled in."""

    page: Page
    url: str
    clicks: int = 0
    inputs: int = 0
    screens: list[str] = field(default_factory=list)

    def go(self, address: str) -> None:
        """Open an address of the installation."""
        self.page.goto(self.url + address)
        self.look()

    def look(self) -> None:
        """What holds on every page of the way."""
        self.page.wait_for_load_state()
        assert_fits(self.page)
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)
        self.screens.append(self.page.url.removeprefix(self.url))

    def press(self, name: str) -> None:
        """Press a button; the first one shown of that name."""
        self._act(self.page.locator("main button:visible:not([tabindex='-1'])"), name)

    def follow(self, name: str) -> None:
        """Follow a link of the page's own part."""
        self._act(self.page.locator("main a:visible"), name)

    def choose(self, label: str) -> None:
        """Tick a box or choose one of several."""
        self.inputs += 1
        self._tick(self._control(label))

    def type(self, label: str, text: str) -> None:
        """Fill in a line, or choose an entry of a list by its words."""
        self.inputs += 1
        self._write(self._control(label), text)

    def says(self, text: str | re.Pattern[str]) -> None:
        """The page says so."""
        expect(self.page.get_by_role("main")).to_contain_text(text)

    def _control(self, label: str) -> Locator:
        return self.page.locator(CONTROLS).and_(self.page.get_by_label(label)).first

    def _act(self, among: Locator, name: str) -> None:
        self.clicks += 1
        target = among.filter(has_text=name).first
        with self.page.expect_navigation():
            self._push(target)
        self.look()

    def _push(self, target: Locator) -> None:
        target.click()

    def _tick(self, target: Locator) -> None:
        target.check()

    def _write(self, target: Locator, text: str) -> None:
        if target.evaluate("one => one.tagName") == "SELECT":
            target.select_option(label=text)
        else:
            target.fill(text)


class ByKeyboard(Newcomer):
    """The same with Tab, space, Enter and letters only."""

    def _push(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def _tick(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def _write(self, target: Locator, text: str) -> None:
        self._reach(target)
        self.page.keyboard.type(text)
        if target.evaluate("one => one.tagName") == "SELECT":
            chosen = target.evaluate("one => one.selectedOptions[0].label")
            assert chosen.startswith(text), chosen

    def _reach(self, target: Locator) -> None:
        """Go on with Tab until the target has the focus, and see that the focus shows."""
        wanted = target.element_handle()
        for _step in range(MOST_TABS):
            if self.page.evaluate("one => document.activeElement === one", wanted):
                outline = target.evaluate("one => getComputedStyle(one).outlineStyle")
                assert outline != "none", target
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"not reached in {MOST_TABS} steps: {target}")
