"""How many of the living requests could become meetings at best, and what would make it more."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select

from app.domain.errors import InvalidInputError
from app.domain.states import OrganisationKind, RequestState
from app.extensions import db
from app.models import Edition, MeetingRequest
from app.services.build_instance import instance_of
from app.services.demand import HubDemand
from app.services.edition_rows import EditionRows, rows_of
from scheduling.coverage import (
    most_meetings,
    with_colleague,
    with_one_more,
    with_tables,
    without_limits,
)
from scheduling.instance import Instance

HUBS = 3
TABLES = 2


@dataclass(frozen=True)
class Remedy:
    """Something that lets so many `more` requests become meetings.

    `kind` is limit, colleague, tables or everybody (one meeting more for each who has a limit);
    `hub` its name, empty where it is nobody's.
    """

    kind: str
    hub: str
    more: int


@dataclass(frozen=True)
class Forecast:
    """Of so many `wishes` (accepted, or still waiting for an answer) at most `most` can be held."""

    wishes: int
    most: int
    remedies: tuple[Remedy, ...]

    @property
    def percent(self) -> int:
        """How many of a hundred wishes that is, rounded down."""
        return 100 * self.most // self.wishes if self.wishes else 100


def forecast(edition: Edition, hubs: tuple[HubDemand, ...]) -> Forecast | None:
    """What could be held if every pending request were accepted; None where nothing can be asked.

    Fractions of a second: it sums the time of people and tables and does not make a schedule.
    """
    rows = replace(rows_of(edition), requests=_living(edition))
    try:
        instance = instance_of(rows)
    except InvalidInputError:
        return None
    most = most_meetings(instance)
    wishes = len(instance.requests)
    remedies = _remedies(rows, instance, hubs, most) if most < wishes else ()
    helpful = sorted(remedies, key=lambda one: -one.more)
    return Forecast(wishes, most, tuple(one for one in helpful if one.more > 0))


def _remedies(
    rows: EditionRows, instance: Instance, hubs: tuple[HubDemand, ...], most: int
) -> Iterator[Remedy]:
    for hub in [one for one in hubs if one.over][:HUBS]:
        team = [
            person.public_id
            for person in rows.people
            if person.organisation.kind is OrganisationKind.HUB
            and person.organisation.name == hub.name
        ]
        yield Remedy("limit", hub.name, most_meetings(without_limits(instance, team)) - most)
        yield Remedy("colleague", hub.name, most_meetings(with_colleague(instance, team)) - most)
    yield Remedy("everybody", "", most_meetings(with_one_more(instance)) - most)
    yield Remedy("tables", "", most_meetings(with_tables(instance, TABLES)) - most)


def _living(edition: Edition) -> list[MeetingRequest]:
    return list(
        db.session.scalars(
            select(MeetingRequest)
            .where(
                MeetingRequest.edition_id == edition.id,
                MeetingRequest.state.in_([RequestState.PENDING, RequestState.ACCEPTED]),
            )
            .order_by(MeetingRequest.id)
        )
    )
