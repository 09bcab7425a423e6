"""A schedule seen from its participants: who is busy when, block by block."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scheduling.instance import Instance
from scheduling.schedule import Meeting

Busy = Mapping[int, list[Meeting]]
"""Rank of a slot in its block, from 0 → a participant's meetings in it; neighbours are adjacent."""


@dataclass(frozen=True)
class Attendance:
    """The meetings of a schedule grouped by participant and block.

    Every name in the meetings is one of the instance.
    """

    instance: Instance
    meetings: tuple[Meeting, ...]
    busy: Mapping[str, Mapping[str, Busy]]

    @classmethod
    def of(cls, instance: Instance, meetings: tuple[Meeting, ...]) -> "Attendance":
        """Group the meetings; raises KeyError where one names an unknown slot."""
        ranks = {
            slot: (block, rank)
            for block, slots in instance.blocks.items()
            for rank, slot in enumerate(slots)
        }
        busy: dict[str, dict[str, dict[int, list[Meeting]]]] = defaultdict(dict)
        for meeting in meetings:
            block, rank = ranks[meeting.slot]
            for one in meeting.participants:
                busy[one].setdefault(block, {}).setdefault(rank, []).append(meeting)
        return cls(instance, meetings, dict(busy))

    def of_participant(self, participant: str) -> list[Meeting]:
        """All their meetings."""
        return [meeting for _, busy in self.blocks_of(participant) for meeting in flat(busy)]

    def blocks_of(self, participant: str) -> list[tuple[str, Busy]]:
        """The blocks in which they meet, each with what they do in it."""
        return list(self.busy.get(participant, {}).items())

    def each(self) -> Iterator[tuple[str, str, Busy]]:
        """(participant, block, busy) for every block of every participant who meets in it."""
        for participant, blocks in self.busy.items():
            for block, busy in blocks.items():
                yield participant, block, busy

    def numbers(self) -> list[int]:
        """How many meetings each participant of the instance has, in the instance's order."""
        found = dict.fromkeys(self.instance.participants_by_id, 0)
        for meeting in self.meetings:
            for one in meeting.participants:
                found[one] += 1
        return list(found.values())

    def idle_groups(self) -> dict[str, int]:
        """Groups of free slots between meetings of one block, for every participant.

        A free slot in which they are unavailable counts too, as in the published benchmark.
        """
        found = dict.fromkeys(self.instance.participants_by_id, 0)
        for participant, _, busy in self.each():
            found[participant] += len(runs(busy)) - 1
        return found


def flat(busy: Busy) -> list[Meeting]:
    """All meetings of one block."""
    return [meeting for meetings in busy.values() for meeting in meetings]


def runs(busy: Busy) -> list[list[int]]:
    """The busy ranks of one block, cut wherever a slot is free: [[0, 1], [4]]."""
    found: list[list[int]] = []
    for rank in sorted(busy):
        if found and found[-1][-1] == rank - 1:
            found[-1].append(rank)
        else:
            found.append([rank])
    return found
