"""Rows become the solver's question: the only translation towards `scheduling`.

Ids: participant = registration's public id, request = request's public id, slot = slot's code,
place = room's slug (a stand's hall too) or `online`, table = place's label.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from app.domain.errors import InvalidInputError
from app.domain.states import (
    OrganisationKind,
)
from app.domain.wishes import weight
from app.domain.words import later
from app.models import (
    Edition,
    Meeting,
    MeetingRequest,
    Registration,
    Slot,
)
from app.services.edition_rows import EditionRows, rows_of
from app.services.homes import home_places
from app.services.request_order import asking_side, places_in_order
from scheduling import instance as question
from scheduling import schedule as answer

ONLINE = "online"
# Once people know a schedule, a new run pays this for every meeting that it moves or drops.
PRICE_OF_CHANGE = 10


def build_instance(edition: Edition) -> question.Instance:
    """The edition as a question; raises InvalidInputError where the rows make none."""
    return instance_of(rows_of(edition))


def instance_of(rows: EditionRows) -> question.Instance:
    """The rows as a question; raises InvalidInputError where they make none."""
    if not rows.slots:
        raise InvalidInputError(
            later("There are no slots yet: add a block of meeting times first.")
        )
    try:
        return question.Instance(
            name=rows.edition.slug,
            slots=tuple(_slot(slot) for slot in rows.slots),
            places=tuple(_places(rows)),
            participants=tuple(_participants(rows)),
            requests=tuple(_requests(rows)),
            goals=_goals(rows),
            published=_published(rows),
        )
    except question.InstanceError as error:
        raise InvalidInputError(
            later("This edition cannot be scheduled: %(error)s", error=error)
        ) from error


def requests_without_people(edition: Edition) -> list[MeetingRequest]:
    """Accepted requests that nobody can attend: a side has no approved participant left."""
    rows = rows_of(edition)
    return [one for one in rows.requests if not all(_sides(one, rows.people_of))]


def _slot(slot: Slot) -> question.Slot:
    return question.Slot(
        id=slot.code, starts_at=slot.starts_at, ends_at=slot.ends_at, block=slot.block.code
    )


def _places(rows: EditionRows) -> Iterable[question.Place]:
    """Each room with its tables and stands (none of them in online blocks), and online."""
    online_slots = [slot.code for slot in rows.slots if slot.block.online]
    for room in rows.rooms:
        labels = tuple(place.label for place in room.places)
        yield question.Place(
            id=room.slug,
            zone=room.slug,
            tables=labels,
            closed={code: labels for code in online_slots},
            desks={place.label: place.desks for place in room.places},
        )
    yield question.Place(id=ONLINE, zone=ONLINE, tables=None)


def _participants(rows: EditionRows) -> Iterable[question.Participant]:
    homes, wishes = _homes(rows), _wishes(rows)
    for person in rows.people:
        is_hub = person.organisation.kind is OrganisationKind.HUB
        limit = None if is_hub else rows.edition.max_meetings
        yield question.Participant(
            id=person.public_id,
            unavailable=_unavailable(person, rows),
            max_meetings=limit if person.max_meetings is None else person.max_meetings,
            # Nobody can miss more meetings than they have wishes.
            min_meetings=0 if is_hub else min(rows.edition.min_meetings, wishes[person.public_id]),
            max_per_block=rows.edition.hub_max_per_block if is_hub else None,
            max_consecutive=rows.edition.max_consecutive,
            parallel=person.parallel_desks,
            home=homes.get(person.id),
        )


def _wishes(rows: EditionRows) -> Counter[str]:
    """Participant → the requests they might attend."""
    people_of = rows.people_of
    return Counter(
        one for request in rows.requests for side in _sides(request, people_of) for one in side
    )


def _unavailable(person: Registration, rows: EditionRows) -> tuple[str, ...]:
    """Slots the person ruled out, keeps open for booking, or stands on the programme."""
    ruled_out = {one.slot_id for one in person.unavailable} | set(rows.offered.get(person.id, ()))
    talks = rows.talks.get(person.id, ())
    return tuple(
        slot.code
        for slot in rows.slots
        if slot.id in ruled_out
        or any(slot.starts_at < item.ends_at and item.starts_at < slot.ends_at for item in talks)
    )


def _homes(rows: EditionRows) -> Mapping[int, question.Home]:
    """Registration → its organisation's own place."""
    return {
        person_id: question.Home(place=place.room.slug, table=place.label)
        for person_id, place in home_places(rows.rooms, rows.people_of).items()
        if place.room is not None
    }


def _requests(rows: EditionRows) -> Iterable[question.Request]:
    pins = {meeting.request_id: _pin(meeting) for meeting in rows.meetings if meeting.pinned}
    online_slots = tuple(slot.code for slot in rows.slots if slot.block.online)
    on_site_slots = tuple(slot.code for slot in rows.slots if not slot.block.online)
    people_of, places = rows.people_of, places_in_order(rows.requests)
    for one in rows.requests:
        asking, asked = _sides(one, people_of)
        if not asking or not asked:
            continue
        online = one.online or not on_site_slots
        yield question.Request(
            id=one.public_id,
            sides=(asking, asked),
            weight=weight(
                one.from_level,
                one.to_level,
                one.match_score,
                place_a=places.get((one.id, asking_side(one))),
                place_b=places.get((one.id, one.to_organisation_id)),
            ),
            slots=(online_slots or None) if online else on_site_slots,
            places=(ONLINE,) if online else tuple(room.slug for room in rows.rooms),
            pinned=pins.get(one.id),
        )


def _sides(
    one: MeetingRequest, people_of: Mapping[int, list[Registration]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who may attend for each side; empty where nobody is left."""
    asking = one.from_registration
    return (
        tuple(
            person.public_id
            for person in people_of.get(asking.organisation_id, ())
            if person.id == asking.id
        ),
        tuple(
            person.public_id
            for person in people_of.get(one.to_organisation_id, ())
            if one.to_registration_id in {None, person.id}
        ),
    )


def _pin(meeting: Meeting) -> question.Pin:
    return question.Pin(
        slot=meeting.slot.code,
        place=_place_id(meeting),
        table=meeting.place.label if meeting.place and meeting.place.room else None,
        participants=_attending(meeting),
    )


def _published(rows: EditionRows) -> answer.Schedule | None:
    """The live schedule as far as its people still attend; None before the first publication."""
    wished = {one.public_id for one in rows.requests}
    there = {person.public_id for person in rows.people}
    meetings = tuple(
        answer.Meeting(
            request=meeting.request.public_id,
            slot=meeting.slot.code,
            place=_place_id(meeting),
            table=meeting.place.label if meeting.place and meeting.place.room else None,
            participants=_attending(meeting),
        )
        for meeting in rows.meetings
        if not meeting.pinned
        and meeting.request.public_id in wished
        and set(_attending(meeting)) <= there
    )
    return answer.Schedule(meetings) if meetings else None


def _attending(meeting: Meeting) -> tuple[str, ...]:
    """The two who attend, the asking side first."""
    asking = meeting.request.from_registration_id
    ordered = sorted(meeting.attendances, key=lambda one: one.registration_id != asking)
    return tuple(one.registration.public_id for one in ordered)


def _place_id(meeting: Meeting) -> str:
    return meeting.place.room.slug if meeting.place and meeting.place.room else ONLINE


def _goals(rows: EditionRows) -> question.Goals:
    known = any(not meeting.pinned for meeting in rows.meetings)
    return question.Goals(
        reach=rows.edition.reach,
        idle_slot=rows.edition.idle_slot_price,
        change=PRICE_OF_CHANGE if known else 0,
    )
