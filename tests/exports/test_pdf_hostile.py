"""Nothing that a person types makes the printer fetch, open or mark up anything."""

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from app.domain.agenda import UnmetRequest
from app.exports import pdf
from app.exports.agenda_pdf import agenda_html, agenda_pdf
from tests.exports.agendas import agenda, meeting, talk
from tests.exports.poppler import seen_by

CANARY = "canary-5f2e91"


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine that notes what it is asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(CANARY.encode())

        def log_message(self, *_arguments: Any) -> None:
            """Be quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def payloads(web: str, file: str) -> list[str]:
    """Sixteen ways to make a printer fetch something."""
    svg = f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{web}/i'/></svg>"
    return [
        f'<img src="{web}/1">',
        f'<img src="{file}">',
        f'<link rel="stylesheet" href="{web}/2">',
        f"<style>@import url({web}/3);</style>",
        f"<style>@font-face{{font-family:x;src:url({web}/4)}} *{{font-family:x}}</style>",
        f'<div style="background:url({web}/5)">x</div>',
        f'<object data="{web}/6"></object>',
        f'<embed src="{web}/7">',
        f'<a rel="attachment" href="{file}">x</a>',
        f'<link rel="attachment" href="{file}">',
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{web}/8"/></svg>',
        f'<img alt="" src="data:image/svg+xml,{svg}">',
        f"<ul style=\"list-style:url('{web}/9')\"><li>x</li></ul>",
        f'<base href="{web}/"><img src="10">',
        f"<p style=\"content:url('{web}/11')\">x</p>",
        f"<style>@page{{background:url({file})}}</style>",
    ]


def is_clean(data: bytes) -> bool:
    """Whether neither the canary nor an attached file is in the PDF."""
    document = pikepdf.open(BytesIO(data))
    streams = [
        thing.read_bytes() for thing in document.objects if isinstance(thing, pikepdf.Stream)
    ]
    return not document.attachments and not any(CANARY.encode() in stream for stream in streams)


def test_hostile_text_stays_text(listener: tuple[str, list[str]], tmp_path: Path) -> None:
    web, asked = listener
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY)
    hostile = " ".join(payloads(web, secret.as_uri()))
    entry = replace(
        meeting(),
        title=hostile,
        place=hostile,
        table_label=hostile,
        partner_name=hostile,
        partner_organisation=hostile,
        partner_country=hostile,
        topic=hostile,
        join_link=f"file://{secret}",
        note=hostile,
    )
    whole = replace(
        agenda(entry, replace(talk(), title=hostile, place=hostile)),
        page_link="",
        person_name=hostile,
        organisation=hostile,
        edition_name=hostile,
        venue=hostile,
        city=hostile,
        unscheduled=(UnmetRequest(hostile, hostile, hostile, hostile),),
    )
    data = agenda_pdf(whole)
    assert asked == []
    assert is_clean(data)
    assert "<img" not in agenda_html(whole)


def test_the_printer_itself_fetches_nothing(
    listener: tuple[str, list[str]], tmp_path: Path
) -> None:
    web, asked = listener
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY)
    for payload in payloads(web, secret.as_uri()):
        html = f'<html lang="en"><head><title>x</title></head><body>{payload}<p>x</p></body></html>'
        assert is_clean(pdf.write(pdf.typeset(html))), payload
    assert asked == []


def test_the_listener_hears_a_printer_without_our_fetcher(
    listener: tuple[str, list[str]],
) -> None:
    """The control: the two tests above would notice."""
    web, asked = listener
    weasyprint = pytest.importorskip("weasyprint")
    weasyprint.HTML(string=f'<img alt="" src="{web}/1">').write_pdf()
    assert asked == ["/1"]


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "https://x.eu/a b", 'https://x.eu/"', "//x.eu"],
)
def test_only_links_of_the_web_become_links(link: str) -> None:
    html = agenda_html(replace(agenda(replace(meeting(), join_link=link)), page_link=""))
    assert "<a " not in html
    good = agenda_html(agenda(replace(meeting(), join_link="https://x.eu/a?b=1&c=2")))
    assert '<a href="https://x.eu/a?b=1&amp;c=2">' in good


def test_controls_half_letters_and_direction_marks_do_not_reach_the_paper() -> None:
    name = "A\x00B\x07C\ud800D\u202eE\u2066F\nG\tH"
    html = agenda_html(replace(agenda(), person_name=name))
    assert "<h1>ABCDEF G H</h1>" in html
    assert agenda_pdf(replace(agenda(), person_name=name)).startswith(b"%PDF-1.7")


def test_a_word_of_ten_thousand_letters_stays_on_the_paper() -> None:
    data = agenda_pdf(agenda(replace(meeting(), partner_organisation="W" * 10_000)))
    document = pikepdf.open(BytesIO(data))
    assert len(document.pages) > 1
    rights = [
        float(right)
        for right in re.findall(r'xMax="([\d.]+)"', seen_by("pdftotext", data, "-bbox"))
    ]
    assert max(rights) <= 595.28  # the width of A4 in points
