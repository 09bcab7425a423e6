"""When what was kept has to go: days of an edition's own calendar."""

from calendar import monthrange
from datetime import date, timedelta

SENSITIVE_DAYS = 30


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def people_go_on(ends_on: date, retention_months: int) -> date:
    """The day on which an edition's people are erased."""
    return months_after(ends_on, retention_months)


def sensitive_answers_go_on(ends_on: date) -> date:
    """The day on which an edition's sensitive answers are emptied."""
    return ends_on + timedelta(days=SENSITIVE_DAYS)
