"""The list of participants: one to hand out, one for the team."""

from datetime import datetime
from math import ceil

from app.domain.people_papers import ListedPerson, ParticipantList
from app.domain.words import later
from app.exports.documents import Document
from app.exports.words import words_in
from app.models import Edition
from app.services.documents.guests import agreed_to_be_listed, guests, main_language
from app.services.documents.wanted import Kind, Order, Wanted, Whose

LISTED, EVERYBODY = "listed", "everybody"
ON_A_SHEET = 32


def documents(edition: Edition, wanted: Wanted, *, now: datetime) -> list[Document]:
    """One list; none where nobody stands on it."""
    everybody = wanted.variant == EVERYBODY
    found = guests(edition, wanted, *(() if everybody else (agreed_to_be_listed(),)))
    if not found:
        return []
    language = main_language(edition)
    people = ParticipantList(
        edition_name=edition.name,
        zone=edition.zone,
        language=language,
        printed_at=now,
        is_for_participants=not everybody,
        by_organisation=wanted.order is Order.ORGANISATION,
        people=tuple(
            ListedPerson(person.name, person.organisation.name, person.organisation.country, part)
            for person, part in found
        ),
    )
    return [
        Document(
            kind=KIND.key,
            file_name="participants-for-the-team" if everybody else "participants",
            title=words_in(language).gettext("Participants"),
            language=language,
            data=people,
            sheets=ceil(len(found) / ON_A_SHEET),
        )
    ]


KIND = Kind(
    key="participant_list",
    name=later("List of participants"),
    about=later(
        "Name, organisation, country and what they come as. The one to hand out names only those "
        "who agreed to be listed."
    ),
    whose=Whose.EVENT,
    documents=documents,
    orders=(Order.NAME, Order.ORGANISATION),
    variants=(
        (LISTED, later("to hand out: those who agreed to be listed")),
        (EVERYBODY, later("for the organising team: everybody who takes part")),
    ),
)
