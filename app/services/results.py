"""The answer of a run as an organiser reads it: how good, who got how many, what is left out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.errors import NotFoundError
from app.domain.states import OrganisationKind
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Organisation, Registration
from app.services import solve_runs
from app.services.requests_in_words import RequestNames, Wording, request_names
from scheduling.instance import Instance
from scheduling.result import Reason, Result, Status
from scheduling.schedule import Schedule
from scheduling.serialise import instance_from_text

REASONS = {
    Reason.NO_COMMON_SLOT: later("The two sides have no slot in common."),
    Reason.PARTICIPANT_FULL: later("One side has as many meetings as it may have."),
    Reason.SIDE_FULL: later("One side is busy in every slot that both could use."),
    Reason.TABLES_FULL: later("No table is free in the slots that both could use."),
    Reason.NOT_WORTH: later("It could take place, but would cost others more than it brings."),
    Reason.CONFLICT: later("Other meetings of both sides stand in its way."),
}


@dataclass(frozen=True)
class LeftOut:
    """A request without a meeting: who, why, and what would place it.

    `certain` tells a proved reason from "no better exchange was found".
    """

    asking: str
    asked: str
    reason: str
    in_the_way: tuple[str, ...]
    fix: str
    certain: bool


@dataclass(frozen=True)
class Share:
    """How many participants of one group have `meetings` meetings."""

    meetings: int
    participants: int


@dataclass(frozen=True)
class Group:
    """Hubs, or everybody else: how the meetings are spread."""

    hubs: bool
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class ResultPage:
    """Everything the result page says; `gap_percent` is None where there is no bound above 0.

    `reached` pairs, for 1, 2 … meetings, how many participants have at least that many with the
    most that is possible.
    """

    run_public_id: str
    finished_at: datetime | None
    requests: int
    scheduled: int
    is_optimal: bool
    was_stopped: bool
    gap_percent: float | None
    total: int
    bound: int | None
    idle_slots: int
    without_meeting: int
    reached: tuple[tuple[int, int], ...]
    tables_used: int
    tables: int
    seconds: float
    score: tuple[tuple[str, int], ...]
    groups: tuple[Group, ...]
    left_out: tuple[LeftOut, ...]


GOALS = {
    "weight": later("Wishes fulfilled"),
    "first_meetings": later("Bonus for first, second and third meetings"),
    "below_minimum": later("Meetings missing to the wanted minimum"),
    "idle_slot": later("Waiting between meetings"),
    "idle_group": later("Interruptions"),
    "table_move": later("Changes of table"),
    "zone_hop": later("Changes of room"),
    "change": later("Changes of what was published"),
}


def result_page(edition: Edition, public_id: str) -> ResultPage:
    """The result of one run; raises NotFoundError while it has no schedule."""
    run = solve_runs.find(edition, public_id)
    result = solve_runs.result_of(run)
    if result is None or result.schedule is None:
        raise NotFoundError(later("This run has no schedule."))
    instance = instance_from_text(run.instance)
    counts = result.counts
    used = {(one.place, one.table) for one in result.schedule.meetings if one.table is not None}
    return ResultPage(
        run_public_id=public_id,
        finished_at=run.finished_at,
        requests=counts.requests,
        scheduled=counts.scheduled,
        is_optimal=result.status is Status.OPTIMAL,
        was_stopped=result.stopped_by.value == "cancel",
        gap_percent=None if result.gap is None else 100 * result.gap,
        total=result.score.total,
        bound=result.bound,
        idle_slots=counts.idle_slots,
        without_meeting=counts.participants_without_meeting,
        reached=tuple(zip(counts.reached, counts.reached_bound, strict=False)),
        tables_used=len(used),
        tables=sum(len(place.tables or ()) for place in instance.places),
        seconds=result.seconds,
        score=_score(result),
        groups=_groups(edition, instance, result.schedule),
        left_out=_left_out(edition, result),
    )


def _score(result: Result) -> tuple[tuple[str, int], ...]:
    """Every goal that counts for something, in words."""
    parts = ((words, getattr(result.score, goal)) for goal, words in GOALS.items())
    return tuple((words, points) for words, points in parts if points)


def _groups(edition: Edition, instance: Instance, schedule: Schedule) -> tuple[Group, ...]:
    """The spread among hubs and among the others, of those whom some request concerns."""
    wanted = {one for request in instance.requests for side in request.sides for one in side}
    meetings = Counter(one for meeting in schedule.meetings for one in meeting.participants)
    hubs = _hub_people(edition)
    groups = []
    for of_hub in (False, True):
        people = [one for one in wanted if (one in hubs) is of_hub]
        if people:
            spread = Counter(meetings[one] for one in people)
            shares = tuple(Share(n, spread[n]) for n in range(max(spread) + 1))
            groups.append(Group(of_hub, shares))
    return tuple(groups)


def _hub_people(edition: Edition) -> set[str]:
    return set(
        db.session.scalars(
            select(Registration.public_id)
            .join(Organisation)
            .where(Registration.edition_id == edition.id, Organisation.kind == OrganisationKind.HUB)
        )
    )


def _left_out(edition: Edition, result: Result) -> tuple[LeftOut, ...]:
    names = request_names(edition.id)
    wording = Wording(edition)
    return tuple(
        LeftOut(
            asking=names[one.request].asking,
            asked=names[one.request].asked,
            reason=REASONS[one.reason],
            in_the_way=_known(names, one.blocked_by),
            fix=wording(one.fix),
            certain=one.certain,
        )
        for one in result.unscheduled
        if one.request in names
    )


def _known(names: Mapping[str, RequestNames], requests: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(names[one].both for one in requests if one in names)
