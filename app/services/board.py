"""The schedule as a board: slots down, tables, stands and online across."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.agenda import local
from app.domain.states import MeetingState, PlaceKind, VersionKind
from app.domain.words import later
from app.extensions import db
from app.models import (
    Attendance,
    Edition,
    Meeting,
    MeetingRequest,
    Organisation,
    Place,
    Registration,
    ScheduleVersion,
    Slot,
)
from app.services.draft_schedule import current_draft
from app.services.edition_rows import rows_of

ONLINE = 0


@dataclass(frozen=True)
class BoardMeeting:
    """One card: the two sides (asking one first), and whether it must stay."""

    sides: tuple[str, ...]
    people: tuple[str, ...]
    pinned: bool


@dataclass(frozen=True)
class BoardColumn:
    """A table, a stand, or online; `note` says whose it is."""

    label: str
    note: str


@dataclass(frozen=True)
class BoardRow:
    """A slot; `day` is given on the first slot of a day."""

    code: str
    starts_at: datetime
    ends_at: datetime
    starts_block: bool
    day: date | None
    cells: tuple[tuple[BoardMeeting, ...], ...]


@dataclass(frozen=True)
class Board:
    """The whole board; `version` is a published number, `is_draft` what is not yet public."""

    is_draft: bool
    version: int | None
    meetings: int
    columns: tuple[BoardColumn, ...]
    rows: tuple[BoardRow, ...]


def board(edition: Edition, *, draft: bool) -> Board | None:
    """The draft's board or the live one; None where there is no such schedule."""
    version = current_draft(edition.id) if draft else _live(edition.id)
    if version is None:
        return None
    rows = rows_of(edition)
    places = sorted(
        (place for room in rows.rooms for place in room.places),
        key=lambda place: place.kind is PlaceKind.STAND,
    )
    cells: dict[tuple[int, int], list[BoardMeeting]] = {}
    meetings = _meetings(version.id)
    for meeting in meetings:
        cells.setdefault((meeting.slot_id, meeting.place_id or ONLINE), []).append(_card(meeting))
    columns = {place.id: BoardColumn(place.label, _note(place)) for place in places}
    if any(place_id == ONLINE for _, place_id in cells):
        columns[ONLINE] = BoardColumn(later("Online"), "")
    return Board(
        is_draft=draft,
        version=_last_number(edition.id),
        meetings=len(meetings),
        columns=tuple(columns.values()),
        rows=_rows(edition, rows.slots, tuple(columns), cells),
    )


def _rows(
    edition: Edition,
    slots: Sequence[Slot],
    place_ids: tuple[int, ...],
    cells: Mapping[tuple[int, int], list[BoardMeeting]],
) -> tuple[BoardRow, ...]:
    made: list[BoardRow] = []
    last_day: date | None = None
    last_block: int | None = None
    for slot in slots:
        day = local(slot.starts_at, edition.zone).date()
        made.append(
            BoardRow(
                code=slot.code,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                starts_block=slot.block_id != last_block,
                day=day if day != last_day else None,
                cells=tuple(tuple(cells.get((slot.id, one), ())) for one in place_ids),
            )
        )
        last_day, last_block = day, slot.block_id
    return tuple(made)


def _card(meeting: Meeting) -> BoardMeeting:
    asking = meeting.request.from_registration_id
    people = [
        one.registration
        for one in sorted(meeting.attendances, key=lambda one: one.registration_id != asking)
    ]
    return BoardMeeting(
        sides=tuple(
            person.organisation.short_name or person.organisation.name for person in people
        ),
        people=tuple(person.name for person in people),
        pinned=meeting.pinned,
    )


def _note(place: Place) -> str:
    return _short(place.owner) if place.owner else ""


def _short(organisation: Organisation) -> str:
    return organisation.short_name or organisation.name


def _live(edition_id: int) -> ScheduleVersion | None:
    return db.session.scalar(
        select(ScheduleVersion).where(
            ScheduleVersion.edition_id == edition_id, ScheduleVersion.kind == VersionKind.LIVE
        )
    )


def _last_number(edition_id: int) -> int | None:
    return db.session.scalar(
        select(ScheduleVersion.number)
        .where(
            ScheduleVersion.edition_id == edition_id,
            ScheduleVersion.kind == VersionKind.PUBLISHED,
        )
        .order_by(ScheduleVersion.number.desc())
        .limit(1)
    )


def _meetings(version_id: int) -> Sequence[Meeting]:
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.version_id == version_id, Meeting.state == MeetingState.PLANNED)
        .options(
            selectinload(Meeting.request).selectinload(MeetingRequest.from_registration),
            selectinload(Meeting.attendances)
            .selectinload(Attendance.registration)
            .selectinload(Registration.organisation),
        )
        .order_by(Meeting.id)
    ).all()
