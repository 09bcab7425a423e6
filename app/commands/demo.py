"""`flask demo`."""

import secrets

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from app.clock import now_utc
from app.domain.errors import ForbiddenError
from app.services.demo import ROLES, load_demo
from app.services.demo_logins import demo_logins, keep_demo_logins


@click.command("demo")
@with_appcontext
def demo_command() -> None:
    """Bring the database up to date, load the demo, and print its logins; may be repeated."""
    if current_app.config["HUBMEET_ENV"] == "production":
        raise ForbiddenError("The demo has logins that everybody knows: not in production.")
    upgrade()
    folder = current_app.config["HUBMEET_DATA"]
    kept = {login.role: login.password for login in demo_logins(folder)}
    passwords = {role: kept.get(role) or secrets.token_urlsafe(9) for role in ROLES}
    logins = load_demo(passwords, now=now_utc())
    keep_demo_logins(folder, logins)
    click.echo("The demo is loaded. Its logins:")
    for login in logins:
        click.echo(f"  {login.role:<10} {login.email:<24} {login.password}")
