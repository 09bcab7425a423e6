"""A subscribed calendar: the agenda's file, made once for all who ask until it changes."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from app.domain.agenda import Agenda
from app.exports.agenda_ics import agenda_ics

# A file has some 5 kB; most who ask have the newest already.
KEPT = 1024


@dataclass(frozen=True, slots=True)
class FeedFile:
    """The bytes, and their SHA-256 as the tag to ask with whether they changed."""

    data: bytes
    tag: str


@lru_cache(maxsize=KEPT)
def feed_file(agenda: Agenda, reminder_minutes: int | None = None) -> FeedFile:
    """The feed, in the agenda's language; the same agenda gives the same bytes."""
    data = agenda_ics(agenda, reminder_minutes)
    return FeedFile(data, hashlib.sha256(data).hexdigest())
