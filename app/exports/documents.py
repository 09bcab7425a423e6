"""A document is what is printed in one go for one person, organisation or place: data in, PDF out.

Its data is a frozen value of `app.domain` that can be sent to another process.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.exports import agenda_pdf, pdf, people_pdf, place_pdf, team_pdf


@dataclass(frozen=True, slots=True)
class Document:
    """`file_name` is plain ASCII without its ending, `language` BCP 47, `sheets` an estimate."""

    kind: str
    file_name: str
    title: str
    language: str
    data: object
    sheets: int = 1


# Kind → the function that makes its page of HTML of the data.
PAGES: dict[str, Callable[[Any], str]] = {
    "personal_agenda": agenda_pdf.agenda_html,
    "team_agenda": team_pdf.team_agenda_html,
    "stand_sheet": place_pdf.stand_sheet_html,
    "table_sign": place_pdf.table_sign_html,
    "door_sheet": place_pdf.door_sheet_html,
    "table_plan": place_pdf.table_plan_html,
    "badges": people_pdf.badges_html,
    "participant_list": people_pdf.participant_list_html,
    "confirmation": people_pdf.confirmation_html,
}
# Kinds whose paper is cut otherwise have a style sheet of their own after print.css.
SHEETS: dict[str, str] = {
    "team_agenda": "team_agenda.css",
    "stand_sheet": "places.css",
    "table_sign": "places.css",
    "door_sheet": "places.css",
    "table_plan": "table_plan.css",
    "badges": "badges.css",
}


def document_html(document: Document) -> str:
    """The page that is printed."""
    return PAGES[document.kind](document.data)


def document_pdf(document: Document) -> bytes:
    """One whole PDF/UA-1; the same document gives the same bytes."""
    sheet = SHEETS.get(document.kind)
    return pdf.write(pdf.typeset(document_html(document), sheet))
