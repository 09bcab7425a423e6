"""Everybody's own agenda, or some people's."""

from datetime import datetime
from math import ceil

from app.domain.agenda import Agenda
from app.domain.words import later
from app.exports.documents import Document
from app.models import Edition, Registration
from app.services.agenda import agendas_of
from app.services.documents.changes import people_changed_since
from app.services.documents.wanted import Kind, Order, Wanted, Whose
from app.services.place_rows import natural_order
from app.services.slugs import slug_of

# So many entries stand on the first sheet, and on each that follows.
ON_THE_FIRST, ON_THE_NEXT = 11, 15


def documents(edition: Edition, wanted: Wanted, *, now: datetime) -> list[Document]:
    """One for each person who takes part and is wanted."""
    changed = wanted.changed_since and people_changed_since(edition, wanted.changed_since)

    def is_wanted(person: Registration) -> bool:
        return (
            (wanted.people is None or person.id in wanted.people)
            and (wanted.organisations is None or person.organisation_id in wanted.organisations)
            and (not isinstance(changed, frozenset) or person.id in changed)
        )

    agendas = agendas_of(edition, now=now, only=is_wanted)
    if wanted.order is Order.ORGANISATION:
        agendas.sort(key=lambda one: one.organisation.casefold())
    if wanted.order is Order.DESK:
        agendas.sort(key=_first_desk)
    return [_document(one) for one in agendas]


def _document(agenda: Agenda) -> Document:
    return Document(
        kind=KIND.key,
        file_name=f"agenda-{slug_of(agenda.person_name)}",
        title=agenda.person_name,
        language=agenda.language,
        data=agenda,
        sheets=1 + ceil(max(0, len(agenda.entries) - ON_THE_FIRST) / ON_THE_NEXT),
    )


def _first_desk(agenda: Agenda) -> tuple[bool, str, tuple[bool, int, str]]:
    """Where the person's first meeting is; who meets online only, or nobody, comes last."""
    seated = [one for one in agenda.meetings if one.table_label]
    if not seated:
        return (True, "", natural_order(""))
    return (False, seated[0].place.casefold(), natural_order(seated[0].table_label))


KIND = Kind(
    key="personal_agenda",
    name=later("Personal agendas"),
    about=later("A sheet for each person: their meetings and talks with time, table and partner."),
    whose=Whose.PERSON,
    documents=documents,
    orders=(Order.NAME, Order.ORGANISATION, Order.DESK),
    follows_meetings=True,
)
