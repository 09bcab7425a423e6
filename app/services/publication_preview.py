"""What publishing the draft would change, person by person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.domain.agenda import clock, local
from app.extensions import db
from app.models import (
    Attendance,
    Edition,
    Meeting,
    MeetingRequest,
    Place,
    Registration,
    ScheduleVersion,
    Slot,
)
from app.services import live_schedule
from app.services.agenda_mails import MailTo, readers
from app.services.draft_schedule import current_draft


@dataclass(frozen=True)
class Line:
    """One change: with whom, what was, what will be; None on one side for new or gone."""

    partner: str
    was: str | None
    becomes: str | None


@dataclass(frozen=True)
class PersonChange:
    """All that changes for one person."""

    name: str
    organisation: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class MailForecast:
    """How many mails publishing would cause: `invites` to `invited` people.

    `on_the_feed` are the people whose agenda changes and who get a letter instead, `changed` all
    whose agenda changes, `everybody` all who have one.
    """

    invites: int
    invited: int
    on_the_feed: int
    changed: int
    everybody: int


@dataclass(frozen=True)
class Preview:
    """The draft beside what is live. `bookings_since` counts live changes the run had not seen."""

    next_number: int
    meetings: int
    added: int
    changed: int
    cancelled: int
    bookings_since: int
    people: tuple[PersonChange, ...]
    mails: MailForecast


@dataclass(frozen=True)
class _Spot:
    """Where and when a request meets, and who attends: (key, name, organisation) each.

    `by_mail` are those of them whom an invite reaches.
    """

    when_and_where: str
    ends_at: datetime
    by_mail: frozenset[int]
    people: tuple[tuple[int, str, str], ...]


def preview(edition: Edition, *, now: datetime) -> Preview | None:
    """The changes; None where there is no draft."""
    draft = current_draft(edition.id)
    if draft is None:
        return None
    new = _spots(edition, _draft_meetings(draft.id))
    old = _spots(edition, live_schedule.live_meetings(edition.id))
    kept_bookings = {
        one.request_id for one in live_schedule.live_meetings(edition.id) if one.pinned
    }
    touched = [
        request
        for request in {**old, **new}
        if old.get(request) != new.get(request) and request not in kept_bookings
    ]
    return Preview(
        next_number=_next_number(edition.id),
        meetings=len(kept_bookings | set(new)),
        added=sum(one not in old for one in touched),
        changed=sum(one in old and one in new for one in touched),
        cancelled=sum(one not in new for one in touched),
        bookings_since=edition.live_change_number - draft.live_change_number,
        people=_people(touched, old, new),
        mails=_mails(edition, [(old.get(one), new.get(one)) for one in touched], now=now),
    )


def _mails(
    edition: Edition, changes: Iterable[tuple[_Spot | None, _Spot | None]], *, now: datetime
) -> MailForecast:
    """Nobody is told of what is over."""
    invited: list[int] = []
    changed: set[int] = set()
    for was, becomes in changes:
        spots = [spot for spot in (was, becomes) if spot]
        people = {person[0] for spot in spots for person in spot.people}
        changed |= people
        if spots[-1].ends_at > now:
            invited += people & frozenset().union(*(spot.by_mail for spot in spots))

    def letters(mail_to: MailTo) -> int:
        return len(readers(edition, changed, mail_to, with_paper=False, now=now))

    return MailForecast(
        invites=len(invited),
        invited=len(set(invited)),
        on_the_feed=letters(MailTo.CHANGED),
        changed=len(changed),
        everybody=letters(MailTo.EVERYBODY),
    )


def _people(
    touched: Iterable[int], old: dict[int, _Spot], new: dict[int, _Spot]
) -> tuple[PersonChange, ...]:
    lines: dict[tuple[int, str, str], list[Line]] = {}
    for request in touched:
        was, becomes = old.get(request), new.get(request)
        for person in {*_attending(was), *_attending(becomes)}:
            lines.setdefault(person, []).append(
                Line(
                    partner=_partner(person, _attending(becomes) or _attending(was)),
                    was=was.when_and_where if was and person in was.people else None,
                    becomes=becomes.when_and_where
                    if becomes and person in becomes.people
                    else None,
                )
            )
    return tuple(
        PersonChange(name, organisation, tuple(found))
        for (_, name, organisation), found in sorted(
            lines.items(), key=lambda item: (item[0][2].casefold(), item[0][1].casefold())
        )
    )


def _attending(spot: _Spot | None) -> tuple[tuple[int, str, str], ...]:
    return spot.people if spot else ()


def _partner(person: tuple[int, str, str], people: tuple[tuple[int, str, str], ...]) -> str:
    return ", ".join(f"{one[1]} ({one[2]})" for one in people if one != person)


def _spots(edition: Edition, meetings: Iterable[Meeting]) -> dict[int, _Spot]:
    return {
        meeting.request_id: _Spot(
            f"{_when(meeting.slot, edition.zone)}, {_where(meeting.place)}",
            meeting.slot.ends_at,
            frozenset(
                one.registration_id
                for one in meeting.attendances
                if one.registration.calendar_choice.takes_mails
            ),
            tuple(
                sorted(
                    (one.registration_id, one.registration.name, one.registration.organisation.name)
                    for one in meeting.attendances
                )
            ),
        )
        for meeting in meetings
    }


def _when(slot: Slot, zone: str) -> str:
    return f"{local(slot.starts_at, zone):%a %d %b} {clock(slot.starts_at, zone)}"


def _where(place: Place | None) -> str:
    if place is None or place.room is None:
        return "online"
    return f"{place.room.name}, {place.kind.value} {place.label}"


def _next_number(edition_id: int) -> int:
    highest = db.session.scalar(
        select(func.max(ScheduleVersion.number)).where(ScheduleVersion.edition_id == edition_id)
    )
    return (highest or 0) + 1


def _draft_meetings(version_id: int) -> list[Meeting]:
    return list(
        db.session.scalars(
            select(Meeting)
            .where(Meeting.version_id == version_id)
            .options(
                selectinload(Meeting.slot),
                selectinload(Meeting.place).selectinload(Place.room),
                selectinload(Meeting.request).selectinload(MeetingRequest.from_registration),
                selectinload(Meeting.attendances)
                .selectinload(Attendance.registration)
                .selectinload(Registration.organisation),
            )
        )
    )
