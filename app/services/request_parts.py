"""What people come as, where it decides who may ask whom."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from app.domain.parts import part_of
from app.domain.states import Part, PlaceKind, RegistrationState
from app.extensions import db
from app.models import Organisation, Place, Registration


def own_part(registration: Registration) -> Part:
    """What this person comes as."""
    owns = _with_stands(registration.edition_id, [registration.organisation_id])
    exhibits = registration.wants_stand or registration.organisation_id in owns
    return part_of(registration.role, registration.organisation.kind, exhibits=exhibits)


def parts_of(edition_id: int, organisations: Collection[int]) -> Mapping[int, frozenset[Part]]:
    """Organisation → what its people who can be met come as; in two queries."""
    exhibiting = _with_stands(edition_id, organisations)
    rows = db.session.execute(
        select(
            Registration.organisation_id,
            Registration.role,
            Registration.wants_stand,
            Organisation.kind,
        )
        .join(Organisation, Registration.organisation_id == Organisation.id)
        .where(
            Registration.edition_id == edition_id,
            Registration.organisation_id.in_(organisations),
            Registration.state == RegistrationState.APPROVED,
            Registration.wants_meetings,
        )
        .distinct()
    )
    found: dict[int, set[Part]] = {}
    for organisation, role, wants_stand, kind in rows:
        exhibits = wants_stand or organisation in exhibiting
        found.setdefault(organisation, set()).add(part_of(role, kind, exhibits=exhibits))
    return {organisation: frozenset(parts) for organisation, parts in found.items()}


def _with_stands(edition_id: int, organisations: Collection[int]) -> frozenset[int]:
    return frozenset(
        one
        for one in db.session.scalars(
            select(Place.owner_organisation_id).where(
                Place.edition_id == edition_id,
                Place.kind == PlaceKind.STAND,
                Place.owner_organisation_id.in_(organisations),
            )
        )
        if one is not None
    )
