"""Runs of the solver: queueing, following and stopping them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.errors import ConflictError, InvalidInputError, NotFoundError
from app.domain.states import WorkState
from app.domain.words import later
from app.extensions import db
from app.models import Edition, SolveRun
from app.services import work_queue
from app.services.build_instance import build_instance
from app.services.transaction import writing
from scheduling.result import Result, Settings
from scheduling.serialise import (
    instance_to_text,
    result_from_text,
)

ALREADY = later("A run for this event is waiting or at work already: stop it, or wait for it.")


@dataclass(frozen=True)
class RunView:
    """A run as a page shows it.

    `points` are (seconds, stage, total, bound) in time order; `gap` is a share of the bound, 0
    where proved optimal; `status` is the solver's word once it has an answer.
    """

    public_id: str
    state: WorkState
    cancel_requested: bool
    queued_at: datetime
    finished_at: datetime | None
    points: tuple[tuple[float, str, int | None, int | None], ...]
    seconds: float
    stage: str
    total: int | None
    bound: int | None
    gap: float | None
    status: str | None
    scheduled: int | None
    requests: int
    message: str
    budget_seconds: float


def queue(
    edition: Edition,
    *,
    by_account_id: int | None,
    now: datetime,
    seconds: float = 60,
    effort: str = "normal",
    seed: int = 1,
) -> SolveRun:
    """A waiting run with its whole question; ConflictError while another is under way."""
    settings = settings_of({"seconds": seconds, "effort": effort, "seed": seed})
    try:
        with writing():
            instance = build_instance(edition)
            run = SolveRun(
                edition_id=edition.id,
                instance=instance_to_text(instance),
                settings={"seconds": seconds, "effort": effort, "seed": settings.seed},
                live_change_number=edition.live_change_number,
                queued_at=now,
                queued_by_id=by_account_id,
            )
            db.session.add(run)
    except IntegrityError as error:
        raise ConflictError(ALREADY) from error
    return run


def settings_of(values: dict[str, Any]) -> Settings:
    """Checked settings; raises InvalidInputError for a field that is not allowed."""
    try:
        return Settings(**values)
    except ValueError as error:
        raise InvalidInputError(str(error), {"seconds": str(error)}) from error


def stop(edition: Edition, public_id: str, *, now: datetime) -> None:
    """Stop a run and keep its best; without effect on one that is over."""
    with writing():
        work_queue.ask_to_stop(find(edition, public_id), now=now)


def latest(edition: Edition) -> SolveRun | None:
    """The run queued last."""
    return db.session.scalar(
        select(SolveRun).where(SolveRun.edition_id == edition.id).order_by(SolveRun.id.desc())
    )


def history(edition: Edition) -> list[RunView]:
    """All runs, the latest first."""
    runs = db.session.scalars(
        select(SolveRun).where(SolveRun.edition_id == edition.id).order_by(SolveRun.id.desc())
    )
    return [view(run) for run in runs]


def run_view(edition: Edition, public_id: str) -> RunView:
    """One run of the edition as a page shows it."""
    return view(find(edition, public_id))


def result_of(run: SolveRun) -> Result | None:
    """The run's answer, once it has one."""
    return result_from_text(run.result) if run.result else None


def view(run: SolveRun) -> RunView:
    """The run's row as a page shows it."""
    result = result_of(run)
    points = tuple((point[0], point[1], point[2], point[3]) for point in run.progress)
    last = points[-1] if points else (0.0, "waiting", None, None)
    total = result.score.total if result and result.schedule is not None else last[2]
    bound = result.bound if result else last[3]
    return RunView(
        public_id=run.public_id,
        state=run.state,
        cancel_requested=run.cancel_requested,
        queued_at=run.queued_at,
        finished_at=run.finished_at,
        points=points,
        seconds=result.seconds if result else last[0],
        stage=last[1],
        total=total,
        bound=bound,
        gap=result.gap if result else _gap(total, bound),
        status=result.status.value if result else None,
        scheduled=result.counts.scheduled if result and result.schedule is not None else None,
        requests=run.instance.count('"sides"'),
        message=run.message,
        budget_seconds=float(run.settings["seconds"]),
    )


def find(edition: Edition, public_id: str) -> SolveRun:
    """The edition's run; raises NotFoundError."""
    run = db.session.scalar(
        select(SolveRun).where(SolveRun.edition_id == edition.id, SolveRun.public_id == public_id)
    )
    if run is None:
        raise NotFoundError(later("There is no such run."))
    return run


def _gap(total: int | None, bound: int | None) -> float | None:
    if total is None or bound is None or bound <= 0:
        return None
    return (bound - total) / bound
