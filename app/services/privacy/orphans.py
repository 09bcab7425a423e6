"""Organisations that nobody stands for once somebody is erased."""

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.models import Membership, Organisation, Place, Registration
from app.services.privacy.subjects import Subject


def organisations_left_by(subject: Subject) -> tuple[int, ...]:
    """The subject's organisations that then have nobody left.

    One person's organisation is as personal as the person. Those of the public catalogue, and
    those that the organisers gave a place, stay.
    """
    found = db.session.scalars(
        select(Organisation.id)
        .where(
            Organisation.id.in_(subject.organisations),
            Organisation.catalogue_id.is_(None),
            Organisation.id.not_in(_still_there(subject)),
        )
        .order_by(Organisation.id)
    )
    return tuple(found)


def rows_of(organisations: Sequence[int]) -> Sequence[Organisation]:
    """These organisations, by name."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(organisations))
        .order_by(Organisation.name, Organisation.id)
    ).all()


def names_of(organisations: Sequence[int]) -> tuple[str, ...]:
    """What they are called, by name."""
    return tuple(one.name for one in rows_of(organisations))


def _still_there(subject: Subject) -> set[int]:
    """Organisations with another person, a login that stays, or a place at an event."""
    people = db.session.scalars(
        select(Registration.organisation_id).where(
            Registration.organisation_id.in_(subject.organisations),
            Registration.id.not_in(subject.registrations),
            Registration.erased_at.is_(None),
        )
    ).all()
    going = subject.account_id if subject.edition_id is None else None
    members = db.session.scalars(
        select(Membership.organisation_id).where(
            Membership.organisation_id.in_(subject.organisations),
            Membership.account_id.is_distinct_from(going),
        )
    ).all()
    placed = db.session.scalars(
        select(Place.owner_organisation_id).where(
            Place.owner_organisation_id.in_(subject.organisations)
        )
    ).all()
    return {*people, *members, *(one for one in placed if one is not None)}
