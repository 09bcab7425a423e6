"""What people come as, where it decides who may ask whom."""

from collections.abc import Collection, Mapping

from sqlalchemy import exists, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.parts import part_of
from app.domain.states import Part, PlaceKind, RegistrationState
from app.extensions import db
from app.models import Organisation, Place, Registration


def own_part(registration: Registration) -> Part:
    """What this person comes as."""
    has_stand = db.session.scalar(
        select(_has_stand(registration.edition_id)).where(
            Organisation.id == registration.organisation_id
        )
    )
    exhibits = registration.wants_stand or bool(has_stand)
    return part_of(registration.role, registration.organisation.kind, exhibits=exhibits)


def parts_of(edition_id: int, organisations: Collection[int]) -> Mapping[int, frozenset[Part]]:
    """Organisation → what its people who can be met come as; in one query."""
    rows = db.session.execute(
        select(
            Organisation.id,
            Organisation.kind,
            Registration.role,
            Registration.wants_stand,
            _has_stand(edition_id),
        )
        .join(Registration, Registration.organisation_id == Organisation.id)
        .where(
            Registration.edition_id == edition_id,
            Registration.organisation_id.in_(organisations),
            Registration.state == RegistrationState.APPROVED,
            Registration.wants_meetings,
        )
        .distinct()
    )
    found: dict[int, set[Part]] = {}
    for organisation, kind, role, wants_stand, has_stand in rows:
        exhibits = bool(wants_stand or has_stand)
        found.setdefault(organisation, set()).add(part_of(role, kind, exhibits=exhibits))
    return {organisation: frozenset(parts) for organisation, parts in found.items()}


def _has_stand(edition_id: int) -> ColumnElement[bool]:
    """Of an `Organisation`."""
    return (
        exists()
        .where(
            Place.edition_id == edition_id,
            Place.kind == PlaceKind.STAND,
            Place.owner_organisation_id == Organisation.id,
        )
        .correlate(Organisation)
    )
