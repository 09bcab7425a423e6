"""What an organiser should know before a run: what is missing, and where to mend it."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from app.domain.states import OrganisationKind
from app.domain.words import later
from app.models import Edition
from app.services.build_instance import requests_without_people
from app.services.edition_rows import EditionRows, rows_of


class Severity(StrEnum):
    """Whether a run makes sense all the same."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be; `where` is the page (an endpoint) that mends it."""

    severity: Severity
    text: str
    where: str


@dataclass(frozen=True)
class Readiness:
    """What a run would be about, and what stands in its way."""

    requests: int
    participants: int
    slots: int
    tables: int
    findings: tuple[Finding, ...]

    @property
    def can_run(self) -> bool:
        """Whether nothing blocks a run."""
        return all(one.severity is not Severity.BLOCKS for one in self.findings)


def readiness(edition: Edition) -> Readiness:
    """Look the edition over before a run."""
    rows = rows_of(edition)
    findings = [
        finding
        for check in (_slots, _requests, _places, _nobody_left, _no_time, _pins, _hubs)
        for finding in check(rows)
    ]
    return Readiness(
        requests=len(rows.requests),
        participants=len(rows.people),
        slots=len(rows.slots),
        tables=sum(len(room.places) for room in rows.rooms),
        findings=tuple(findings),
    )


def _slots(rows: EditionRows) -> list[Finding]:
    if rows.slots:
        return []
    text = later("There are no slots yet: add a block of meeting times.")
    return [Finding(Severity.BLOCKS, text, "organiser_times.page")]


def _requests(rows: EditionRows) -> list[Finding]:
    if rows.requests:
        return []
    text = later("No request is accepted yet, so there is nothing to schedule.")
    return [Finding(Severity.WARNS, text, "organiser_demand.page")]


def _places(rows: EditionRows) -> list[Finding]:
    if rows.rooms or all(slot.block.online for slot in rows.slots):
        return []
    text = later("There is no table yet, so no meeting on site can be scheduled.")
    return [Finding(Severity.BLOCKS, text, "organiser_places.page")]


def _nobody_left(rows: EditionRows) -> list[Finding]:
    stranded = requests_without_people(rows.edition)
    if not stranded:
        return []
    text = later(
        "%(times)s cannot take part: one side has no approved participant who wants meetings.",
        times=_times(len(stranded), "accepted request"),
    )
    return [Finding(Severity.WARNS, text, "organiser_people.page")]


def _no_time(rows: EditionRows) -> list[Finding]:
    wanted = {one.from_registration_id for one in rows.requests}
    wanted |= {one.to_registration_id for one in rows.requests if one.to_registration_id}
    names = [
        person.name
        for person in rows.people
        if person.id in wanted and len(person.unavailable) >= len(rows.slots) > 0
    ]
    if not names:
        return []
    text = later("Available in no slot, with accepted requests: %(some)s.", some=_some(names))
    return [Finding(Severity.WARNS, text, "organiser_people.page")]


def _pins(rows: EditionRows) -> list[Finding]:
    load = Counter(
        (one.registration, meeting.slot.code)
        for meeting in rows.meetings
        if meeting.pinned
        for one in meeting.attendances
    )
    names = [
        later("%(name)s in %(slot)s", name=person.name, slot=slot)
        for (person, slot), meetings in load.items()
        if meetings > person.parallel_desks
    ]
    if not names:
        return []
    text = later(
        "More pinned meetings than desks: %(some)s. No schedule can keep them all.",
        some=_some(names),
    )
    return [Finding(Severity.BLOCKS, text, "organiser_board.page")]


def _hubs(rows: EditionRows) -> list[Finding]:
    owners = {place.owner_organisation_id for room in rows.rooms for place in room.places}
    hubs = {
        person.organisation_id: person.organisation.name
        for person in rows.people
        if person.organisation.kind is OrganisationKind.HUB
    }
    without = [name for key, name in hubs.items() if key not in owners]
    if not without or len(without) == len(hubs):
        return []  # where no hub has a table of its own, all share the pool, and that is a plan
    text = later(
        "Hubs without a table of their own meet at the shared ones: %(some)s.", some=_some(without)
    )
    return [Finding(Severity.WARNS, text, "organiser_hubs.page")]


def _some(names: list[str], shown: int = 5) -> str:
    """The first few names, and how many more there are."""
    text = ", ".join(names[:shown])
    return (
        text
        if len(names) <= shown
        else later("%(text)s and %(number)s more", text=text, number=len(names) - shown)
    )


def _times(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")
