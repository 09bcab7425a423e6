"""One person's agenda on paper."""

from app.domain.agenda import Agenda, agenda_zone_label
from app.exports import pdf
from app.exports.codes import code_picture
from app.exports.paper import paper_html
from app.exports.plain import shortened


def agenda_pdf(agenda: Agenda) -> bytes:
    """One person's agenda as PDF/UA-1; the same agenda gives the same bytes."""
    return pdf.write(pdf.typeset(agenda_html(agenda)))


def agenda_html(agenda: Agenda) -> str:
    """The page that is printed, in the agenda's language."""
    return paper_html(
        "agenda.html",
        language=agenda.language,
        zone=agenda.zone,
        agenda=agenda,
        zone_words=agenda_zone_label(agenda),
        code=code_picture(agenda.page_link) if agenda.page_link else "",
        foot_person=shortened(agenda.person_name, words=5),
        foot_edition=shortened(agenda.edition_name, words=7),
    )
