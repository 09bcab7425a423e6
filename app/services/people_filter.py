"""Which people to list, and in which order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.states import OrganisationKind, Part, RegistrationState
from app.services.hub_choice import plain
from app.services.people_rows import PersonRow


class SortBy(StrEnum):
    """The orders of the list."""

    WAITING = "waiting"
    NAME = "name"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    NEWEST = "newest"
    OLDEST = "oldest"
    INCOMPLETE = "incomplete"
    REQUESTS = "requests"


@dataclass(frozen=True)
class PeopleFilter:
    """Which people to list; None and empty mean all. `has_asked` False: who sent no request."""

    state: RegistrationState | None = None
    part: Part | None = None
    kind: OrganisationKind | None = None
    country: str = ""
    is_complete: bool | None = None
    wants_meetings: bool | None = None
    has_asked: bool | None = None
    is_checked_in: bool | None = None
    is_invited: bool | None = None
    maybe_twice: bool | None = None
    mails_come_back: bool | None = None
    text: str = ""
    sort: SortBy = SortBy.WAITING

    @property
    def is_empty(self) -> bool:
        """Whether everybody is wanted."""
        return PeopleFilter(sort=self.sort) == self

    def fits(self, person: PersonRow) -> bool:
        """Whether the person is wanted."""
        pairs = (
            (self.state, person.state),
            (self.part, person.part),
            (self.kind, person.kind),
            (self.country or None, person.country),
            (self.is_complete, person.completeness.is_complete),
            (self.wants_meetings, person.wants_meetings),
            (self.has_asked, person.sent > 0),
            (self.is_checked_in, person.checked_in_at is not None),
            (self.is_invited, person.is_invited),
            (self.maybe_twice, person.maybe_twice),
            (self.mails_come_back, person.mails_come_back),
        )
        if any(wanted is not None and wanted != is_so for wanted, is_so in pairs):
            return False
        if not self.text:
            return True
        text = plain(f"{person.name} {person.email} {person.organisation} {person.country}")
        return all(word in text for word in plain(self.text).split())


_KEYS: dict[SortBy, Callable[[PersonRow], Any]] = {
    SortBy.WAITING: lambda one: one.state is not RegistrationState.SUBMITTED,
    SortBy.NAME: lambda one: plain(one.name),
    SortBy.ORGANISATION: lambda one: (plain(one.organisation), plain(one.name)),
    SortBy.COUNTRY: lambda one: (one.country, plain(one.organisation), plain(one.name)),
    SortBy.NEWEST: lambda one: 0,  # as they are read
    SortBy.OLDEST: lambda one: (one.created_at, one.id),
    SortBy.INCOMPLETE: lambda one: one.completeness.percent,
    SortBy.REQUESTS: lambda one: -one.requests,
}


def chosen(people: Iterable[PersonRow], wanted: PeopleFilter) -> list[PersonRow]:
    """Those of `people` (the latest first) who are wanted, in the order wanted."""
    return sorted((one for one in people if wanted.fits(one)), key=_KEYS[wanted.sort])
