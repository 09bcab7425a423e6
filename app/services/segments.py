"""Who needs a nudge: people of an edition who take part in meetings and are stuck somewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from app.domain.states import OrganisationKind, RegistrationState, RequestState
from app.extensions import db
from app.models import Edition, MeetingRequest
from app.services.demand_figures import SILENT_AFTER
from app.services.people_rows import PersonRow, people_rows
from app.services.people_scope import PeopleScope

PROFILE = {"profile_text", "technologies", "services", "functions"}


class Segment(StrEnum):
    """Why somebody is nudged; the order is that of the page."""

    SILENT = "silent"
    """People of hubs that let requests wait for three days."""
    NO_REQUEST = "no_request"
    """Nobody asked them, and they asked nobody."""
    NONE_ACCEPTED = "none_accepted"
    """They asked, and nobody has said yes."""
    NO_TIME = "no_time"
    """They ruled out every time."""
    NO_PROFILE = "no_profile"
    """Others cannot tell from their profile what they need or offer."""


@dataclass(frozen=True)
class Stuck:
    """Segment → its people, by name."""

    people: dict[Segment, tuple[PersonRow, ...]]

    def number(self, segment: Segment) -> int:
        """How many there are."""
        return len(self.people[segment])


def stuck_people(edition: Edition, *, now: datetime) -> Stuck:
    """Everybody who takes part in meetings, by where they are stuck."""
    everybody = [
        one
        for one in people_rows(PeopleScope(edition, account_id=0))
        if one.state is RegistrationState.APPROVED and one.wants_meetings
    ]
    facts = _Facts(edition, now)
    by_name = sorted(everybody, key=lambda one: (one.name.casefold(), one.id))
    return Stuck(
        {
            segment: tuple(one for one in by_name if segment in set(facts.segments_of(one)))
            for segment in Segment
        }
    )


class _Facts:
    """Who has a yes, and which hubs are silent; read once."""

    def __init__(self, edition: Edition, now: datetime) -> None:
        rows = db.session.execute(
            select(
                MeetingRequest.from_registration_id,
                MeetingRequest.to_organisation_id,
                MeetingRequest.to_registration_id,
                MeetingRequest.state,
                MeetingRequest.created_at,
            ).where(
                MeetingRequest.edition_id == edition.id,
                MeetingRequest.state.in_([RequestState.PENDING, RequestState.ACCEPTED]),
            )
        ).all()
        yes = [row for row in rows if row.state is RequestState.ACCEPTED]
        self._with_yes = {one for row in yes for one in (row[0], row[2]) if one is not None}
        self._teams_with_yes = {row[1] for row in yes if row[2] is None}
        self._silent = {
            row[1]
            for row in rows
            if row.state is RequestState.PENDING and row.created_at <= now - SILENT_AFTER
        }

    def segments_of(self, one: PersonRow) -> Iterator[Segment]:
        """Where the person is stuck."""
        missing = {thing.code for thing in one.completeness.missing}
        is_hub = one.kind is OrganisationKind.HUB
        if is_hub and one.organisation_id in self._silent:
            yield Segment.SILENT
        if not one.requests and not is_hub:
            yield Segment.NO_REQUEST
        has_yes = one.id in self._with_yes or one.organisation_id in self._teams_with_yes
        if one.sent and not has_yes and not is_hub:
            yield Segment.NONE_ACCEPTED
        if "free_time" in missing:
            yield Segment.NO_TIME
        if missing & PROFILE:
            yield Segment.NO_PROFILE
