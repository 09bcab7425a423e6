"""Badges for everybody who has a place, eight to a sheet."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from app.domain.people_papers import BADGES_ON_A_SHEET, Badge, BadgeSheet
from app.domain.words import later
from app.exports.documents import Document
from app.mailing import sender
from app.models import Edition
from app.services.documents.guests import Guest, guests, main_language
from app.services.documents.wanted import Kind, Order, Wanted, Whose


def documents(edition: Edition, wanted: Wanted, *, now: datetime) -> list[Document]:
    """One for each sheet."""
    return [_document(sheet) for sheet in _sheets(edition, guests(edition, wanted))]


def _sheets(edition: Edition, people: list[Guest]) -> Iterator[BadgeSheet]:
    rest, number = iter(people), 0
    desk = f"{sender().base_url}/organiser/e/{edition.slug}/desk/?q="
    while some := list(islice(rest, BADGES_ON_A_SHEET)):
        number += 1
        yield BadgeSheet(
            edition_name=edition.name,
            zone=edition.zone,
            language=main_language(edition),
            number=number,
            badges=tuple(
                Badge(
                    name=person.name,
                    organisation=person.organisation.name,
                    country=person.organisation.country,
                    part=part,
                    address=f"{desk}{person.public_id}",
                )
                for person, part in some
            ),
        )


def _document(sheet: BadgeSheet) -> Document:
    return Document(
        kind=KIND.key,
        file_name=f"badges-{sheet.number:03}",
        title=f"{sheet.badges[0].name} – {sheet.badges[-1].name}",
        language=sheet.language,
        data=sheet,
    )


KIND = Kind(
    key="badges",
    name=later("Badges"),
    about=later(
        "Eight on a sheet, with marks where to cut: name, organisation, country, what they come "
        "as, and a code that finds them at the desk."
    ),
    whose=Whose.PERSON,
    documents=documents,
    orders=(Order.NAME, Order.ORGANISATION),
)
