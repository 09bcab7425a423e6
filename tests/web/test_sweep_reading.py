"""Reading changes nothing; what is read is what it says; its links and forms are in order."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from werkzeug.test import TestResponse

from tests.web.matrix import matrix
from tests.web.page_forms import Form
from tests.web.pages import Page
from tests.web.world import FILES, World

WHO = ("owner", "participant", "exhibitor", "hub", "visitor")
# How an answer of each content type begins.
BEGINS = {
    "text/html; charset=utf-8": b"<!doctype html>",
    "application/pdf": b"%PDF-",
    "text/calendar; charset=utf-8": b"BEGIN:VCALENDAR\r\n",
    "application/json": b"{",
    "text/csv; charset=utf-8": b"\xef\xbb\xbf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": b"PK\x03\x04",
    "application/zip": b"PK\x03\x04",
    "message/rfc822": b"",
    "font/ttf": b"\x00\x01\x00\x00",
}
# Long random letters as of a token, but for a public id of 15 letters.
TOKEN = re.compile(r"[A-Za-z0-9_-]{24,}")


@dataclass(frozen=True)
class Read:
    """One answer to one who may read the route."""

    route: str
    actor: str
    address: str
    answer: TestResponse

    @property
    def page(self) -> Page:
        """The answer, where it is a page."""
        return Page(self.address, self.answer.text)

    @property
    def is_page(self) -> bool:
        """Whether it is one."""
        return self.answer.status_code == 200 and self.answer.mimetype == "text/html"


def crawl(world: World) -> list[Read]:
    """Every GET rule, by each of the five who may."""
    found = []
    for rule, method in world.rules():
        route = world.route(rule, method)
        if method != "GET" or rule.endpoint in FILES:
            continue
        for actor in set(WHO) & set(matrix().allowed(route)):
            address = world.address(rule)
            found.append(Read(route, actor, address, world.browser(actor).get(address)))
            world.browser(actor).head(address)
    return found


@pytest.fixture(scope="module")
def sweep(built_world: World) -> tuple[str, list[Read], str]:
    """What was stored before, all answers, what was stored after."""
    built_world.restore()
    before = built_world.fingerprint()
    return before, crawl(built_world), built_world.fingerprint()


@pytest.fixture
def reads(sweep: tuple[str, list[Read], str]) -> list[Read]:
    """All answers."""
    return sweep[1]


def test_no_row_changes_by_being_read(sweep: tuple[str, list[Read], str]) -> None:
    before, reads, after = sweep
    assert after == before
    assert len(reads) > 60


def test_an_answer_is_what_its_content_type_says(reads: list[Read]) -> None:
    wrong = [
        f"{read.route}: {read.answer.content_type} {read.answer.data[:20]!r}"
        for read in reads
        if read.answer.status_code == 200
        and not read.answer.data.startswith(BEGINS.get(str(read.answer.content_type), b"?"))
    ]
    assert wrong == []


def test_who_is_signed_in_can_sign_out_on_every_page(reads: list[Read]) -> None:
    pages = [read for read in reads if read.is_page and read.actor != "visitor"]
    without = [
        f"{read.route} as {read.actor}"
        for read in pages
        if ("post", "/account/sign-out")
        not in {(form.method, form.action) for form in read.page.forms}
    ]
    assert without == []
    assert len(pages) > 50


def test_no_address_tells_of_a_person_or_opens_by_itself(reads: list[Read]) -> None:
    told = []
    for read in reads:
        links = read.page.links if read.is_page else []
        for link in [*links, read.answer.headers.get("Location", "")]:
            query = parse_qsl(urlsplit(link).query, keep_blank_values=True)
            if any("@" in unquote(value) or TOKEN.search(value) for _name, value in query):
                told.append(f"{read.route} as {read.actor}: {link}")
    assert told == []


def test_every_link_leads_to_this_site_or_to_a_safe_one(reads: list[Read]) -> None:
    schemes = {urlsplit(link).scheme for read in reads if read.is_page for link in read.page.links}
    assert schemes <= {"", "https", "mailto"}


def test_a_form_that_is_sent_by_post_carries_the_token(world: World) -> None:
    """Of every page, with the guard on: one form without it could never be sent."""
    world.app.config["WTF_CSRF_ENABLED"] = True
    try:
        reads = crawl(world)
    finally:
        world.app.config["WTF_CSRF_ENABLED"] = False
    pages = [read for read in reads if read.is_page]
    forms = [(read.route, form) for read in pages for form in read.page.forms]
    sent = [(route, form) for route, form in forms if form.method == "post"]
    without = [f"{route}: {form.action}" for route, form in sent if not _has_token(form)]
    assert without == []
    assert len(sent) > 100


def _has_token(form: Form) -> bool:
    return any(one.name == "csrf_token" and one.value for one in form.fields)
