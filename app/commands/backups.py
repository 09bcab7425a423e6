"""`flask backup`, `flask restore` and `flask release-mails`."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from app.clock import now_utc
from app.installation import data_folder
from app.services import backup
from app.services.health import reason_not_to_start

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup")
@click.argument("file", type=FILE)
@with_appcontext
def backup_command(file: Path) -> None:
    """Write all that is kept into the new FILE; the server may go on meanwhile."""
    backup.backup(file, secret_key=current_app.config["SECRET_KEY"], now=now_utc())
    size = file.stat().st_size / 1e6
    click.echo(f"{file}: {size:.1f} MB. It holds personal data. Keep SECRET_KEY elsewhere.")


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Lose what is in the database now.")
@click.option("--other-key", is_flag=True, help="Even though SECRET_KEY is another one.")
@with_appcontext
def restore_command(file: Path, replace: bool, other_key: bool) -> None:
    """Put the backup FILE in place of the database; no mail leaves until it is released."""
    done = backup.restore(
        file,
        secret_key=current_app.config["SECRET_KEY"],
        replace=replace,
        other_key=other_key,
        scratch=data_folder(),
        now=now_utc(),
    )
    upgrade()
    backup.note_restore(done, now=now_utc())
    reason = reason_not_to_start()
    if reason:
        raise SystemExit(f"Restored, but Hubmeet cannot start: {reason}")
    click.echo(f"Restored as of {done.made_at:%Y-%m-%d %H:%M} UTC.")
    click.echo(
        f"{done.calmed.mails} mails are held and every event's mails are stopped: look at them, "
        "then let them go on the mails page or by `flask release-mails`."
    )
    click.echo(
        f"{done.calmed.entries} calendar entries count as unknown: the next change of each "
        "reaches its calendar. What happened after the backup is not known here."
    )


@click.command("release-mails")
@click.argument("edition", required=False)
@click.option("--invites", is_flag=True, help="Also mail everybody their meetings as they are now.")
@with_appcontext
def release_mails_command(edition: str | None, invites: bool) -> None:
    """Let held mails go, and stopped events mail again: all, or those of EDITION."""
    number = backup.release_mails(edition, invites=invites, now=now_utc())
    click.echo(f"{number} mails may go now.")
