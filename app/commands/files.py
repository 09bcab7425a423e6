"""`flask import-hubs`, `import-participants`, `import-requests` and `codes`."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.clock import now_utc
from app.services import hub_catalogue, hub_file, imports
from app.services.reference_data import taxonomy

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command("import-hubs")
@click.argument("file", type=FILE)
@with_appcontext
def import_hubs_command(file: Path) -> None:
    """Store the hubs of the European catalogue in FILE; may be repeated."""
    done = hub_catalogue.import_hubs(hub_file.read_hubs(file.read_bytes()), now=now_utc())
    click.echo(f"{done.added} hubs added, {done.changed} changed, {done.unchanged} unchanged.")


@click.command("import-participants")
@click.argument("edition")
@click.argument("file", type=FILE)
@click.option("--apply", is_flag=True, help="Store them; without it the file is only checked.")
@with_appcontext
def import_participants_command(edition: str, file: Path, apply: bool) -> None:
    """Register the people in FILE for EDITION, approved."""
    report = imports.import_participants(edition, file.read_bytes(), apply=apply, now=now_utc())
    _print(report, "participants", "registered")


@click.command("import-requests")
@click.argument("edition")
@click.argument("file", type=FILE)
@click.option("--apply", is_flag=True, help="Store them; without it the file is only checked.")
@with_appcontext
def import_requests_command(edition: str, file: Path, apply: bool) -> None:
    """Store the requests for meetings in FILE for EDITION."""
    report = imports.import_requests(edition, file.read_bytes(), apply=apply, now=now_utc())
    _print(report, "requests", "stored")


@click.command("codes")
def codes_command() -> None:
    """List the codes that may stand in the files."""
    lists = taxonomy()
    for title, items in (
        ("Technologies", lists.technologies),
        ("Sectors", lists.sectors),
        ("Services (of hubs)", lists.services),
        ("Service functions", lists.service_functions),
        ("Needs (of companies)", lists.needs),
        ("Languages", lists.languages),
    ):
        click.echo(f"{title}:")
        for item in items.values():
            click.echo(f"  {item.code:<50} {item.label}")


def _print(report: imports.ImportReport, what: str, done: str) -> None:
    """Every fault on a line, then what was or would be done; exit 2 with faults."""
    if report.faults:
        for fault in report.faults:
            click.echo(str(fault), err=True)
        click.echo(f"{len(report.faults)} faults; nothing was changed.", err=True)
        raise SystemExit(2)
    known = f", {report.known} known already and left as they are" if report.known else ""
    if report.applied:
        click.echo(f"{report.new} {what} {done}{known}.")
    else:
        click.echo(f"{report.new} {what} would be {done}{known}. Nothing was changed: add --apply.")
