"""HTML in, tagged PDF (PDF/UA-1) out. Nothing is fetched from anywhere."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.exports.fonts import use_our_fonts
from app.exports.pdf_tags import complete_tags

SHEETS = Path(__file__).resolve().parents[2] / "templates" / "pdf"
VARIANT = "pdf/ua-1"


@dataclass(frozen=True, slots=True)
class _Press:
    """WeasyPrint's module, fonts, style sheet and fetcher: dear to make, so made once a thread."""

    weasyprint: Any
    fonts: Any
    sheet: Any
    fetcher: Any


_of_this_thread = threading.local()


def typeset(html: str) -> Any:
    """Lay a page of HTML out with the print sheet; gives WeasyPrint's document."""
    press = _press()
    page = press.weasyprint.HTML(string=html, base_url=None, url_fetcher=press.fetcher)
    return page.render(
        font_config=press.fonts, stylesheets=[press.sheet], **_options(), presentational_hints=False
    )


def write(documents: Sequence[Any], title: str = "") -> bytes:
    """One PDF of one or more laid-out documents; of several, `title` names the whole.

    The same documents give the same bytes, whenever and wherever they are printed.
    """
    first = documents[0]
    if len(documents) > 1:
        first = first.copy([page for document in documents for page in document.pages])
    if title:
        first.metadata.title = title
    written: bytes = first.write_pdf(finisher=complete_tags, **_options())
    return written


def _options() -> dict[str, str]:
    return {"pdf_variant": VARIANT}


def _press() -> _Press:
    """This thread's own: WeasyPrint's fonts shared between threads corrupt memory."""
    found: _Press | None = getattr(_of_this_thread, "press", None)
    if found is None:
        found = _of_this_thread.press = _set_up()
    return found


def _set_up() -> _Press:
    use_our_fonts()
    import weasyprint  # noqa: PLC0415 - a second to load, and fontconfig must be told first
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - as above

    fonts = FontConfiguration()
    fetcher = weasyprint.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    style = (SHEETS / "print.css").read_text(encoding="utf-8")
    sheet = weasyprint.CSS(string=style, base_url=None, url_fetcher=fetcher, font_config=fonts)
    return _Press(weasyprint, fonts, sheet, fetcher)
