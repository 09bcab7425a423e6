"""A run as its page shows it while it works: a sentence, the two lines, the figures."""

from dataclasses import dataclass

from app.domain.closing_lines import ClosingLines, Moment, closing_lines
from app.domain.states import WorkState
from app.domain.words import later
from app.models import Edition, SolveRun
from app.services import solve_runs
from app.services.requests_in_words import request_names
from scheduling.result import Result, Status

LAST_MOMENTS = 12

STAGES = {
    "waiting": later("Waiting for a free worker."),
    "bound": later("Working out what no schedule can beat."),
    "construct": later("Building a first schedule."),
    "improve": later("Improving the schedule."),
    "reach": later("Giving as many people as possible a meeting."),
    "prove": later("Improving, and proving how good it is."),
    "polish": later("Taking out waiting times."),
    "tables": later("Giving every meeting a table."),
    "check": later("Checking the schedule with an independent judge."),
    "explain": later("Finding out why requests are left out."),
}


@dataclass(frozen=True)
class RunPanel:
    """All that the progress panel says.

    `moments` are the last reports; `conflict` names requests that cannot hold together.
    """

    public_id: str
    state: WorkState
    words: str
    is_over: bool
    is_stopping: bool
    has_schedule: bool
    lines: ClosingLines | None
    moments: tuple[Moment, ...]
    total: int | None
    bound: int | None
    gap_percent: float | None
    seconds: float
    budget_seconds: float
    requests: int
    scheduled: int | None
    conflict: tuple[str, ...]


def panel(edition: Edition, public_id: str) -> RunPanel:
    """The panel of one run."""
    run = solve_runs.find(edition, public_id)
    view = solve_runs.view(run)
    result = solve_runs.result_of(run)
    moments = tuple(Moment(point[0], point[2], point[3]) for point in view.points)
    return RunPanel(
        public_id=view.public_id,
        state=view.state,
        words=_words(view, result),
        is_over=view.state.is_over,
        is_stopping=view.cancel_requested and not view.state.is_over,
        has_schedule=bool(result and result.schedule is not None),
        lines=_drawing(moments),
        moments=moments[-LAST_MOMENTS:],
        total=view.total,
        bound=view.bound,
        gap_percent=None if view.gap is None else 100 * view.gap,
        seconds=view.seconds,
        budget_seconds=view.budget_seconds,
        requests=view.requests,
        scheduled=view.scheduled,
        conflict=_conflict(run, result),
    )


def _drawing(moments: tuple[Moment, ...]) -> ClosingLines | None:
    """The two lines, once there is something to see: a run of one value is a dot."""
    lines = closing_lines(moments)
    return lines if lines and lines.low < lines.high else None


def _words(view: solve_runs.RunView, result: Result | None) -> str:
    """What the run does or how it ended, in one sentence."""
    if view.state is WorkState.QUEUED:
        return STAGES["waiting"]
    if view.state is WorkState.RUNNING:
        if view.cancel_requested:
            return later("Stopping, and keeping the best schedule found.")
        return STAGES.get(view.stage, later("Searching."))
    if view.state is WorkState.FAILED:
        return view.message
    if result is None:
        return later("Stopped before it began.")
    return _outcome(view, result)


def _outcome(view: solve_runs.RunView, result: Result) -> str:
    if result.status is Status.INFEASIBLE:
        return later("No schedule exists: what is pinned or mandatory cannot hold together.")
    if result.schedule is None:
        return later("No schedule was found in the time given: give it more.")
    share = later(
        "%(scheduled)s of %(requests)s requests scheduled",
        scheduled=view.scheduled,
        requests=view.requests,
    )
    if result.status is Status.OPTIMAL:
        return later("%(share)s, proved optimal.", share=share)
    if view.gap is None:
        return later("%(share)s.", share=share)
    return later(
        "%(share)s, at most %(gap)s %% below the best possible.",
        share=share,
        gap=f"{100 * view.gap:.2f}",
    )


def _conflict(run: SolveRun, result: Result | None) -> tuple[str, ...]:
    if result is None or not result.conflict:
        return ()
    names = request_names(run.edition_id)
    return tuple(names[one].both for one in result.conflict if one in names)
