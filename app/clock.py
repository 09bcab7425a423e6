"""The only place that asks what time it is; everybody else is told."""

from datetime import UTC, datetime


def now_utc() -> datetime:
    """The current instant, aware, in UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
