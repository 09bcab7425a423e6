"""`flask serve` and `flask worker`: the pages, and the work that waits."""

from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import with_appcontext

from app import jobs
from app.serve import serve
from app.services.demo_logins import demo_logins
from app.services.health import reason_not_to_start


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=None, help="Default: HUBMEET_PORT, else 8000.")
@click.option("--processes", default=1, show_default=True, help="Web processes.")
@with_appcontext
def serve_command(host: str, port: int | None, processes: int) -> None:
    """Serve the pages and do the waiting work until told to end."""
    _refuse_unguarded()
    status = serve(
        host,
        port or current_app.config["HUBMEET_PORT"],
        web_processes=processes,
        public_host=urlsplit(current_app.config["BASE_URL"]).netloc,
        when_ready=_say_ready,
    )
    raise SystemExit(status)


def _refuse_unguarded() -> None:
    """End here, with the reason, where the database lost what keeps its rows right."""
    reason = reason_not_to_start()
    if reason:
        raise SystemExit(f"Hubmeet cannot start: {reason}")


def _say_ready(sentence: str) -> None:
    click.echo(sentence)
    if current_app.config["DEMO"]:
        for login in demo_logins(current_app.config["HUBMEET_DATA"]):
            click.echo(f"  {login.role:<10} {login.email:<40} {login.password}")
        click.echo("Ctrl-C ends it.")


@click.command("worker")
@with_appcontext
def worker_command() -> None:
    """Do the waiting work (runs, prints) until told to end."""
    _refuse_unguarded()
    jobs.work_forever()
