"""The difference between two schedules, person by person: what to tell whom."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from scheduling.schedule import Meeting, Schedule


class ChangeKind(StrEnum):
    """What became of a meeting, seen by one of its participants; the gravest change counts."""

    ADDED = "added"
    DROPPED = "dropped"
    MOVED = "moved"  # to another slot
    PARTNER = "partner"  # same slot, somebody else of the other side
    RESEATED = "reseated"  # same slot and people, another place or table


@dataclass(frozen=True, slots=True)
class Change:
    """One meeting of one participant, before and after; None where they do not attend it."""

    request: str
    before: Meeting | None
    after: Meeting | None

    @property
    def kind(self) -> ChangeKind:
        """What became of the meeting."""
        if self.before is None:
            return ChangeKind.ADDED
        if self.after is None:
            return ChangeKind.DROPPED
        if self.before.slot != self.after.slot:
            return ChangeKind.MOVED
        if set(self.before.participants) != set(self.after.participants):
            return ChangeKind.PARTNER
        return ChangeKind.RESEATED


@dataclass(frozen=True, slots=True)
class ParticipantChanges:
    """All that changes for one participant, by request id."""

    participant: str
    changes: tuple[Change, ...]


def changes(old: Schedule, new: Schedule) -> tuple[ParticipantChanges, ...]:
    """What changes for whom, by participant id; people for whom nothing changes are left out.

    Each schedule holds a request once at most. A representative who hands a meeting over to a
    colleague loses it, the colleague gains it.
    """
    before, after = _by_participant(old), _by_participant(new)
    found = []
    for participant in sorted(before.keys() | after.keys()):
        changed = _changes_of(before.get(participant, {}), after.get(participant, {}))
        if changed:
            found.append(ParticipantChanges(participant, changed))
    return tuple(found)


def _changes_of(before: dict[str, Meeting], after: dict[str, Meeting]) -> tuple[Change, ...]:
    both = (
        Change(request, before.get(request), after.get(request))
        for request in sorted(before.keys() | after.keys())
    )
    return tuple(change for change in both if not _is_same(change.before, change.after))


def _is_same(one: Meeting | None, other: Meeting | None) -> bool:
    """The order in which a meeting names its participants is no change."""
    if one is None or other is None:
        return False
    where_one, where_other = ((m.slot, m.place, m.table) for m in (one, other))
    return where_one == where_other and set(one.participants) == set(other.participants)


def _by_participant(schedule: Schedule) -> dict[str, dict[str, Meeting]]:
    found: dict[str, dict[str, Meeting]] = defaultdict(dict)
    for meeting in schedule.meetings:
        for participant in meeting.participants:
            found[participant][meeting.request] = meeting
    return found
