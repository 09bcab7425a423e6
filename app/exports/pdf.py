"""HTML in, tagged PDF (PDF/UA-1) out. Nothing is fetched from anywhere."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.exports.fonts import use_our_fonts
from app.exports.pdf_part import Part, part_of
from app.exports.pdf_tags import complete_tags

SHEETS = Path(__file__).resolve().parents[2] / "templates" / "pdf"
PRINT_SHEET = "print.css"
VARIANT = "pdf/ua-1"


@dataclass(frozen=True, slots=True)
class _Press:
    """WeasyPrint, its fonts, style sheet and fetcher: dear to make, so made once a thread."""

    weasyprint: Any
    generate: Any
    fonts: Any
    sheets: dict[str, Any]
    fetcher: Any

    def sheet(self, name: str) -> Any:
        """A style sheet of templates/pdf, read once."""
        if name not in self.sheets:
            style = (SHEETS / name).read_text(encoding="utf-8")
            self.sheets[name] = self.weasyprint.CSS(
                string=style, base_url=None, url_fetcher=self.fetcher, font_config=self.fonts
            )
        return self.sheets[name]


_of_this_thread = threading.local()


def typeset(html: str, own_sheet: str | None = None) -> Any:
    """Lay HTML out with the print sheet, then its own; gives WeasyPrint's document."""
    press = _press()
    names = [PRINT_SHEET] if own_sheet is None else [PRINT_SHEET, own_sheet]
    page = press.weasyprint.HTML(string=html, base_url=None, url_fetcher=press.fetcher)
    return page.render(
        font_config=press.fonts,
        stylesheets=[press.sheet(name) for name in names],
        pdf_variant=VARIANT,
        presentational_hints=False,
    )


def write(document: Any) -> bytes:
    """The PDF of a laid-out document; the same document gives the same bytes anywhere."""
    written: bytes = document.write_pdf(
        pdf_variant=VARIANT, finisher=lambda _document, pdf: complete_tags(pdf)
    )
    return written


def bound(pages: Iterable[str], *, title: str, tables_before: int, own_sheet: str | None) -> Part:
    """Pages of HTML laid out one after the other, each with page numbers of its own, as one part.

    `title` is that of the whole book; `tables_before` keeps the names of its tables one of a kind.
    """
    laid_out = [typeset(page, own_sheet) for page in pages]
    whole = laid_out[0].copy([page for document in laid_out for page in document.pages])
    whole.metadata.title = title
    options = {
        **_press().weasyprint.DEFAULT_OPTIONS,
        "pdf_variant": VARIANT,
        "pdf_version": "1.7",
        "pdf_tags": True,
    }
    made = _press().generate(whole, None, 1, **options)
    complete_tags(made, tables_before)
    return part_of(made)


def _press() -> _Press:
    """This thread's own: WeasyPrint's fonts shared between threads corrupt memory."""
    found: _Press | None = getattr(_of_this_thread, "press", None)
    if found is None:
        found = _of_this_thread.press = _set_up()
    return found


def warm_up() -> None:
    """Load everything that the first document would load; fonts are told already."""
    _of_this_thread.press = _load()
    typeset("<html lang='en'><title>-</title><body><h1>-</h1></body></html>")


def _set_up() -> _Press:
    use_our_fonts()
    return _load()


def _load() -> _Press:
    import weasyprint  # noqa: PLC0415 - a second to load, and fontconfig must be told first
    from weasyprint.pdf import generate_pdf  # noqa: PLC0415 - as above
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - as above

    fonts = FontConfiguration()
    fetcher = weasyprint.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    return _Press(weasyprint, generate_pdf, fonts, {}, fetcher)
