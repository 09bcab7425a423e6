"""Commands about accounts: making, closing, helping out of a lost second step."""

import secrets

import click
from flask.cli import with_appcontext

from app.clock import now_utc
from app.services import accounts, second_factor


@click.command("create-organiser")
@click.argument("email")
@click.option("--name", default=None, help="As others see it; else what stands before the @.")
@click.option("--series", default="Digital Innovation Hub days", show_default=True)
@click.option("--password", default=None, help="At least 12 characters; without it one is made.")
@with_appcontext
def create_organiser_command(
    email: str, name: str | None, series: str, password: str | None
) -> None:
    """Make an account that may organise editions of a series, and print how to sign in."""
    chosen = password or secrets.token_urlsafe(15)
    called = name or email.strip().partition("@")[0]
    account = accounts.create_organiser(email, called, chosen, series_name=series, now=now_utc())
    click.echo(f"{account.email} may now organise “{series}”.")
    if password is None:
        click.echo(f"Password: {chosen}")


@click.command("remove-second-factor")
@click.argument("email")
@with_appcontext
def remove_second_factor_command(email: str) -> None:
    """Let an account whose telephone is lost sign in without codes; its owner is told by mail."""
    account = accounts.account_of(email)
    second_factor.remove(account.id, by=None, now=now_utc())
    click.echo(f"{account.email} signs in without a second step now.")


@click.command("disable-account")
@click.argument("email")
@with_appcontext
def disable_account_command(email: str) -> None:
    """Close an account: whoever is signed in is out at once, and nobody gets in any more."""
    account = accounts.disable(email, now=now_utc())
    click.echo(f"{account.email} is closed.")
