"""Agendas on paper: one person's, or everybody's in one file."""

from collections.abc import Callable, Sequence

from app.domain.agenda import Agenda, agenda_zone_label
from app.exports import pdf
from app.exports.paper import paper_html
from app.exports.plain import plain_line, shortened
from app.exports.words import Gettext, Ngettext, Words, in_english, in_english_counted


class PrintStoppedError(Exception):
    """Somebody asked the printing to stop; nothing was made."""


def agenda_pdf(
    agenda: Agenda, gettext: Gettext | None = None, ngettext: Ngettext | None = None
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
    agenda: Agenda, gettext: Gettext | None = None, ngettext: Ngettext | None = None
) -> str:
    """The page that is printed; without a translator, in the words of the agenda's language."""
    words = Words(gettext, ngettext) if gettext and ngettext else None
    return paper_html(
        "agenda.html",
        language=agenda.language,
        zone=agenda.zone,
        words=words,
        agenda=agenda,
        zone_words=agenda_zone_label(agenda),
        foot_person=shortened(agenda.person_name, words=5),
        foot_edition=shortened(agenda.edition_name, words=7),
    )
