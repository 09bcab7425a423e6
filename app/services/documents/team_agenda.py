"""A team's agendas: side by side as a timetable, then everybody's list."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.domain.agenda import Agenda
from app.domain.paper.order import name_order
from app.domain.paper.team import Span, TeamAgenda
from app.domain.states import OrganisationKind
from app.domain.words import later
from app.exports.documents import Document
from app.extensions import db
from app.models import Edition, Organisation, Registration, Slot
from app.services.agenda import agendas_of
from app.services.documents.changes import people_changed_since
from app.services.documents.hall_rows import imprint_of
from app.services.documents.wanted import Kind, Wanted, Whose
from app.services.slugs import slug_of


def documents(
    edition: Edition, wanted: Wanted, *, now: datetime, language: str | None = None
) -> list[Document]:
    """One for each organisation with a team: a hub, or whoever comes with two people or more.

    An organisation that is asked for by itself gets one in any case.
    """
    teams = _teams(edition, wanted, now)
    spans = _spans(edition)
    imprint = imprint_of(edition, now=now, language=language)
    found = [
        TeamAgenda(imprint, organisation.name, tuple(agendas), spans)
        for organisation, agendas in teams
        if wanted.organisations is not None
        or organisation.kind is OrganisationKind.HUB
        or len(agendas) > 1
    ]
    found.sort(key=lambda team: name_order(team.organisation))
    return [_document(team) for team in found]


def _teams(
    edition: Edition, wanted: Wanted, now: datetime
) -> list[tuple[Organisation, list[Agenda]]]:
    organisations: dict[str, Organisation] = {}

    def note(person: Registration) -> bool:
        if wanted.organisations is not None and person.organisation_id not in wanted.organisations:
            return False
        organisations[person.public_id] = person.organisation
        return True

    teams: dict[int, tuple[Organisation, list[Agenda]]] = {}
    for agenda in agendas_of(edition, now=now, only=note):
        organisation = organisations[agenda.person_id]
        teams.setdefault(organisation.id, (organisation, []))[1].append(agenda)
    if wanted.changed_since:
        changed = _organisations_changed_since(edition, wanted.changed_since)
        return [team for key, team in teams.items() if key in changed]
    return list(teams.values())


def _organisations_changed_since(edition: Edition, since: datetime) -> frozenset[int]:
    people = people_changed_since(edition, since)
    rows: Sequence[tuple[int, int]] = [
        (person, organisation)
        for person, organisation in db.session.execute(
            select(Registration.id, Registration.organisation_id).where(
                Registration.edition_id == edition.id
            )
        )
    ]
    return frozenset(organisation for person, organisation in rows if person in people)


def _spans(edition: Edition) -> tuple[Span, ...]:
    rows = db.session.execute(
        select(Slot.starts_at, Slot.ends_at)
        .where(Slot.edition_id == edition.id)
        .order_by(Slot.starts_at)
    )
    return tuple((starts_at, ends_at) for starts_at, ends_at in rows)


def _document(team: TeamAgenda) -> Document:
    return Document(
        kind=KIND.key,
        file_name=f"team-{slug_of(team.organisation)}",
        title=team.organisation,
        language=team.imprint.language,
        data=team,
        sheets=1 + len(team.agendas),
    )


KIND = Kind(
    key="team_agenda",
    name=later("Team agendas"),
    about=later("For each hub and larger team: who meets whom when, side by side, then lists."),
    whose=Whose.ORGANISATION,
    documents=documents,
    follows_meetings=True,
)
