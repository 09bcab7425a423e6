"""`flask retention`: erase what is kept no longer, or see what would be erased."""

import click
from flask.cli import with_appcontext

from app.clock import now_utc
from app.installation import data_folder
from app.services.privacy import retention


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Only list what would be erased.")
@with_appcontext
def retention_command(dry_run: bool) -> None:
    """Erase what is kept no longer, as the worker does every six hours."""
    now = now_utc()
    found = retention.due(now)
    for line in retention.words_of(found):
        click.echo(line)
    if not found:
        click.echo("Nothing is due.")
    elif dry_run:
        click.echo("Nothing was changed.")
    else:
        click.echo(f"{retention.keep_no_longer(now, data=data_folder())} rows erased or emptied.")
