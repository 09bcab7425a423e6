"""Participants and requests from files: checked whole, then stored whole or not at all."""

from app.services.imports.participants import import_participants
from app.services.imports.report import ImportReport
from app.services.imports.requests import import_requests

__all__ = ["ImportReport", "import_participants", "import_requests"]
