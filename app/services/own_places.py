"""A table or stand of one organisation's own."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import exists, select

from app.domain.errors import ConflictError
from app.domain.states import PlaceKind
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Organisation, Place, Room
from app.services.in_use import uses_of_places
from app.services.place_rows import next_label, room_rows

MAX_LABEL_CHARACTERS = 12
MAX_DESKS = 20


@dataclass(frozen=True)
class OwnPlaceEntry:
    """Where it is to be; without a label it gets the next number.

    `desks` is how many meetings the place holds at a time. A label of a shared table makes that
    table the owner's.
    """

    room_slug: str
    label: str = ""
    desks: int | None = 1
    kind: PlaceKind = PlaceKind.TABLE


def owns_a_place(edition_id: int, organisations: Collection[int]) -> bool:
    """Whether one of these organisations (by id) has a table or stand at the edition."""
    own = exists().where(
        Place.edition_id == edition_id, Place.owner_organisation_id.in_(organisations)
    )
    return bool(db.session.scalar(select(own)))


def place_faults(edition: Edition, entry: OwnPlaceEntry) -> dict[str, str]:
    """Every fault by field: room, label, desks."""
    found = {}
    room = _room(edition, entry.room_slug)
    if room is None:
        found["room"] = later(
            "Choose a room; if there is none, add one under Rooms and tables first."
        )
    else:
        fault = _label_fault(room, entry)
        if fault:
            found["label"] = fault
    if entry.desks is None or not 1 <= entry.desks <= MAX_DESKS:
        found["desks"] = later("Type a whole number from 1 to %(most)s.", most=MAX_DESKS)
    return found


def give_place(edition: Edition, owner: Organisation, entry: OwnPlaceEntry) -> Place:
    """The place of an entry without faults, inside the caller's transaction.

    Raises ConflictError where a shared table holds meetings of others.
    """
    room = _room(edition, entry.room_slug)
    assert room is not None  # noqa: S101 - place_faults has looked
    label = _tidy(entry.label)
    place = next((one for one in room.places if one.label == label), None)
    if place is None:
        place = Place(
            edition_id=edition.id,
            room_id=room.id,
            kind=entry.kind,
            label=label or next_label(edition, entry.kind),
        )
        db.session.add(place)
    else:
        _refuse_if_used(place)
    place.owner = owner
    place.desks = entry.desks or 1
    db.session.flush()
    return place


def _room(edition: Edition, slug: str) -> Room | None:
    return next((room for room in room_rows(edition) if room.slug == slug), None)


def _label_fault(room: Room, entry: OwnPlaceEntry) -> str:
    label = _tidy(entry.label)
    if len(label) > MAX_LABEL_CHARACTERS:
        return later(
            "At most %(most)s characters, as they stand on the sign.", most=MAX_LABEL_CHARACTERS
        )
    known = next((place for place in room.places if place.label == label), None)
    if known is None:
        return ""
    if known.owner is not None:
        return later("%(label)s belongs to %(name)s.", label=label, name=known.owner.name)
    if known.kind is not entry.kind:
        return later(
            "%(label)s is a %(value)s in this room already.", label=label, value=known.kind.value
        )
    return ""


def _refuse_if_used(place: Place) -> None:
    use = uses_of_places({place.label: [place.id]})[place.label]
    if use:
        raise ConflictError(
            later(
                "Table %(label)s cannot be given away: it holds %(use)s.",
                label=place.label,
                use=use,
            )
        )


def _tidy(label: str) -> str:
    return " ".join(label.split())
