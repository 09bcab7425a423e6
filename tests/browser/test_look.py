"""The look in a real Chromium: every width, both schemes, our own font, no fault of access."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import Server

pytestmark = pytest.mark.browser

PUBLIC = (
    "/",
    "/e/dih-2018-warsaw/",
    "/e/dih-2018-warsaw/programme",
    "/e/dih-2018-warsaw/hubs",
    "/e/dih-2018-warsaw/hubs/basque-dih",
    "/e/dih-2018-warsaw/exhibition",
    "/account/sign-in",
    "/no-such-page",
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What progress.js is given: a page with a watched part, and the fragments it asks for.
WATCHED = """<!doctype html><title>Work</title>
<p data-announcer aria-live="polite"></p>
<div data-progress="/fragment" data-every="0.05">
  <p data-say>starting</p><details id="more"><summary>More</summary>x</details>
  <button id="stop">Stop</button>
</div>
<script type="module" src="/static/js/app.js"></script>"""
STEP = """<p data-say>38 of 41</p><details id="more"><summary>More</summary>y</details>
<button id="stop">Stop</button>"""


@pytest.mark.parametrize("width", [320, 390, 1600])
def test_no_page_scrolls_sideways(chromium: Browser, demo: Server, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    statuses, beyond = {}, {}
    for path in PUBLIC:
        answer = page.goto(demo.url + path)
        statuses[path] = answer.status if answer else None
        beyond[path] = page.evaluate(OVERFLOW)
    context.close()

    assert statuses == dict.fromkeys(PUBLIC, 200) | {"/no-such-page": 404}
    assert beyond == dict.fromkeys(PUBLIC, 0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_of_access(chromium: Browser, demo: Server, scheme: str) -> None:
    dark = scheme == "dark"
    # The policy of the pages stops axe's own script, too; only here it is set aside.
    context = chromium.new_context(bypass_csp=True, color_scheme="dark" if dark else "light")
    page = context.new_page()
    faults = {}
    for path in PUBLIC:
        page.goto(demo.url + path)
        found = Axe().run(page).response["violations"]
        faults[path] = [(fault["id"], fault["nodes"][0]["html"]) for fault in found]
    context.close()

    assert faults == {path: [] for path in PUBLIC}


def test_pages_are_set_in_our_own_font(page: Page, demo: Server) -> None:
    page.goto(demo.url + "/")

    page.evaluate("document.fonts.ready.then(() => true)")
    loaded = page.evaluate(
        "[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.weight)"
    )
    assert sorted(loaded) == ["400", "600 700"]


def test_the_skip_link_leads_to_the_content(page: Page, demo: Server) -> None:
    page.goto(demo.url + "/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_work_in_progress_keeps_focus_and_open_details(page: Page, demo: Server) -> None:
    page.route("**/work", lambda route: route.fulfill(body=WATCHED, content_type="text/html"))
    page.route("**/fragment", lambda route: route.fulfill(body=STEP, content_type="text/html"))
    page.goto(demo.url + "/work")
    page.locator("summary").click()
    page.locator("#stop").focus()

    page.wait_for_function("document.querySelector('[data-say]').textContent === '38 of 41'")

    assert page.evaluate("document.activeElement.id") == "stop"
    assert page.evaluate("document.getElementById('more').open")
    assert page.locator("[data-announcer]").text_content() == "38 of 41"


def test_the_page_of_work_that_is_over_is_loaded_anew(page: Page, demo: Server) -> None:
    over = STEP + "<span hidden data-over></span>"
    answers = [WATCHED, "<!doctype html><title>Done</title><h1>Done</h1>"]
    page.route(
        "**/work", lambda route: route.fulfill(body=answers.pop(0), content_type="text/html")
    )
    page.route("**/fragment", lambda route: route.fulfill(body=over, content_type="text/html"))

    page.goto(demo.url + "/work")

    page.wait_for_selector("h1")
    assert page.title() == "Done"


def test_a_server_that_is_away_is_asked_again(chromium: Browser, demo: Server) -> None:
    page = chromium.new_page()  # the failure is wanted here: it may stand on the console
    failing = [True, True]

    def answer(route: Route) -> None:
        if failing:
            failing.pop()
            route.abort()
        else:
            route.fulfill(body=STEP, content_type="text/html")

    page.route("**/work", lambda route: route.fulfill(body=WATCHED, content_type="text/html"))
    page.route("**/fragment", answer)
    page.goto(demo.url + "/work")

    page.wait_for_function("document.querySelector('[data-say]').textContent === '38 of 41'")
    page.close()
    assert failing == []
