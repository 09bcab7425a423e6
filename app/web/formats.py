"""How times, dates, countries and languages look on a page: the filters of all templates."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _
from jinja2 import pass_context, pass_eval_context
from jinja2.filters import do_join
from jinja2.nodes import EvalContext
from jinja2.runtime import Context

from app.domain import agenda
from app.domain.content import InLanguage
from app.domain.mail_answers import plain_answer
from app.domain.words import Said
from app.models import Edition
from app.services import languages
from app.services.content import edition_text


def init_app(app: Flask) -> None:
    """Give the filters to every template."""
    app.jinja_env.filters.update(
        clock=agenda.clock,
        long_date=long_date,
        short_date=short_date,
        date_span=date_span,
        local_date=local_date,
        moment=moment,
        country_name=country_name,
        language_name=language_name,
        browser_name=browser_name,
        plain_answer=answer_words,
    )
    app.jinja_env.globals.update(zone_words=zone_words)
    # Texts of modules that know no request are said here, wherever a page shows them.
    app.jinja_env.finalize = said
    app.jinja_env.filters.update(join=joined, said=said, told=told, lang=lang)
    for name in ("gettext", "ngettext"):
        app.jinja_env.globals[name] = _of_said_values(app.jinja_env.globals[name])


def told(edition: Edition, field: str) -> InLanguage:
    """What the edition says of itself, in the reader's language if it does."""
    return edition_text(edition, field)


def lang(text: str) -> str:
    """The language of a text, where it is another than its page's; else nothing."""
    language: str = getattr(text, "language", "")
    return "" if language == languages.current() else language


def said(value: Any) -> Any:
    """A text marked with `later` in the reader's language; anything else as it is."""
    return languages.say(value) if isinstance(value, Said) else value


@pass_eval_context
def joined(context: EvalContext, values: Iterable[Any], *args: Any, **kwargs: Any) -> str:
    """Jinja's `join`, of texts as they are said."""
    words: str = do_join(context, map(said, values), *args, **kwargs)
    return words


def _of_said_values(words: Any) -> Callable[..., str]:
    """The template function, whose values are said as well."""

    @pass_context
    def with_said(context: Context, *texts: Any, **values: Any) -> str:
        made: str = words(context, *texts, **{name: said(one) for name, one in values.items()})
        return made

    return with_said


def long_date(day: date) -> str:
    """A date with its weekday: "Tuesday 18 May 2027"."""
    return format_date(day, "EEEE d MMMM y", locale=_locale())


def short_date(day: date) -> str:
    """A date with its weekday, where room is short: "Tue 18 May"."""
    return format_date(day, "EEE d MMM", locale=_locale())


def date_span(first: date, last: date) -> str:
    """One date or two as people say them: "18–19 May 2027"."""
    whole = format_date(last, "d MMMM y", locale=_locale())
    if first == last:
        return whole
    if first.year != last.year:
        return f"{format_date(first, 'd MMMM y', locale=_locale())} – {whole}"
    if first.month != last.month:
        return f"{format_date(first, 'd MMMM', locale=_locale())} – {whole}"
    return f"{first.day}–{whole}"


def local_date(instant: datetime, zone: str) -> date:
    """The date of an instant in the edition's zone."""
    return agenda.local(instant, zone).date()


def moment(instant: datetime, zone: str) -> str:
    """An instant in the edition's zone: "Tue 18 May, 10:00"."""
    return f"{short_date(local_date(instant, zone))}, {agenda.clock(instant, zone)}"


def country_name(code: str) -> str:
    """The country of a two-letter code, in the reader's language; the code if unknown."""
    return str(_locale().territories.get(code, code))


def language_name(code: str) -> str:
    """The language of its code, in the reader's language: "Polish"; the code if unknown."""
    try:
        name: str | None = Locale.parse(code).get_language_name(_locale())
    except (UnknownLocaleError, ValueError):
        name = None
    return name or code


# The first that is found counts: browsers name their forebears, too.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def browser_name(user_agent: str) -> str:
    """What a person calls their browser: "Firefox, Windows"."""
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    return ", ".join(name for name in (browser, system) if name) or str(_("Another browser"))


def answer_words(said: str) -> str:
    """What a mail server said, in plain words; empty where they tell no more."""
    plain = plain_answer(said)
    return str(_(plain)) if plain else ""


def zone_words(zone: str, moments: Iterable[datetime] = ()) -> str:
    """The note that stands once on each page with times: "All times Warsaw, CET"."""
    return str(_("All times %(zone)s", zone=agenda.zone_label(zone, moments)))


def _locale() -> Locale:
    """The reader's locale; English is the European one: day before month, 24 hours."""
    locale: Locale | None = get_locale()
    if locale is None or locale.language == "en":
        return Locale("en", "GB")
    return locale
