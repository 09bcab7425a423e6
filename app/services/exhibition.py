"""The exhibition of an edition: which stand, who stands there, what they show."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from app.domain.states import OrganisationKind, PlaceKind
from app.extensions import db
from app.models import Edition, Organisation, Place, Room


@dataclass(frozen=True)
class Stand:
    """A stand, or a table of a company's own. `country` is a two-letter code."""

    label: str
    kind: PlaceKind
    room: str
    organisation: str
    organisation_kind: OrganisationKind
    country: str
    city: str
    website: str
    shows: str
    fictional: bool


def stands(edition: Edition) -> tuple[Stand, ...]:
    """Every stand with an exhibitor, by room and number; hubs' tables are not an exhibition."""
    rows = db.session.execute(
        select(Place, Organisation, Room.name)
        .join(Organisation, Organisation.id == Place.owner_organisation_id)
        .outerjoin(Room, Room.id == Place.room_id)
        .where(
            Place.edition_id == edition.id,
            or_(Place.kind == PlaceKind.STAND, Organisation.kind != OrganisationKind.HUB),
        )
        .order_by(Place.room_id, Place.id)
    )
    return tuple(
        Stand(
            label=place.label,
            kind=place.kind,
            room=room or "",
            organisation=owner.name,
            organisation_kind=owner.kind,
            country=owner.country,
            city=owner.city,
            website=owner.website,
            shows=place.shows,
            fictional=owner.fictional,
        )
        for place, owner, room in rows
    )
