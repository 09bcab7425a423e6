"""Where the people of an organisation with a table or stand of its own receive visitors."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import cycle

from app.domain.states import PlaceKind
from app.models import Place, Registration, Room


def home_places(
    rooms: Iterable[Room], people_of: Mapping[int, Sequence[Registration]]
) -> Mapping[int, Place]:
    """Registration → the place of its own organisation; a stand goes before a table.

    `people_of` maps an organisation to its participants in key order; they share its places in
    turn. Rooms and their places are in key order, too.
    """
    owned: dict[int, list[Place]] = {}
    for room in rooms:
        for place in room.places:
            if place.owner_organisation_id is not None:
                owned.setdefault(place.owner_organisation_id, []).append(place)
    homes: dict[int, Place] = {}
    for organisation_id, people in people_of.items():
        places = sorted(
            owned.get(organisation_id, ()), key=lambda place: place.kind is not PlaceKind.STAND
        )
        if places:
            for person, place in zip(people, cycle(places), strict=False):
                homes[person.id] = place
    return homes
