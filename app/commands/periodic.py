"""`flask periodic`: what the worker does again and again, by hand."""

import click
from flask.cli import with_appcontext

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.services import periodic
from app.services.periodic_tasks import TASKS, inbox_tasks


@click.command("periodic")
@click.option("--name", default="", help="Do this task now, due or not.")
@with_appcontext
def periodic_command(name: str) -> None:
    """Do the periodic tasks that are due, as the worker does; print what each changed."""
    tasks = (*TASKS, *inbox_tasks())
    wanted = [task for task in tasks if name in ("", task.name)]
    if not wanted:
        names = ", ".join(task.name for task in tasks)
        raise InvalidInputError(f"There is no task “{name}”. There are: {names}")
    now, failed = now_utc(), False
    for task in wanted:
        if not name and not periodic.take(task, now):
            continue
        changed = periodic.run(task, now)
        failed = failed or changed is None
        click.echo(f"{task.name}: {'failed, see the log' if changed is None else changed}")
    raise SystemExit(1 if failed else 0)
