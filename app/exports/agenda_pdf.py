"""Agendas on paper: one person's, or everybody's in one file."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.domain.agenda import Agenda, agenda_zone_label, clock, local
from app.exports import pdf
from app.exports.plain import plain_line, shortened
from app.exports.words import Gettext, Ngettext, in_english, in_english_counted


class PrintStoppedError(Exception):
    """Somebody asked the printing to stop; nothing was made."""


def agenda_pdf(
    agenda: Agenda, gettext: Gettext = in_english, ngettext: Ngettext = in_english_counted
) -> bytes:
    """One person's agenda as PDF/UA-1; the same agenda gives the same bytes."""
    return pdf.write(pdf.typeset(agenda_html(agenda, gettext, ngettext)))


def agendas_pdf(
    agendas: Sequence[Agenda],
    on_progress: Callable[[int, int], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    gettext: Gettext = in_english,
    ngettext: Ngettext = in_english_counted,
) -> bytes:
    """All agendas in one PDF in the order given, with a bookmark for every person.

    `on_progress(done, total)` is called after every agenda. Raises PrintStoppedError as soon as
    `should_stop()` says so, and ValueError where there is no agenda to print.
    """
    if not agendas:
        raise ValueError("there is no agenda to print")
    book = pdf.Book(f"{gettext('Agendas')} — {plain_line(agendas[0].edition_name)}")
    for number, agenda in enumerate(agendas, start=1):
        if should_stop is not None and should_stop():
            raise PrintStoppedError
        book.add(agenda_html(agenda, gettext, ngettext))
        if on_progress is not None:
            on_progress(number, len(agendas))
    return book.write()


def agenda_html(
    agenda: Agenda, gettext: Gettext = in_english, ngettext: Ngettext = in_english_counted
) -> str:
    """The page that is printed; its looks are in templates/pdf/print.css."""
    locale = _locale(agenda.language)

    def at(moment: datetime) -> str:
        return clock(moment, agenda.zone)

    def on(day: date) -> str:
        return format_date(day, "EEEE d MMMM y", locale)

    def short(day: date) -> str:
        return format_date(day, "EEE d MMM", locale)

    def country(code: str) -> str:
        return str(locale.territories.get(code.upper(), code))

    printed = local(agenda.printed_at, agenda.zone)
    return (
        _environment(gettext, ngettext)
        .get_template("agenda.html")
        .render(
            agenda=agenda,
            at=at,
            on=on,
            short=short,
            country=country,
            zone=agenda_zone_label(agenda),
            foot_person=shortened(agenda.person_name, words=5),
            foot_edition=shortened(agenda.edition_name, words=7),
            printed=f"{format_date(printed, 'd MMM y', locale)}, {at(agenda.printed_at)}",
        )
    )


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en")


@lru_cache(maxsize=4)
def _environment(gettext: Gettext, ngettext: Ngettext) -> Environment:
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
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    return environment


def _fit_for_paper(value: object) -> object:
    """Every text on its way into the template, whether it is still to be escaped or not."""
    if isinstance(value, Markup):
        return Markup(plain_line(value))  # noqa: S704 - only takes letters away
    return plain_line(value) if isinstance(value, str) else value
