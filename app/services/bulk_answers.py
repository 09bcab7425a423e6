"""Many answers at once, for who is asked more than there are slots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.errors import AppError, ForbiddenError, InvalidInputError
from app.domain.incoming import Ranked, Signals, ranked
from app.domain.states import (
    OrganisationKind,
    RegistrationState,
    RequestState,
    SchedulingMode,
)
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Organisation, Registration
from app.services import request_answers
from app.services.free_time import free_times
from app.services.request_lists import RequestView, views_of

TICK_SOME = later("Tick at least one request first.")


@dataclass(frozen=True)
class Incoming:
    """The requests that wait for an answer, the most deserving first.

    `slots` is how many meetings the team's people have room for, `accepted` how many accepted
    requests wait for a time already, so `room` is how many more can get one.
    """

    requests: tuple[Ranked[RequestView], ...]
    slots: int
    accepted: int

    @property
    def room(self) -> int:
        """How many more requests can be served."""
        return max(0, self.slots - self.accepted)

    @property
    def top(self) -> int:
        """How many of the first to accept."""
        return min(self.room, len(self.requests))


@dataclass(frozen=True)
class Answered:
    """What came of it: how many, and which could not be answered, with the reason."""

    done: int
    left_out: tuple[str, ...]


def incoming_of(registration: Registration) -> Incoming:
    """All requests to the team that wait, by mutual wish, needs, borders and first time."""
    edition = registration.edition
    views = views_of(registration)
    waiting = [view for view in views if view.is_incoming and view.state is RequestState.PENDING]
    known = _here_before(edition)
    wanted = {view.slug for view in views if not view.is_incoming and not view.state.is_living}
    own = registration.organisation
    rows = [
        (
            view,
            Signals(
                level=view.level,
                is_mutual=view.slug in wanted,
                match_score=view.match_score,
                is_cross_border=view.country != own.country,
                is_first_time_sme=view.kind is OrganisationKind.SME and view.slug not in known,
            ),
            view.public_id,
        )
        for view in waiting
    ]
    times = free_times(edition, [own.id]).get(own.id, ())
    accepted = sum(view.state is RequestState.ACCEPTED and not view.meeting for view in views)
    return Incoming(ranked(rows), sum(time.openings for time in times), accepted)


def answer_many(
    answering: Registration, public_ids: Sequence[str], *, accepts: bool, now: datetime
) -> Answered:
    """Accept or decline each; who was faster with one of them does not spoil the others."""
    if not public_ids:
        raise InvalidInputError(TICK_SOME, {"requests": TICK_SOME})
    if accepts and answering.edition.scheduling_mode is SchedulingMode.ACCEPTOR:
        raise ForbiddenError(later("Who accepts chooses a time here: accept them one by one."))
    done, left_out = 0, []
    for public_id in dict.fromkeys(public_ids):
        try:
            if accepts:
                request_answers.accept(answering, public_id, now=now)
            else:
                request_answers.decline(answering, public_id, now=now)
            done += 1
        except AppError as error:
            left_out.append(error.message)
    return Answered(done, tuple(left_out))


def _here_before(edition: Edition) -> frozenset[str]:
    """Organisations that took part in an earlier edition of the series."""
    rows = db.session.scalars(
        select(Organisation.slug)
        .join(Registration, Registration.organisation_id == Organisation.id)
        .join(Edition, Registration.edition_id == Edition.id)
        .where(
            Edition.series_id == edition.series_id,
            Edition.starts_on < edition.starts_on,
            Registration.state == RegistrationState.APPROVED,
        )
        .distinct()
    )
    return frozenset(rows)
