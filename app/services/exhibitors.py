"""Who has a stand at an edition."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.states import OrganisationKind, PlaceKind
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Place
from app.services import organisations
from app.services.organisations import OrganisationEntry
from app.services.own_places import OwnPlaceEntry, give_place, place_faults
from app.services.place_rows import drop_places, room_rows
from app.services.transaction import writing

MAX_SHOWS_CHARACTERS = 400
# A hub may have a stand beside its table.
KINDS = tuple(OrganisationKind)


@dataclass(frozen=True)
class ExhibitorEntry:
    """Whose stand it is and what it shows; a known organisation needs its name only."""

    name: str
    kind: OrganisationKind | None
    country: str
    shows: str
    place: OwnPlaceEntry


def add_exhibitor(edition: Edition, entry: ExhibitorEntry, *, now: datetime) -> Place:
    """A stand for an organisation, known or new; every fault at once as InvalidInputError."""
    with writing():
        organisation = OrganisationEntry(entry.name, KINDS, kind=entry.kind, country=entry.country)
        place = replace(entry.place, kind=PlaceKind.STAND)
        found = _faults(organisation, entry.shows) | place_faults(edition, place)
        if found:
            raise InvalidInputError(later("The stand is not added yet: see below."), found)
        owner = organisations.obtain(organisation, now=now)
        stand = give_place(edition, owner, place)
        stand.shows = entry.shows.strip()
        db.session.flush()
    return stand


def remove_stand(edition: Edition, room_slug: str, label: str) -> str:
    """Remove a stand; gives its owner's name. ConflictError where something is planned there."""
    with writing():
        for room in room_rows(edition):
            for place in room.places:
                is_it = (room.slug, place.label) == (room_slug, label)
                if is_it and place.kind is PlaceKind.STAND and place.owner:
                    owner = place.owner.name
                    drop_places([place])
                    return owner
        raise NotFoundError(later("There is no such stand."))


def known_names(edition: Edition) -> tuple[str, ...]:
    """The names of organisations, to complete what is typed."""
    return tuple(
        dict.fromkeys(one.name for one in organisations.known_organisations(edition, KINDS))
    )


def _faults(organisation: OrganisationEntry, shows: str) -> dict[str, str]:
    found = dict(organisations.faults(organisation))
    if "organisation" in found:
        found["name"] = found.pop("organisation").replace(
            later("your organisation"), later("the exhibitor")
        )
    if len(shows) > MAX_SHOWS_CHARACTERS:
        found["shows"] = later(
            "At most %(most)s characters; these are %(number)s.",
            most=MAX_SHOWS_CHARACTERS,
            number=len(shows),
        )
    return found
