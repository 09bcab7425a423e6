"""How many places of an edition are taken and left, by part; exact under `edition_lock`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import exists, func, select

from app.domain.parts import part_of
from app.domain.states import Part, PlaceKind, RegistrationState
from app.extensions import db
from app.models import Edition, Organisation, Place, Registration

HOLDING = tuple(state for state in RegistrationState if state.holds_a_place)


@dataclass(frozen=True)
class Places:
    """The limits of an edition (None: no limit) and who holds a place, by part."""

    limit: int | None
    part_limits: Mapping[Part, int]
    taken: Mapping[Part, int]

    def left(self, part: Part) -> int | None:
        """How many more of this part there is room for; None where nothing limits it."""
        rooms = []
        if self.limit is not None:
            rooms.append(self.limit - sum(self.taken.values()))
        if part in self.part_limits:
            rooms.append(self.part_limits[part] - self.taken.get(part, 0))
        return max(0, min(rooms)) if rooms else None

    def has_room(self, part: Part) -> bool:
        """Whether one more of this part can come."""
        left = self.left(part)
        return left is None or left > 0

    def with_one_more(self, part: Part) -> "Places":
        """The same after one more of this part has a place."""
        return Places(
            self.limit, self.part_limits, {**self.taken, part: self.taken.get(part, 0) + 1}
        )


def places_of(edition: Edition) -> Places:
    """Limits and places taken as they are now."""
    return Places(
        edition.registration_capacity,
        {Part(name): limit for name, limit in edition.part_capacities.items()},
        taken_by_part(edition.id),
    )


def places_left(edition: Edition, part: Part) -> int | None:
    """How many more of this part there is room for; None where nothing limits it."""
    return places_of(edition).left(part)


def part_of_registration(person: Registration) -> Part:
    """What the person comes as; who wants a stand counts as an exhibitor before having it."""
    return part_of(
        person.role,
        person.organisation.kind,
        exhibits=person.wants_stand or _owns_a_stand(person),
    )


def taken_by_part(edition_id: int) -> Counter[Part]:
    """How many hold a place (approved, or offered one), by what they come as."""
    owns = exists().where(
        Place.edition_id == edition_id,
        Place.kind == PlaceKind.STAND,
        Place.owner_organisation_id == Registration.organisation_id,
    )
    rows = db.session.execute(
        select(Registration.role, Organisation.kind, Registration.wants_stand, owns, func.count())
        .join(Organisation, Organisation.id == Registration.organisation_id)
        .where(Registration.edition_id == edition_id, Registration.state.in_(HOLDING))
        .group_by(Registration.role, Organisation.kind, Registration.wants_stand, owns)
    )
    found: Counter[Part] = Counter()
    for role, kind, wants_stand, has_stand, number in rows:
        found[part_of(role, kind, exhibits=wants_stand or bool(has_stand))] += number
    return found


def _owns_a_stand(person: Registration) -> bool:
    own = exists().where(
        Place.edition_id == person.edition_id,
        Place.kind == PlaceKind.STAND,
        Place.owner_organisation_id == person.organisation_id,
    )
    return bool(db.session.scalar(select(own)))
