"""What a WSGI server runs, and where `flask …` finds the application."""

import click

from app import create_app
from app.services.health import reason_not_to_start
from config import ConfigurationError

try:
    application = create_app()
except ConfigurationError as error:
    raise SystemExit(f"Hubmeet cannot start: {error}") from None

# A command (`flask db upgrade`) may be what mends the database; a server must not go without.
if application.config["HUBMEET_ENV"] == "production" and not click.get_current_context(silent=True):
    with application.app_context():
        reason = reason_not_to_start()
    if reason:
        raise SystemExit(f"Hubmeet cannot start: {reason}")
