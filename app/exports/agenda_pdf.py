"""One person's agenda on paper."""

from app.domain.agenda import Agenda, agenda_zone_label
from app.exports import pdf
from app.exports.codes import code_picture
from app.exports.paper import paper_html
from app.exports.plain import shortened
from app.exports.words import Gettext, Ngettext, Words


def agenda_pdf(
    agenda: Agenda, gettext: Gettext | None = None, ngettext: Ngettext | None = None
) -> bytes:
    """One person's agenda as PDF/UA-1; the same agenda gives the same bytes."""
    return pdf.write(pdf.typeset(agenda_html(agenda, gettext, ngettext)))


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
        code=code_picture(agenda.page_link) if agenda.page_link else "",
        foot_person=shortened(agenda.person_name, words=5),
        foot_edition=shortened(agenda.edition_name, words=7),
    )
