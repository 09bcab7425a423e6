"""What must be true of the rows whatever happened, found out anew from meetings and slots.

`invariants()` says each violation in words, so a test compares with `[]`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

from sqlalchemy import func, select, text
from sqlalchemy.orm import aliased

from app.domain.states import (
    OpenSlotState,
    OrganisationKind,
    RegistrationState,
    RequestOrigin,
    RequestState,
    VersionKind,
)
from app.extensions import Base, db
from app.models import (
    Attendance,
    CalendarIdentity,
    Edition,
    LiveChange,
    Meeting,
    MeetingRequest,
    OpenSlot,
    Organisation,
    Registration,
    ScheduleVersion,
    Slot,
)
from tests.live_meetings import Live, live_meetings, occupancy, overlaps

LIVING = (RequestState.PENDING, RequestState.ACCEPTED)


def invariants() -> list[str]:
    """Every violation in the database; none is `[]`."""
    db.session.rollback()
    meetings = live_meetings()
    found = [
        *overlaps(meetings),
        *occupancy(meetings),
        *_attendances(),
        *_participants(meetings),
        *_calendars(meetings),
        *_requests(meetings),
        *_open_slots(meetings),
        *_quotas(),
        *_capacity(),
        *_changes(),
        *_versions(),
        *orphans(),
    ]
    db.session.rollback()
    return found


def _attendances() -> Iterator[str]:
    """Two people meet, one of each side of the request, and both take part in the edition."""
    sides = defaultdict(list)
    for meeting_id, organisation_id, edition_id in db.session.execute(
        select(Attendance.meeting_id, Registration.organisation_id, Registration.edition_id).join(
            Registration, Attendance.registration_id == Registration.id
        )
    ):
        sides[meeting_id].append((edition_id, organisation_id))
    rows = db.session.execute(
        select(Meeting.id, MeetingRequest, ScheduleVersion.edition_id, Slot.edition_id)
        .join(MeetingRequest, Meeting.request_id == MeetingRequest.id)
        .join(ScheduleVersion, Meeting.version_id == ScheduleVersion.id)
        .join(Slot, Meeting.slot_id == Slot.id)
    )
    for meeting_id, request, edition_id, slot_edition_id in rows:
        wanted = [
            (edition_id, request.first_organisation_id),
            (edition_id, request.second_organisation_id),
        ]
        if sorted(sides[meeting_id]) != wanted:
            yield f"meeting {meeting_id} has people of {sorted(sides[meeting_id])}, not {wanted}"
        if {request.edition_id, slot_edition_id} != {edition_id}:
            yield f"meeting {meeting_id} mixes editions"


def _participants(meetings: list[Live]) -> Iterator[str]:
    """Whoever has a live meeting takes part."""
    approved = set(
        db.session.scalars(
            select(Registration.id).where(Registration.state == RegistrationState.APPROVED)
        )
    )
    for meeting in meetings:
        if not meeting.people <= approved:
            yield f"meeting {meeting.id} is with somebody who does not take part"


def _calendars(meetings: list[Live]) -> Iterator[str]:
    """Who has a live meeting has one calendar entry for it; nobody else has one."""
    entries = Counter(
        (request, person)
        for request, person in db.session.execute(
            select(CalendarIdentity.request_id, CalendarIdentity.registration_id).where(
                CalendarIdentity.cancelled_at.is_(None)
            )
        )
    )
    wanted = Counter((one.request_id, person) for one in meetings for person in one.people)
    for pair in sorted(set(entries) | set(wanted)):
        if entries[pair] != wanted[pair]:
            yield f"{entries[pair]} calendar entries for {wanted[pair]} meetings of {pair}"


def _requests(meetings: list[Live]) -> Iterator[str]:
    """A live meeting's request is accepted; a living request is between two who take part."""
    by_request = Counter(one.request_id for one in meetings)
    named = aliased(Registration)
    rows = db.session.execute(
        select(MeetingRequest, Registration, named)
        .join(Registration, MeetingRequest.from_registration_id == Registration.id)
        .outerjoin(named, MeetingRequest.to_registration_id == named.id)
    )
    for request, asking, asked in rows:
        about = f"request {request.id} ({request.state.value})"
        pair = sorted((asking.organisation_id, request.to_organisation_id))
        if pair != [request.first_organisation_id, request.second_organisation_id]:
            yield f"{about} is between other organisations than its own"
        if by_request[request.id] and request.state is not RequestState.ACCEPTED:
            yield f"{about} has a live meeting"
        if request.state in LIVING and asking.state is not RegistrationState.APPROVED:
            yield f"{about} was sent by somebody {asking.state.value}"
        if request.state in LIVING and asked and asked.state is not RegistrationState.APPROVED:
            yield f"{about} names somebody {asked.state.value}"
    pairs = Counter(
        tuple(row)
        for row in db.session.execute(
            select(
                MeetingRequest.edition_id,
                MeetingRequest.first_organisation_id,
                MeetingRequest.second_organisation_id,
            ).where(MeetingRequest.state.in_(LIVING))
        )
    )
    yield from (
        f"{number} living requests of {pair}" for pair, number in pairs.items() if number > 1
    )


def _open_slots(meetings: list[Live]) -> Iterator[str]:
    """A booked open slot has its live meeting then; one that is not booked names no request."""
    times = {(one.request_id, one.starts_at) for one in meetings}
    rows = db.session.execute(select(OpenSlot, Slot).join(Slot, OpenSlot.slot_id == Slot.id))
    for open_slot, slot in rows:
        booked = open_slot.state is OpenSlotState.BOOKED
        if booked and (open_slot.request_id, slot.starts_at) not in times:
            yield f"open slot {open_slot.id} is booked and has no meeting"
        if not booked and open_slot.request_id is not None:
            yield f"open slot {open_slot.id} is {open_slot.state.value} and names a request"


def _quotas() -> Iterator[str]:
    """Nobody has more living requests of their own than the edition allows."""
    rows = db.session.execute(
        select(
            Registration.id,
            Organisation.kind,
            Edition.request_quota,
            Edition.hub_request_quota,
            func.count(),
        )
        .join(MeetingRequest, MeetingRequest.from_registration_id == Registration.id)
        .join(Edition, Registration.edition_id == Edition.id)
        .join(Organisation, Registration.organisation_id == Organisation.id)
        .where(MeetingRequest.state.in_(LIVING), MeetingRequest.origin == RequestOrigin.ASKED)
        .group_by(
            Registration.id, Organisation.kind, Edition.request_quota, Edition.hub_request_quota
        )
    )
    for person, kind, quota, hub_quota, used in rows:
        allowed = hub_quota if kind is OrganisationKind.HUB else quota
        if used > allowed:
            yield f"r{person} has {used} living requests of {allowed}"


def _capacity() -> Iterator[str]:
    """No more people hold a place than the edition has; who was invited comes on top."""
    rows = db.session.execute(
        select(Edition.id, Edition.registration_capacity, func.count())
        .join(Registration, Registration.edition_id == Edition.id)
        .where(
            Registration.state.in_([one for one in RegistrationState if one.holds_a_place]),
            Registration.invited_by_id.is_(None),
        )
        .group_by(Edition.id, Edition.registration_capacity)
    )
    for edition, capacity, people in rows:
        if capacity is not None and people > capacity:
            yield f"edition {edition} has {people} people for {capacity} places"


def _changes() -> Iterator[str]:
    """The live changes of an edition are numbered 1, 2, 3 … without a gap."""
    numbers = defaultdict(list)
    for edition, number in db.session.execute(
        select(LiveChange.edition_id, LiveChange.number).order_by(LiveChange.number)
    ):
        numbers[edition].append(number)
    for edition, last in db.session.execute(select(Edition.id, Edition.live_change_number)):
        if numbers[edition] != list(range(1, last + 1)):
            yield f"edition {edition} has changes {numbers[edition]}, the last being {last}"


def _versions() -> Iterator[str]:
    """An edition has at most one draft and one live schedule."""
    rows = db.session.execute(
        select(ScheduleVersion.edition_id, ScheduleVersion.kind, func.count())
        .where(ScheduleVersion.kind.in_([VersionKind.DRAFT, VersionKind.LIVE]))
        .group_by(ScheduleVersion.edition_id, ScheduleVersion.kind)
    )
    for edition, kind, number in rows:
        if number > 1:
            yield f"edition {edition} has {number} versions of the kind {kind.value}"


def orphans() -> Iterator[str]:
    """No row points to one that is not there, asked by our own joins in one statement."""
    for table, column, number in db.session.execute(text(_orphan_query())):
        if number:
            yield f"{number} rows of {table} have lost their {column}"


@cache
def _orphan_query() -> str:
    return " UNION ALL ".join(
        f"SELECT '{table.name}', '{key.parent.name}', count(*) FROM {table.name} child "  # noqa: S608 - our own names
        f"LEFT JOIN {key.column.table.name} parent "
        f"ON parent.{key.column.name} = child.{key.parent.name} "
        f"WHERE child.{key.parent.name} IS NOT NULL AND parent.{key.column.name} IS NULL"
        for table in Base.metadata.sorted_tables
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
    )
