"""The agendas of one organisation's people, side by side and one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.agenda import Agenda, AgendaEntry, local
from app.domain.paper.imprint import Imprint

# From, to; aware UTC.
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A time of the timetable; `cells` holds for each person what they do then."""

    starts_at: datetime
    ends_at: datetime
    cells: tuple[tuple[AgendaEntry, ...], ...]


@dataclass(frozen=True, slots=True)
class TeamDay:
    """The timetable of one date on the edition's own calendar."""

    date: date
    rows: tuple[TeamRow, ...]


@dataclass(frozen=True, slots=True)
class TeamAgenda:
    """All who represent an organisation. `slots` are the times at which people meet at all."""

    imprint: Imprint
    organisation: str
    agendas: tuple[Agenda, ...]
    slots: tuple[Span, ...] = ()

    @property
    def meetings(self) -> int:
        """How many the team has; two of them in one meeting do not happen."""
        return sum(len(one.meetings) for one in self.agendas)

    def days(self, agendas: Iterable[Agenda]) -> Iterator[TeamDay]:
        """The timetable of these people, for each day on which anybody of the team has anything."""
        entries = [tuple(one.entries) for one in agendas]
        by_date: dict[date, list[Span]] = {}
        for span in self._spans():
            by_date.setdefault(local(span[0], self.imprint.zone).date(), []).append(span)
        for day, spans in by_date.items():
            if any(day == found.date for one in self.agendas for found in one.days):
                yield TeamDay(day, tuple(_row(span, entries) for span in spans))

    def _spans(self) -> list[Span]:
        """Every slot, and whatever somebody does outside of all slots, in order."""
        others = {
            (entry.starts_at, entry.ends_at)
            for one in self.agendas
            for entry in one.entries
            if not any(_overlap((entry.starts_at, entry.ends_at), slot) for slot in self.slots)
        }
        return sorted({*self.slots, *others})


def _row(span: Span, people: Iterable[Iterable[AgendaEntry]]) -> TeamRow:
    cells = tuple(
        tuple(entry for entry in own if _overlap((entry.starts_at, entry.ends_at), span))
        for own in people
    )
    return TeamRow(*span, cells)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
