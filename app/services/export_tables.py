"""The live schedule in the words of the engine's files, and as tables."""

from collections.abc import Iterator, Sequence

from app.domain.agenda import Agenda, clock, local
from app.exports.tables import Cell, csv_bytes
from app.models import Edition, Meeting, Registration
from app.services.build_instance import ONLINE
from app.services.live_schedule import live_meetings
from scheduling import schedule as answer

MEETING_COLUMNS = (
    *("request", "slot", "starts_at_utc", "ends_at_utc", "date", "starts", "ends", "zone"),
    *("place", "table", "topic"),
    *("asking_id", "asking_name", "asking_organisation"),
    *("asked_id", "asked_name", "asked_organisation"),
)


def live_schedule_of(edition: Edition) -> answer.Schedule:
    """What is live now, with the ids of `build_instance`."""
    return answer.Schedule(
        tuple(
            answer.Meeting(
                request=meeting.request.public_id,
                slot=meeting.slot.code,
                place=_place(meeting),
                table=meeting.place.label if meeting.place and meeting.place.room else None,
                participants=tuple(one.public_id for one in _people(meeting)),
            )
            for meeting in live_meetings(edition.id)
        )
    )


def participants_csv(agendas: Sequence[Agenda]) -> bytes:
    """id, name, number of meetings; in the order given."""
    return csv_bytes(
        ("id", "name", "meetings"),
        ((one.person_id, one.person_name, len(one.meetings)) for one in agendas),
    )


def meetings_csv(edition: Edition) -> bytes:
    """Every live meeting on a line, in time order, both in UTC and on the edition's clock."""
    meetings = live_meetings(edition.id)
    return csv_bytes(MEETING_COLUMNS, (tuple(_cells(one, edition.zone)) for one in meetings))


def _cells(meeting: Meeting, zone: str) -> Iterator[Cell]:
    slot = meeting.slot
    yield meeting.request.public_id
    yield slot.code
    yield f"{slot.starts_at:%Y-%m-%dT%H:%M:%SZ}"
    yield f"{slot.ends_at:%Y-%m-%dT%H:%M:%SZ}"
    yield local(slot.starts_at, zone).date().isoformat()
    yield clock(slot.starts_at, zone)
    yield clock(slot.ends_at, zone)
    yield zone
    yield meeting.place.room.name if meeting.place and meeting.place.room else ONLINE
    yield meeting.place.label if meeting.place and meeting.place.room else ""
    yield meeting.request.topic
    for person in _people(meeting):
        yield from (person.public_id, person.name, person.organisation.name)


def _people(meeting: Meeting) -> list[Registration]:
    """The two who attend, the asking side first."""
    asking = meeting.request.from_registration_id
    ordered = sorted(meeting.attendances, key=lambda one: one.registration_id != asking)
    return [one.registration for one in ordered]


def _place(meeting: Meeting) -> str:
    return meeting.place.room.slug if meeting.place and meeting.place.room else ONLINE
