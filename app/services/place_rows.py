"""Rooms and places as rows: finding them, labelling new ones, taking them away."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from app.domain.errors import ConflictError, NotFoundError
from app.domain.states import PlaceKind
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Meeting, OpenSlot, Place, Room
from app.services.build_instance import ONLINE
from app.services.in_use import forget_closed, forget_discarded, uses_of_places
from app.services.slugs import slug_of

NO_ROOM = later("There is no such room.")


def room_rows(edition: Edition) -> Sequence[Room]:
    """All rooms with their places and owners, read anew, in the order they were made."""
    return db.session.scalars(
        select(Room)
        .where(Room.edition_id == edition.id)
        .options(selectinload(Room.places).selectinload(Place.owner))
        .order_by(Room.id)
        .execution_options(populate_existing=True)
    ).all()


def room_of(edition: Edition, slug: str) -> Room:
    """One room with its places and their owners; NotFoundError if there is none."""
    found = next((room for room in room_rows(edition) if room.slug == slug), None)
    if found is None:
        raise NotFoundError(NO_ROOM)
    return found


def next_label(edition: Edition, kind: PlaceKind) -> str:
    """The label after the highest of the edition: 21 for a table, S4 for a stand."""
    prefix = "S" if kind is PlaceKind.STAND else ""
    return f"{prefix}{highest_label(edition, prefix) + 1}"


def highest_label(edition: Edition, prefix: str) -> int:
    """The highest number that follows `prefix` on a place of the edition; 0 if there is none."""
    labels = db.session.scalars(select(Place.label).where(Place.edition_id == edition.id))
    ends = (label.removeprefix(prefix) for label in labels if label.startswith(prefix))
    return max((int(end) for end in ends if end.isascii() and end.isdigit()), default=0)


def free_room_slug(edition: Edition, name: str) -> str:
    """A slug that no room of the edition has; `online` is the solver's word for no room."""
    taken = {room.slug for room in room_rows(edition)} | {ONLINE}
    wanted = slug_of(name)
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


def drop_places(places: Sequence[Place]) -> None:
    """Remove places inside the caller's transaction; ConflictError where one is in use."""
    uses = uses_of_places({place.label: [place.id] for place in places})
    for label, use in uses.items():
        if use:
            raise ConflictError(
                later("%(label)s stays, because it holds %(use)s.", label=label, use=use)
            )
    ids = [place.id for place in places]
    forget_discarded(Meeting.place_id, ids)
    forget_closed(OpenSlot.place_id, ids)
    db.session.execute(delete(Place).where(Place.id.in_(ids)))


def natural_order(label: str) -> tuple[bool, int, str]:
    """A sort key: numbers by value and before everything else."""
    is_number = label.isascii() and label.isdigit()
    return (not is_number, int(label) if is_number else 0, label)
