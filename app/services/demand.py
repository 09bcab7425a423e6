"""How much is asked of each hub against the slots it has."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from app.domain.states import OrganisationKind, RequestState
from app.extensions import db
from app.models import Edition, MeetingRequest
from app.services.edition_rows import EditionRows, rows_of


@dataclass(frozen=True)
class HubDemand:
    """One hub: `wishes` are living requests from or to it, `slots` what its people can serve."""

    name: str
    wishes: int
    accepted: int
    pending: int
    slots: int

    @property
    def over(self) -> int:
        """How many wishes it can never meet."""
        return max(0, self.wishes - self.slots)


@dataclass(frozen=True)
class Demand:
    """The edition's demand, the most asked hub first."""

    hubs: tuple[HubDemand, ...]
    states: tuple[tuple[RequestState, int], ...]
    without_request: tuple[str, ...]

    @property
    def living(self) -> int:
        """How many requests may still lead to a meeting."""
        return sum(number for state, number in self.states if state.is_living)


def demand(edition: Edition) -> Demand:
    """Count wishes and capacity."""
    rows = rows_of(edition)
    living = _living(edition)
    hubs = {
        person.organisation_id: person.organisation
        for person in rows.people
        if person.organisation.kind is OrganisationKind.HUB
    }
    found = [
        HubDemand(
            name=hub.name,
            wishes=living[key, RequestState.ACCEPTED] + living[key, RequestState.PENDING],
            accepted=living[key, RequestState.ACCEPTED],
            pending=living[key, RequestState.PENDING],
            slots=_capacity(rows, key),
        )
        for key, hub in hubs.items()
    ]
    asking = {key for key, _ in living}
    return Demand(
        hubs=tuple(sorted(found, key=lambda hub: (-hub.wishes, hub.name.casefold()))),
        states=_states(edition),
        without_request=tuple(
            person.organisation.name
            for person in rows.people
            if person.organisation_id not in asking and person.organisation_id not in hubs
        ),
    )


def _living(edition: Edition) -> Counter[tuple[int, RequestState]]:
    """(organisation, state) → its pending and accepted requests, asked or received."""
    found: Counter[tuple[int, RequestState]] = Counter()
    rows = db.session.execute(
        select(
            MeetingRequest.first_organisation_id,
            MeetingRequest.second_organisation_id,
            MeetingRequest.state,
        ).where(
            MeetingRequest.edition_id == edition.id,
            MeetingRequest.state.in_([RequestState.PENDING, RequestState.ACCEPTED]),
        )
    )
    for first, second, state in rows:
        found[first, state] += 1
        found[second, state] += 1
    return found


def _states(edition: Edition) -> tuple[tuple[RequestState, int], ...]:
    rows = db.session.execute(
        select(MeetingRequest.state, func.count())
        .where(MeetingRequest.edition_id == edition.id)
        .group_by(MeetingRequest.state)
    )
    numbers = {state: number for state, number in rows}
    return tuple((state, numbers.get(state, 0)) for state in RequestState)


def _capacity(rows: EditionRows, organisation_id: int) -> int:
    """Meetings the organisation's people can have at most: their free slots, desks and limits."""
    total = 0
    for person in rows.people:
        if person.organisation_id != organisation_id:
            continue
        ruled_out = {one.slot_id for one in person.unavailable}
        talks = rows.talks.get(person.id, ())
        per_block: Counter[int] = Counter()
        for slot in rows.slots:
            busy = slot.id in ruled_out or any(
                slot.starts_at < item.ends_at and item.starts_at < slot.ends_at for item in talks
            )
            if not busy:
                per_block[slot.block_id] += person.parallel_desks
        limit = rows.edition.hub_max_per_block
        free = sum(n if limit is None else min(n, limit) for n in per_block.values())
        total += free if person.max_meetings is None else min(free, person.max_meetings)
    return total
