"""The requests of an edition in figures: how many a day, how long they wait, how many are taken."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.domain import agenda
from app.domain.states import OrganisationKind, RequestOrigin, RequestState
from app.extensions import db
from app.models import Edition, MeetingRequest, Organisation

DAYS = 30
AGES = (1, 3, 5)
"""Waiting requests are counted by age: under one day, under three, under five, older."""
SILENT_AFTER = timedelta(days=3)


@dataclass(frozen=True)
class DemandFigures:
    """All requests that people sent (booked times are none).

    `days` are the last 30 at most, up to the last one with a request, each with its number;
    `ages` the waiting ones by the steps of AGES; `silent` the hubs that let some wait for three
    days, with how many.
    """

    sent: int
    answered: int
    accepted: int
    days: tuple[tuple[date, int], ...]
    ages: tuple[int, ...]
    silent: tuple[tuple[str, int], ...]

    @property
    def waiting(self) -> int:
        """Those without an answer."""
        return sum(self.ages)

    @property
    def accepted_percent(self) -> int | None:
        """Of a hundred answers, how many are a yes; None without answers."""
        return 100 * self.accepted // self.answered if self.answered else None

    @property
    def answered_percent(self) -> int | None:
        """Of a hundred requests, how many have an answer; None without requests."""
        return 100 * self.answered // self.sent if self.sent else None


def demand_figures(edition: Edition, *, now: datetime) -> DemandFigures:
    """Count them."""
    rows = db.session.execute(
        select(MeetingRequest.state, MeetingRequest.created_at).where(
            MeetingRequest.edition_id == edition.id,
            MeetingRequest.origin == RequestOrigin.ASKED,
        )
    ).all()
    states = Counter(state for state, _ in rows)
    waiting = [now - at for state, at in rows if state is RequestState.PENDING]
    accepted = states[RequestState.ACCEPTED]
    return DemandFigures(
        sent=len(rows),
        answered=accepted + states[RequestState.DECLINED],
        accepted=accepted,
        days=_days([agenda.local(at, edition.zone).date() for _, at in rows]),
        ages=_ages(waiting),
        silent=_silent(edition, now),
    )


def _days(dates: Sequence[date]) -> tuple[tuple[date, int], ...]:
    if not dates:
        return ()
    last, counts = max(dates), Counter(dates)
    first = max(min(dates), last - timedelta(days=DAYS - 1))
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple((day, counts[day]) for day in span)


def _ages(waiting: Sequence[timedelta]) -> tuple[int, ...]:
    numbers = Counter(sum(age >= timedelta(days=step) for step in AGES) for age in waiting)
    return tuple(numbers[n] for n in range(len(AGES) + 1))


def _silent(edition: Edition, now: datetime) -> tuple[tuple[str, int], ...]:
    names = db.session.scalars(
        select(Organisation.name)
        .join(MeetingRequest, MeetingRequest.to_organisation_id == Organisation.id)
        .where(
            MeetingRequest.edition_id == edition.id,
            MeetingRequest.state == RequestState.PENDING,
            MeetingRequest.created_at <= now - SILENT_AFTER,
            Organisation.kind == OrganisationKind.HUB,
        )
    )
    found = Counter(names)
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0].casefold())))
