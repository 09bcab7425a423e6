"""`flask export`: the published schedule and everybody's agenda as files."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.clock import now_utc
from app.services.export_folder import export_edition


@click.command("export")
@click.argument("edition")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="A new or empty folder, or one of an earlier export, which it replaces.",
)
@with_appcontext
def export_command(edition: str, out: Path) -> None:
    """Write the published schedule of EDITION and everybody's agenda into a folder."""
    done = export_edition(edition, out, now=now_utc(), on_progress=_say)
    click.echo(
        f"{done.folder}: {done.participants} agendas (PDF and calendar), {done.meetings} meetings."
    )
    if not done.as_solved:
        click.echo(
            "The schedule has changed since it was solved: instance.json is today's question, "
            "result.json the answer to the question before."
        )


def _say(done: int, total: int) -> None:
    if done % 50 == 0 or done == total:
        click.echo(f"{done} of {total} agendas", err=True)
