"""`flask solve` and `flask publish`."""

import time

import click
from flask.cli import with_appcontext

from app.clock import now_utc
from app.domain.states import WorkState
from app.extensions import db
from app.models import Edition, SolveRun
from app.services import access, publish, solve_runs, solving, work_queue

WAIT_SECONDS = 0.5


@click.command("solve")
@click.argument("edition")
@click.option("--seconds", default=60.0, show_default=True, help="Stop after this long.")
@click.option("--seed", default=1, show_default=True)
@with_appcontext
def solve_command(edition: str, seconds: float, seed: int) -> None:
    """Schedule the one-to-one meetings of EDITION, here and now; the answer is its draft."""
    found = access.edition_by_slug(edition)
    run = solve_runs.queue(found, by_account_id=None, now=now_utc(), seconds=seconds, seed=seed)
    claimed = work_queue.claim(SolveRun, now=now_utc(), public_id=run.public_id)
    if claimed is not None:
        solving.work_on(*claimed, clock=now_utc)
    _print_outcome(_when_over(found, run.public_id))


def _when_over(edition: Edition, public_id: str) -> solve_runs.RunView:
    """The run once it is over: where a worker was quicker to take it, wait for that worker."""
    while True:
        db.session.rollback()
        view = solve_runs.run_view(edition, public_id)
        if view.state.is_over:
            return view
        time.sleep(WAIT_SECONDS)


def _print_outcome(view: solve_runs.RunView) -> None:
    if view.state is not WorkState.DONE or view.scheduled is None:
        click.echo(f"No schedule: {view.status or view.message}", err=True)
        raise SystemExit(3)
    proof = "proved optimal" if view.status == "optimal" else f"gap {(view.gap or 0):.2%}"
    click.echo(
        f"{view.scheduled} of {view.requests} requests scheduled, {proof}, "
        f"{view.seconds:.1f} s. The draft is ready to publish."
    )


@click.command("publish")
@click.argument("edition")
@with_appcontext
def publish_command(edition: str) -> None:
    """Make the draft of EDITION the schedule that everybody goes by."""
    done = publish.publish(access.edition_by_slug(edition), by_account_id=None, now=now_utc())
    click.echo(
        f"Version {done.number} is published: {done.meetings} meetings, {done.added} new, "
        f"{done.changed} changed, {done.cancelled} cancelled."
    )
