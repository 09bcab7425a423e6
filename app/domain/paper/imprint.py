"""What every paper says of itself, whatever it is about."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Imprint:
    """Of which event, in which language (BCP 47), from which schedule, printed when (aware UTC).

    `version` is the number of the schedule published last, None before the first; `zone` is an
    IANA name.
    """

    edition_name: str
    zone: str
    language: str
    version: int | None
    printed_at: datetime
    venue: str = ""
    city: str = ""
