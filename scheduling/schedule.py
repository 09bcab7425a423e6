"""The answer to an instance: who meets whom, when and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meeting:
    """One scheduled request.

    `participants` are the two who attend, in the order of the request's sides. `place` and `table`
    are None where the instance has no places; `table` alone at a place without named tables.
    """

    request: str
    slot: str
    place: str | None
    table: str | None
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """All meetings of one answer; a request without a meeting is not scheduled."""

    meetings: tuple[Meeting, ...] = ()
