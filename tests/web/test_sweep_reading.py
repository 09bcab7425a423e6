"""Reading changes nothing; what is read is what it says; its links and forms are in order."""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.web.crawl import Read, Sweep
from tests.web.page_forms import Form

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


def test_no_row_changes_by_being_read(sweep: Sweep) -> None:
    assert sweep.after == sweep.before
    assert len(sweep.reads) > 60


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
    assert schemes <= {"", "https", "mailto", "webcal"}


def test_a_form_that_is_sent_by_post_carries_the_token(reads: list[Read]) -> None:
    """One form without it could never be sent."""
    forms = [(read.route, form) for read in reads if read.is_page for form in read.page.forms]
    sent = [
        (route, form)
        for route, form in forms
        # The choice of the language has no token, and refuses other sites: app/web/language.py.
        if form.method == "post" and form.action != "/language"
    ]
    without = [f"{route}: {form.action}" for route, form in sent if not _has_token(form)]
    assert without == []
    assert len(sent) > 100


def _has_token(form: Form) -> bool:
    return any(one.name == "csrf_token" and one.value for one in form.fields)
