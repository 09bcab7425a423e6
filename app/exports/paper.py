"""Everything printed is a template of templates/pdf, filled in with the words of its language."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.domain.agenda import clock, local
from app.exports import pdf
from app.exports.plain import plain_line
from app.exports.words import Words, words_in


def paper_html(template: str, *, language: str, zone: str, **values: object) -> str:
    """A whole page of HTML; `values` are what the template names.

    Besides them every template has at(moment) "09:05", on(day) "Monday 26 November 2018",
    short(day) "Mon 26 Nov", country(code) "Spain", when(moment) "20 Nov 2018, 10:00", in the
    language (BCP 47) of the paper and the edition's zone (IANA name).
    """
    locale = locale_of(language)

    def at(moment: datetime) -> str:
        return clock(moment, zone)

    def on(day: date) -> str:
        return format_date(day, "EEEE d MMMM y", locale)

    def short(day: date) -> str:
        return format_date(day, "EEE d MMM", locale)

    def when(moment: datetime) -> str:
        return f"{format_date(local(moment, zone), 'd MMM y', locale)}, {at(moment)}"

    def country(code: str) -> str:
        return str(locale.territories.get(code.upper(), code))

    page = _environment(words_in(language)).get_template(template)
    tools = {"at": at, "on": on, "short": short, "when": when, "country": country}
    return page.render(language=language, **tools, **values)


@lru_cache
def locale_of(language: str) -> Locale:
    """The language's own dates and names of countries; English for one that is not known."""
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en")


@lru_cache(maxsize=32)
def _environment(words: Words) -> Environment:
    """Exports have no Flask: the templates of paper have an environment of their own."""
    environment = Environment(
        loader=FileSystemLoader(pdf.SHEETS),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_fit_for_paper,
    )
    environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    return environment


def _fit_for_paper(value: object) -> object:
    """Every text on its way into the template, whether it is still to be escaped or not."""
    if isinstance(value, Markup):
        return Markup(plain_line(value))  # noqa: S704 - only takes letters away
    return plain_line(value) if isinstance(value, str) else value
