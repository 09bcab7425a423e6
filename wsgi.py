"""What a WSGI server runs, and where `flask …` finds the application."""

from app import create_app
from config import ConfigurationError

try:
    application = create_app()
except ConfigurationError as error:
    raise SystemExit(f"Hubmeet cannot start: {error}") from None
