"""How letters write days and times: in the language of the letter, on the edition's clock."""

from datetime import date, datetime

from babel.dates import format_date

from app.domain import agenda
from app.services.languages import current


def day_words(day: date) -> str:
    """ "Tuesday 18 May 2027"."""
    return format_date(day, "EEEE d MMMM y", locale=_locale())


def moment_words(instant: datetime, zone: str) -> str:
    """ "Tue 18 May 2027, 10:00 CEST"."""
    at = agenda.local(instant, zone)
    return f"{format_date(at.date(), 'EEE d MMM y', locale=_locale())}, {at:%H:%M} {at.tzname()}"


def end_words(instant: datetime, zone: str) -> str:
    """ "Tuesday 18 May, 10:00 (Europe/Warsaw)"."""
    at = agenda.local(instant, zone)
    return f"{format_date(at.date(), 'EEEE d MMMM', locale=_locale())}, {at:%H:%M} ({zone})"


def _locale() -> str:
    return current().replace("-", "_")
